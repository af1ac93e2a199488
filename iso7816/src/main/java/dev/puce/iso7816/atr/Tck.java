package dev.puce.iso7816.atr;

import java.util.OptionalInt;

/// The check byte of an ATR (ISO/IEC 7816-3:2006, 8.2.5): the XOR of all bytes from T0 to TCK is 0.
///
/// @param status   the result of the check
/// @param value    the TCK in the ATR, 0 to 255; empty if there is none
/// @param expected the correct value, 0 to 255; empty if no TCK is required, or the ATR ends before it
public record Tck(Status status, OptionalInt value, OptionalInt expected) {
    /// The result of the check. TCK is required if and only if a TD has a T other than 0.
    public enum Status {
        /// Required, and correct.
        RIGHT,
        /// Required, but has a wrong value.
        WRONG,
        /// Required, but the ATR ends before it.
        MISSING,
        /// Not required, but the ATR has one extra byte with the correct value.
        SUPERFLUOUS,
        /// Not required, and absent.
        NONE;

        /// The name in lower case.
        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
