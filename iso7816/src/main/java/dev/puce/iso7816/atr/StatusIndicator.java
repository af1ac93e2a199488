package dev.puce.iso7816.atr;

import dev.puce.iso7816.Bytes;
import java.util.OptionalInt;

/// Status indicator: life cycle status and status word at the time of the ATR (ISO/IEC 7816-4:2013, 12.1.1.11).
///
/// @param lifeCycle  LCS, 0 to 255; empty if absent
/// @param statusWord SW1-SW2, 0 to FFFF; empty if absent
public record StatusIndicator(OptionalInt lifeCycle, OptionalInt statusWord) {
    /// Decodes the value: one byte is LCS, two are SW1-SW2, three are both.
    ///
    /// @throws IllegalArgumentException if it has another length
    public static StatusIndicator of(Bytes value) {
        return switch (value.length()) {
            case 1 -> new StatusIndicator(OptionalInt.of(value.get(0)), OptionalInt.empty());
            case 2 -> new StatusIndicator(OptionalInt.empty(), word(value, 0));
            case 3 -> new StatusIndicator(OptionalInt.of(value.get(0)), word(value, 1));
            default -> throw new IllegalArgumentException("a status indicator has 1 to 3 bytes, not " + value.length());
        };
    }

    private static OptionalInt word(Bytes value, int at) {
        return OptionalInt.of(value.get(at) << 8 | value.get(at + 1));
    }

    /// Returns the meaning of a life cycle status (ISO/IEC 7816-4:2013, 7.4.10).
    public static String lifeCycleMeaning(int lifeCycle) {
        return switch (lifeCycle) {
            case 0 -> "no information given";
            case 1 -> "creation state";
            case 3 -> "initialisation state";
            case 5, 7 -> "operational state, activated";
            case 4, 6 -> "operational state, deactivated";
            case 0xC, 0xD, 0xE, 0xF -> "termination state";
            default -> lifeCycle >= 0x10 ? "proprietary" : "reserved";
        };
    }
}
