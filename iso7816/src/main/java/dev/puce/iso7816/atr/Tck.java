package dev.puce.iso7816.atr;

import java.util.OptionalInt;

/// The check byte of an ATR (ISO/IEC 7816-3:2006, 8.2.5): the XOR of all bytes from T0 to TCK is 0.
///
/// @param status   how what came relates to what is due
/// @param value    the byte that came, 0 to 255; empty if none came
/// @param expected the right value, 0 to 255; empty if none is due, or the ATR is cut before its place
public record Tck(Status status, OptionalInt value, OptionalInt expected) {
    /// How the TCK that came relates to the one that is due. It is due if and only if some TD has a T other than
    /// 0.
    public enum Status {
        /// Due, and it came right.
        RIGHT,
        /// Due, and another value came.
        WRONG,
        /// Due, but the ATR ends before.
        MISSING,
        /// Not due, but one byte is left that would be right.
        SUPERFLUOUS,
        /// Not due, and not there.
        NONE;

        /// The name in lower case.
        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
