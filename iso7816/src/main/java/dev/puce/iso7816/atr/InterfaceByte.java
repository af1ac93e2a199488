package dev.puce.iso7816.atr;

import java.util.OptionalInt;

/// An interface byte of an ATR, TAi to TDi (ISO/IEC 7816-3:2006, 8.2.3).
///
/// @param kind   the letter
/// @param group  the i of TAi, from 1
/// @param value  0 to 255
/// @param offset offset in the ATR; TS has 0
/// @param type   T of the TD just before its group (0 to 15). It determines the meaning of a TA, TB or TC with i
/// ≥ 3. Empty for the first group
public record InterfaceByte(Kind kind, int group, int value, int offset, OptionalInt type) {
    /// The four letters, in the order of transmission within a group.
    public enum Kind {
        TA(0x1),
        TB(0x2),
        TC(0x4),
        TD(0x8);

        private final int presence;

        Kind(int presence) {
            this.presence = presence;
        }

        /// Returns the bit that announces it in the high half of T0 or of a TD: 1, 2, 4 or 8.
        public int presence() {
            return presence;
        }
    }

    /// `TA1`, `TD2`, ...
    public String name() {
        return kind.name() + group;
    }

    /// Returns whether the TD just before has that T.
    public boolean isAfter(int t) {
        return type.isPresent() && type.getAsInt() == t;
    }
}
