package dev.puce.cards.script;

import dev.puce.iso7816.Bytes;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The response that a script of ETSI TS 101 955 expects. `X` matches any hex digit.
///
/// @param data     pattern of the data field, hex digits and `X`; empty if any data is accepted
/// @param statuses patterns of the accepted status words; empty if any is accepted
/// @see <a href="https://www.etsi.org/deliver/etsi_ts/101900_101999/101955/">ETSI TS 101 955, annex B</a>
public record Expectation(Optional<String> data, List<String> statuses) {
    private static final int STATUS_LENGTH = 2;

    public Expectation {
        statuses = List.copyOf(statuses);
    }

    /// Returns whether a response meets the expectation.
    ///
    /// @param answer data and status word
    public boolean matches(Bytes answer) {
        if (answer.length() < STATUS_LENGTH) {
            return false;
        }
        int end = answer.length() - STATUS_LENGTH;
        String status = answer.slice(end, answer.length()).toHex();
        return data.map(pattern -> fits(pattern, answer.slice(0, end).toHex())).orElse(true)
                && (statuses.isEmpty() || statuses.stream().anyMatch(pattern -> fits(pattern, status)));
    }

    private static boolean fits(String pattern, String hex) {
        if (pattern.length() != hex.length()) {
            return false;
        }
        for (int i = 0; i < hex.length(); i++) {
            char expected = Character.toUpperCase(pattern.charAt(i));
            if (expected != 'X' && expected != Character.toUpperCase(hex.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /// Returns the expectation in script notation: `[A0XX] (9000, 61XX)`.
    @Override
    public String toString() {
        String status = statuses.isEmpty() ? "" : "(" + String.join(", ", statuses) + ")";
        return (data.map(pattern -> "[" + pattern + "] ").orElse("") + status)
                .strip()
                .toUpperCase(Locale.ROOT);
    }
}
