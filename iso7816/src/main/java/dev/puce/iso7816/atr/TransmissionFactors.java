package dev.puce.iso7816.atr;

import java.util.Optional;
import java.util.OptionalInt;

/// The speed that a card offers in TA1: one etu lasts Fi/Di clock cycles.
///
/// @param f      clock rate conversion integer Fi, in clock cycles (372 to 2048)
/// @param d      baud rate adjustment integer Di, no unit (1 to 64)
/// @param fMaxHz highest clock frequency that the card accepts, in hertz
/// @see <a href="https://www.iso.org/standard/38770.html">ISO/IEC 7816-3:2006, 8.3, tables 7 and 8</a>
public record TransmissionFactors(int f, int d, int fMaxHz) {
    /// The factors during the ATR, and afterwards unless TA1 and PPS change them: 372/1 at up to 5 MHz (TA1 =
    /// 11).
    public static final TransmissionFactors DEFAULT = new TransmissionFactors(372, 1, 5_000_000);

    /// Fi by the high nibble of TA1; 0 is reserved.
    private static final int[] F = {372, 372, 558, 744, 1116, 1488, 1860, 0, 0, 512, 768, 1024, 1536, 2048, 0, 0};
    /// f(max) in kHz by the high nibble of TA1.
    private static final int[] F_MAX_KHZ = {
        4000, 5000, 6000, 8000, 12000, 16000, 20000, 0, 0, 5000, 7500, 10000, 15000, 20000, 0, 0
    };
    /// Di by the low nibble of TA1; 0 is reserved.
    private static final int[] D = {0, 1, 2, 4, 8, 16, 32, 64, 12, 20, 0, 0, 0, 0, 0, 0};

    public TransmissionFactors {
        if (f < 372 || f > 2048) {
            throw new IllegalArgumentException("Fi is " + f + ", outside 372 to 2048");
        }
        if (d < 1 || d > 64) {
            throw new IllegalArgumentException("Di is " + d + ", outside 1 to 64");
        }
        if (fMaxHz <= 0) {
            throw new IllegalArgumentException("f(max) is " + fMaxHz + " Hz, must be positive");
        }
    }

    /// Decodes TA1; empty if either half is reserved.
    public static Optional<TransmissionFactors> ofTa1(int ta1) {
        return f(ta1).isPresent() && d(ta1).isPresent()
                ? Optional.of(new TransmissionFactors(
                        f(ta1).getAsInt(), d(ta1).getAsInt(), fMaxHz(ta1).getAsInt()))
                : Optional.empty();
    }

    /// Returns Fi of a value of TA1, in clock cycles; empty if reserved.
    public static OptionalInt f(int ta1) {
        return defined(F[ta1 >> 4 & 0xF]);
    }

    /// Returns Di of a value of TA1; empty if reserved.
    public static OptionalInt d(int ta1) {
        return defined(D[ta1 & 0xF]);
    }

    /// Returns f(max) of a value of TA1, in hertz; empty if reserved.
    public static OptionalInt fMaxHz(int ta1) {
        return defined(1000 * F_MAX_KHZ[ta1 >> 4 & 0xF]);
    }

    private static OptionalInt defined(int value) {
        return value == 0 ? OptionalInt.empty() : OptionalInt.of(value);
    }

    /// Returns the clock cycles per elementary time unit, Fi/Di.
    public double cyclesPerEtu() {
        return (double) f / d;
    }

    /// Returns the elementary time unit, in seconds, at a clock given in hertz (7.1).
    public double etu(double clockHz) {
        return f / (d * clockHz);
    }

    /// Returns the bits per second, rounded down, at a clock given in hertz.
    public long bitRate(double clockHz) {
        return (long) Math.floor(clockHz * d / f);
    }
}
