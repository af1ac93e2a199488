package dev.puce.cards.part10;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/// Parameters of a PIN entry at the PIN pad.
///
/// @param timeout    longest time until the first key, whole seconds up to 255; zero: the reader's default
/// @param keyTimeout longest time between two keys, likewise
/// @param minDigits  shortest PIN, 0 to 255
/// @param maxDigits  longest PIN, 0 to 255
/// @param endsWith   events that end the entry
/// @param language   language of the messages in Windows' numbering; 0x0409 is American English
public record PinEntry(
        Duration timeout, Duration keyTimeout, int minDigits, int maxDigits, Set<End> endsWith, int language) {
    /// Events that end an entry.
    public enum End {
        /// Entry of the maximum number of digits.
        MAX_DIGITS(1),
        /// The confirmation key.
        KEY(2),
        /// Expiry of the time between two keys.
        TIMEOUT(4);

        private final int bit;

        End(int bit) {
            this.bit = bit;
        }
    }

    private static final int AMERICAN_ENGLISH = 0x0409;

    public PinEntry {
        requireByte("timeout in seconds", timeout.toSeconds());
        requireByte("key timeout in seconds", keyTimeout.toSeconds());
        requireByte("minDigits", minDigits);
        requireByte("maxDigits", maxDigits);
        if (endsWith.isEmpty()) {
            throw new IllegalArgumentException("endsWith is empty: name at least one event that ends the entry");
        }
        endsWith = Set.copyOf(endsWith);
    }

    /// Uses the reader's default times, the confirmation key and English.
    public static PinEntry digits(int min, int max) {
        return new PinEntry(Duration.ZERO, Duration.ZERO, min, max, EnumSet.of(End.KEY), AMERICAN_ENGLISH);
    }

    /// Limits the time until the first key.
    public PinEntry timeout(Duration longest) {
        return new PinEntry(longest, keyTimeout, minDigits, maxDigits, endsWith, language);
    }

    /// Ends the entry with other events.
    public PinEntry endsWith(End first, End... more) {
        return new PinEntry(timeout, keyTimeout, minDigits, maxDigits, EnumSet.of(first, more), language);
    }

    /// Returns `bEntryValidationCondition`.
    int validation() {
        return endsWith.stream().mapToInt(end -> end.bit).sum();
    }

    /// Returns `wPINMaxExtraDigit`: minimum in the high byte, maximum in the low byte.
    int digits() {
        return minDigits << 8 | maxDigits;
    }

    private static void requireByte(String name, long value) {
        if (value < 0 || value > 0xFF) {
            throw new IllegalArgumentException(name + " is " + value + ", outside 0 to 255");
        }
    }
}
