package dev.puce.iso7816.atr;

import java.util.OptionalInt;

/// TB1 and TB2: programming voltage and current on contact VPP (C6). Deprecated since 2006, and ignored by
/// readers (ISO/IEC 7816-3:2006, 8.3; meaning by ISO/IEC 7816-3:1997, 6.5.4).
///
/// @param tenthsOfVolt 0 if VPP is not connected in the card; empty if the value is reserved
/// @param milliampere  maximum programming current; empty if the value is reserved
public record ProgrammingVoltage(OptionalInt tenthsOfVolt, OptionalInt milliampere) {
    /// Decodes TB1 and the optional TB2, which gives the voltage in finer steps.
    ///
    /// @param tb1 0 to 255; use 25 (5 V, 50 mA) if TB1 is absent
    public static ProgrammingVoltage of(int tb1, OptionalInt tb2) {
        int pi1 = tb1 & 0x1F;
        OptionalInt voltage = tb2.isPresent()
                ? (isReservedTb2(tb2.getAsInt()) ? OptionalInt.empty() : tb2)
                : pi1 == 0 || (pi1 >= 5 && pi1 <= 25) ? OptionalInt.of(10 * pi1) : OptionalInt.empty();
        return new ProgrammingVoltage(
                voltage,
                switch (tb1 >> 5 & 3) {
                    case 0 -> OptionalInt.of(25);
                    case 1 -> OptionalInt.of(50);
                    case 2 -> OptionalInt.of(100);
                    default -> OptionalInt.empty();
                });
    }

    static boolean isReservedTb1(int tb1) {
        int pi1 = tb1 & 0x1F;
        return (tb1 & 0x80) != 0 || (tb1 & 0x60) == 0x60 || (pi1 != 0 && (pi1 < 5 || pi1 > 25));
    }

    static boolean isReservedTb2(int tb2) {
        return tb2 < 50 || tb2 > 250;
    }
}
