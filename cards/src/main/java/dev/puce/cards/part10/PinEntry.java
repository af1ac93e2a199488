package dev.puce.cards.part10;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/// What happens at the PIN pad while somebody enters a PIN.
///
/// @param timeout    longest time until the first key, whole seconds up to 255; zero: the reader's own
/// @param keyTimeout longest time between two keys, likewise
/// @param minDigits  shortest PIN, 0 to 255
/// @param maxDigits  longest PIN, 0 to 255
/// @param endsWith   what ends the entry
/// @param language   language of the messages as Windows numbers them, 0x0409 is American English
public record PinEntry(
        Duration timeout, Duration keyTimeout, int minDigits, int maxDigits, Set<End> endsWith, int language) {
    /// What ends an entry.
    public enum End {
        /// The last digit that fits.
        MAX_DIGITS(1),
        /// The confirmation key.
        KEY(2),
        /// The time between two keys.
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
            throw new IllegalArgumentException("nothing ends the entry");
        }
        endsWith = Set.copyOf(endsWith);
    }

    /// The reader's own times, ends with the confirmation key, English.
    public static PinEntry digits(int min, int max) {
        return new PinEntry(Duration.ZERO, Duration.ZERO, min, max, EnumSet.of(End.KEY), AMERICAN_ENGLISH);
    }

    /// With a limit until the first key.
    public PinEntry timeout(Duration longest) {
        return new PinEntry(longest, keyTimeout, minDigits, maxDigits, endsWith, language);
    }

    /// With other ends.
    public PinEntry endsWith(End first, End... more) {
        return new PinEntry(timeout, keyTimeout, minDigits, maxDigits, EnumSet.of(first, more), language);
    }

    /// `bEntryValidationCondition`.
    int validation() {
        return endsWith.stream().mapToInt(end -> end.bit).sum();
    }

    /// `wPINMaxExtraDigit`: shortest in the high byte, longest in the low byte.
    int digits() {
        return minDigits << 8 | maxDigits;
    }

    private static void requireByte(String name, long value) {
        if (value < 0 || value > 0xFF) {
            throw new IllegalArgumentException(name + " is " + value + ", outside 0 to 255");
        }
    }
}
