package dev.puce.iso7816.atr;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The first TA after T=15: accepted supply voltages and clock stop (ISO/IEC 7816-3:2006, 8.3).
///
/// @param clockStop whether and how the clock may be stopped
/// @param classBits bits 6 to 1 of the byte, bit 1 for class A; kept as a number because bits 4 to 6 are reserved
public record OperatingConditions(ClockStop clockStop, int classBits) {
    /// The values of a card that sends none: no clock stop, class A only.
    public static final OperatingConditions DEFAULT = of(0x01);

    /// Whether the reader may stop the clock, and the preferred state of the contact.
    public enum ClockStop {
        NOT_SUPPORTED("not supported"),
        STATE_L("state L"),
        STATE_H("state H"),
        NO_PREFERENCE("no preference");

        private final String text;

        ClockStop(String text) {
            this.text = text;
        }

        /// `not supported`, `state L`, `state H` or `no preference`.
        @Override
        public String toString() {
            return text;
        }
    }

    /// Decodes the byte.
    public static OperatingConditions of(int value) {
        return new OperatingConditions(ClockStop.values()[value >> 6 & 3], value & 0x3F);
    }

    /// Returns the letters of the classes, A to F; D to F are reserved.
    public List<String> classes() {
        var letters = new ArrayList<String>();
        for (int bit = 0; bit < 6; bit++) {
            if ((classBits & 1 << bit) != 0) {
                letters.add(String.valueOf((char) ('A' + bit)));
            }
        }
        return List.copyOf(letters);
    }

    /// Returns whether the standard defines this combination of classes: A, B, C, A and B, B and C, or all three.
    public boolean isDefined() {
        return classBits >= 1 && classBits <= 7 && classBits != 5;
    }

    /// Returns the classes with their voltages: `A (5 V), B (3 V)`.
    public String classesWithVoltages() {
        return classes().isEmpty()
                ? "none"
                : classes().stream().map(OperatingConditions::withVoltage).collect(Collectors.joining(", "));
    }

    private static String withVoltage(String letter) {
        return switch (letter) {
            case "A" -> "A (5 V)";
            case "B" -> "B (3 V)";
            case "C" -> "C (1.8 V)";
            default -> letter + " (RFU)";
        };
    }
}
