package dev.puce.cards.status;

import dev.puce.cards.status.StatusFinding.Kind;
import dev.puce.iso7816.ResponseApdu;
import dev.puce.iso7816.StatusWord;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// Checks a response and reports a problem with its status word, if any.
///
/// Checkers form a chain. The first finding counts, so place specific checkers before general ones:
///
///     StatusWordChecker checker = StatusWordChecker.ISO_7816_8
///             .then(StatusWordChecker.ISO_7816_4)
///             .ignoring(Kind.WARNING);
///     Transmitter strict = card.with(new StatusCheck(checker));
///
/// Checkers are stateless and thread-safe.
@FunctionalInterface
public interface StatusWordChecker {
    /// Returns the problem with the response; empty if this checker accepts it.
    Optional<StatusFinding> check(ResponseApdu response);

    /// ISO/IEC 7816-4: rejects all status words from 62XX to 6FXX, with the most specific meaning.
    StatusWordChecker ISO_7816_4 = response -> {
        StatusWord status = response.status();
        return kind(status)
                .map(kind -> new StatusFinding(
                        kind,
                        status,
                        status.meaning().orElse("not specified"),
                        status.source().orElse("ISO 7816-4")));
    };

    /// ISO/IEC 7816-4 by the first byte alone: rejects all status words from 62XX to 6FXX with the meaning of SW1.
    StatusWordChecker ISO_7816_4_SW1 = response -> kind(response.status()).map(kind -> {
        StatusWord first = StatusWord.of(response.status().sw1(), 0xFF);
        return new StatusFinding(kind, response.status(), first.meaning().orElse("not specified"), "ISO 7816-4");
    });

    /// ISO/IEC 7816-8, commands for security operations: rejects only the status words listed there.
    StatusWordChecker ISO_7816_8 = response -> CheckerTable.check("ISO 7816-8", response);

    /// ISO/IEC 7816-9, commands for card management: rejects only the status words listed there.
    StatusWordChecker ISO_7816_9 = response -> CheckerTable.check("ISO 7816-9", response);

    /// GlobalPlatform Card Specification, successor of Open Platform 2.1: rejects only the status words listed
    /// there.
    StatusWordChecker GLOBAL_PLATFORM = response -> CheckerTable.check("GlobalPlatform", response);

    /// Combines two checkers: the other one checks the responses that this one accepts.
    default StatusWordChecker then(StatusWordChecker other) {
        return response -> check(response).or(() -> other.check(response));
    }

    /// Returns this checker without findings of some kinds.
    default StatusWordChecker ignoring(Kind first, Kind... others) {
        Set<Kind> ignored = EnumSet.of(first, others);
        return response -> check(response).filter(finding -> !ignored.contains(finding.kind()));
    }

    /// Returns this checker without findings about some status words.
    default StatusWordChecker ignoring(StatusWord... ignored) {
        Set<StatusWord> set = Set.of(ignored);
        return response -> check(response).filter(finding -> !set.contains(finding.status()));
    }

    /// Returns the response if this checker accepts it.
    ///
    /// @throws StatusWordException if it rejects the response
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
