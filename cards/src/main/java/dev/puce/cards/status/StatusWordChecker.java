package dev.puce.cards.status;

import dev.puce.cards.status.StatusFinding.Kind;
import dev.puce.iso7816.ResponseApdu;
import dev.puce.iso7816.StatusWord;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// Looks at an answer and says what is wrong with its status word, if anything.
///
/// Checkers form a chain; the first that objects is believed, so the special one comes before the general:
///
///     StatusWordChecker checker = StatusWordChecker.ISO_7816_8
///             .then(StatusWordChecker.ISO_7816_4)
///             .ignoring(Kind.WARNING);
///     Transmitter strict = card.with(new StatusCheck(checker));
///
/// Checkers have no state; any thread may use them.
@FunctionalInterface
public interface StatusWordChecker {
    /// What is wrong with the answer; empty if this checker has nothing against it.
    Optional<StatusFinding> check(ResponseApdu response);

    /// ISO/IEC 7816-4: objects to everything from 62XX to 6FXX, with the best meaning known.
    StatusWordChecker ISO_7816_4 = response -> {
        StatusWord status = response.status();
        return kind(status)
                .map(kind -> new StatusFinding(
                        kind,
                        status,
                        status.meaning().orElse("not specified"),
                        status.source().orElse("ISO 7816-4")));
    };

    /// ISO/IEC 7816-4 by the first byte alone: objects to everything from 62XX to 6FXX with what SW1 means.
    StatusWordChecker ISO_7816_4_SW1 = response -> kind(response.status()).map(kind -> {
        StatusWord first = StatusWord.of(response.status().sw1(), 0xFF);
        return new StatusFinding(kind, response.status(), first.meaning().orElse("not specified"), "ISO 7816-4");
    });

    /// ISO/IEC 7816-8, commands for security operations: only what that part names.
    StatusWordChecker ISO_7816_8 = response -> CheckerTable.check("ISO 7816-8", response);

    /// ISO/IEC 7816-9, commands for card management: only what that part names.
    StatusWordChecker ISO_7816_9 = response -> CheckerTable.check("ISO 7816-9", response);

    /// GlobalPlatform Card Specification, which took over Open Platform 2.1: only what it names.
    StatusWordChecker GLOBAL_PLATFORM = response -> CheckerTable.check("GlobalPlatform", response);

    /// This checker, and where it has nothing to say, the other.
    default StatusWordChecker then(StatusWordChecker other) {
        return response -> check(response).or(() -> other.check(response));
    }

    /// This checker without findings of some kinds.
    default StatusWordChecker ignoring(Kind first, Kind... others) {
        Set<Kind> ignored = EnumSet.of(first, others);
        return response -> check(response).filter(finding -> !ignored.contains(finding.kind()));
    }

    /// This checker without findings about some status words.
    default StatusWordChecker ignoring(StatusWord... ignored) {
        Set<StatusWord> set = Set.of(ignored);
        return response -> check(response).filter(finding -> !set.contains(finding.status()));
    }

    /// The answer again, if this checker has nothing against it.
    ///
    /// @throws StatusWordException if it has
    default ResponseApdu require(ResponseApdu response) {
        check(response).ifPresent(finding -> {
            throw StatusWordException.of(finding, response);
        });
        return response;
    }

    private static Optional<Kind> kind(StatusWord status) {
        return switch (status.sw1()) {
            case 0x62, 0x63 -> Optional.of(Kind.WARNING);
            case 0x64, 0x65 -> Optional.of(Kind.EXECUTION_ERROR);
            case 0x66 -> Optional.of(Kind.SECURITY_ERROR);
            case 0x67, 0x68, 0x69, 0x6A, 0x6B, 0x6C, 0x6D, 0x6E, 0x6F -> Optional.of(Kind.CHECKING_ERROR);
            default -> Optional.empty();
        };
    }
}
