package dev.puce.iso7816.atr;

import dev.puce.iso7816.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Explains an ATR: each character, and the values that follow from all characters together.
///
/// @param parts   the characters in order
/// @param derived the derived values: speed, times, protocols
public record AtrExplanation(List<Part> parts, List<Derived> derived) {
    public AtrExplanation {
        parts = List.copyOf(parts);
        derived = List.copyOf(derived);
    }

    /// One or several characters and their meaning.
    ///
    /// @param offset   of the first character; TS has 0
    /// @param name     name in the standard: `TS`, `TA1`, `historical bytes`
    /// @param bytes    the characters
    /// @param meanings short phrases, most important first
    /// @param parts    the components of historical bytes
    public record Part(int offset, String name, Bytes bytes, List<String> meanings, List<Part> parts) {
        public Part {
            meanings = List.copyOf(meanings);
            parts = List.copyOf(parts);
        }
    }

    /// A value that follows from the ATR, including defaults.
    ///
    /// @param name  name of the value
    /// @param value the value with its unit
    public record Derived(String name, String value) {}

    /// Explains an ATR.
    ///
    /// @param clockHz clock for times and rates, in hertz; rates are also given at the card's highest clock
    public static AtrExplanation of(Atr atr, double clockHz) {
        return new AtrExplanation(parts(atr), DerivedValues.of(atr, clockHz));
    }

    private static List<Part> parts(Atr atr) {
        var parts = new ArrayList<Part>();
        Bytes bytes = atr.bytes();
        if (!bytes.isEmpty()) {
            parts.add(new Part(
                    0,
                    "TS",
                    bytes.slice(0, 1),
                    List.of(atr.convention()
                            .map(convention -> convention + " convention")
                            .orElse("neither 3B nor 3F: not a convention")),
                    List.of()));
        }
        atr.t0()
                .ifPresent(t0 -> parts.add(new Part(
                        1,
                        "T0",
                        bytes.slice(1, 2),
                        List.of(InterfaceByteMeaning.presence(t0 >> 4, 1), historicalCount(t0 & 0xF)),
                        List.of())));
        for (InterfaceByte b : atr.interfaceBytes()) {
            parts.add(new Part(
                    b.offset(),
                    b.name(),
                    bytes.slice(b.offset(), b.offset() + 1),
                    InterfaceByteMeaning.of(atr, b),
                    List.of()));
        }
        parts.addAll(HistoricalBytesMeaning.of(atr));
        Tck tck = atr.tck();
        int end = bytes.length() - atr.extraBytes().length();
        tck.value()
                .ifPresent(value -> parts.add(new Part(
                        end - 1,
                        "TCK",
                        Bytes.of(value),
                        List.of(
                                switch (tck.status()) {
                                    case RIGHT -> "right";
                                    case WRONG ->
                                        "wrong, expected %02X"
                                                .formatted(tck.expected().orElseThrow());
                                    default -> tck.status().toString();
                                }),
                        List.of())));
        if (!atr.extraBytes().isEmpty()) {
            parts.add(new Part(end, "extra bytes", atr.extraBytes(), List.of("not part of the ATR"), List.of()));
        }
        return parts;
    }

    private static String historicalCount(int k) {
        return k == 0 ? "no historical bytes" : k == 1 ? "1 historical byte" : k + " historical bytes";
    }

    /// Formats the protocols: `T=0, T=1`.
    static String protocols(Atr atr) {
        return atr.protocols().stream().map(TransmissionProtocol::toString).collect(Collectors.joining(", "));
    }
}
