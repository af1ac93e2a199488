package dev.puce.iso7816.atr;

import dev.puce.iso7816.atr.InterfaceByte.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/// Explains an interface byte in the context of its ATR.
final class InterfaceByteMeaning {
    /// Bits of the SPU byte by ETSI TS 102 221, 6.3.3, table 6.7. They can be combined.
    private static final Map<Integer, String> UICC_FUNCTIONS = new TreeMap<>(Map.of(
            0x40, "inter-chip USB interface (ETSI TS 102 600)",
            0x20, "UICC-CLF interface (SWP, ETSI TS 102 613)",
            0x10, "low-impedance I/O drivers on the I/O line",
            0x08, "secure channel (ETSI TS 102 484)",
            0x04, "secured APDU, platform to platform, required",
            0x02, "eUICC-related functions"));

    private final Atr atr;
    private final InterfaceByte b;

    private InterfaceByteMeaning(Atr atr, InterfaceByte b) {
        this.atr = atr;
        this.b = b;
    }

    static List<String> of(Atr atr, InterfaceByte interfaceByte) {
        return new InterfaceByteMeaning(atr, interfaceByte).meanings();
    }

    private List<String> meanings() {
        if (b.kind() == Kind.TD) {
            var type = new TransmissionProtocol(b.value() & 0xF);
            return List.of(type + ", " + type.meaning(), presence(b.value() >> 4, b.group() + 1));
        }
        return switch (b.group()) {
            case 1 -> ofFirstGroup();
            case 2 -> ofSecondGroup();
            default -> b.isAfter(1) ? ofBlockProtocol() : b.isAfter(15) ? ofGlobals() : undefined();
        };
    }

    /// Names the interface bytes that the high half of T0 or of a TD announces.
    static String presence(int y, int group) {
        var names = new ArrayList<String>();
        for (Kind kind : Kind.values()) {
            if ((y & kind.presence()) != 0) {
                names.add(kind.name() + group);
            }
        }
        return names.isEmpty()
                ? "no further interface bytes"
                : String.join(", ", names) + " follow" + (names.size() == 1 ? "s" : "");
    }

    private List<String> ofFirstGroup() {
        return switch (b.kind()) {
            case TA -> transmissionFactors(b.value());
            case TB -> programmingVoltage(b.value());
            case TC -> List.of(extraGuardTime(b.value()));
            case TD -> List.of();
        };
    }

    private static List<String> transmissionFactors(int ta1) {
        var meanings = new ArrayList<String>();
        meanings.add("Fi = %s, Di = %s, f(max) = %s"
                .formatted(
                        orReserved(TransmissionFactors.f(ta1)),
                        orReserved(TransmissionFactors.d(ta1)),
                        TransmissionFactors.fMaxHz(ta1).isPresent()
                                ? Quantity.hertz(TransmissionFactors.fMaxHz(ta1).getAsInt())
                                : "RFU"));
        TransmissionFactors.ofTa1(ta1)
                .ifPresent(factors -> meanings.add("%s clock cycles per etu, %d bit/s at 4 MHz, %d bit/s at %s"
                        .formatted(
                                Quantity.number(factors.cyclesPerEtu()),
                                factors.bitRate(4e6),
                                factors.bitRate(factors.fMaxHz()),
                                Quantity.hertz(factors.fMaxHz()))));
        return meanings;
    }

    private static String orReserved(OptionalInt value) {
        return value.isPresent() ? String.valueOf(value.getAsInt()) : "RFU";
    }

    /// TB1 has its own voltage even if TB2 replaces it.
    private static List<String> programmingVoltage(int tb1) {
        var vpp = ProgrammingVoltage.of(tb1, OptionalInt.empty());
        String voltage = vpp.tenthsOfVolt().isEmpty()
                ? "reserved voltage"
                : vpp.tenthsOfVolt().getAsInt() == 0
                        ? "VPP is not connected in the card"
                        : "VPP = " + Quantity.number(vpp.tenthsOfVolt().getAsInt() / 10.0) + " V";
        String current =
                vpp.milliampere().isPresent() ? "at most " + vpp.milliampere().getAsInt() + " mA" : "reserved current";
        return List.of("deprecated: programming voltage", voltage + ", " + current);
    }

    private String extraGuardTime(int n) {
        if (n == 255) {
            return "N = 255: minimum guard time, 12 etu in T=0 and PPS, 11 etu in T=1";
        }
        return n == 0
                ? "N = 0: guard time 12 etu"
                : "N = %d: guard time 12 etu + %d · R/f with R = %s"
                        .formatted(n, n, atr.hasGlobalInterfaceBytes() ? "Fi/Di of TA1" : "F/D in force");
    }

    private List<String> ofSecondGroup() {
        return switch (b.kind()) {
            case TA -> {
                var mode = SpecificMode.ofTa2(b.value());
                yield List.of(
                        "specific mode: the reader starts with " + mode.protocol(),
                        mode.implicit() ? "etu known implicitly" : "etu given by TA1",
                        mode.changeable() ? "the card can change to negotiable mode" : "the card cannot change mode");
            }
            case TB ->
                List.of(
                        "deprecated: programming voltage",
                        ProgrammingVoltage.isReservedTb2(b.value())
                                ? "reserved value"
                                : "VPP = " + Quantity.number(b.value() / 10.0) + " V, replaces the value of TB1");
            case TC ->
                List.of("WI = %d (T=0): WT = %d · 960 · Fi/f%s"
                        .formatted(b.value(), b.value(), b.value() == 0 ? ", reserved" : ""));
            case TD -> List.of();
        };
    }

    private List<String> ofBlockProtocol() {
        int value = b.value();
        String repeated = isFirst() ? "" : "reserved: repeated for T=1; otherwise ";
        return switch (b.kind()) {
            case TA ->
                List.of(repeated + "IFSC = "
                        + (value == 0 || value == 255 ? value + ", reserved" : Quantity.bytes(value)));
            case TB ->
                List.of(
                        repeated
                                + "BWI = %d%s, CWI = %d"
                                        .formatted(value >> 4, value >> 4 > 9 ? " (reserved)" : "", value & 0xF),
                        "BWT = 11 etu + %d · 960 · 372/f, CWT = %d etu"
                                .formatted(1 << (value >> 4), 11 + (1 << (value & 0xF))));
            case TC -> List.of(repeated + "error detection code of blocks: " + ((value & 1) != 0 ? "CRC" : "LRC"));
            case TD -> List.of();
        };
    }

    private List<String> ofGlobals() {
        int value = b.value();
        String repeated = isFirst() ? "" : "reserved: repeated for T=15; otherwise ";
        return switch (b.kind()) {
            case TA -> {
                var conditions = OperatingConditions.of(value);
                yield List.of(
                        repeated + "clock stop: " + conditions.clockStop(),
                        "classes accepted: " + conditions.classesWithVoltages()
                                + (conditions.isDefined() ? "" : ", a reserved combination"));
            }
            case TB -> ofContactC6(value);
            case TC -> List.of("reserved");
            case TD -> List.of();
        };
    }

    private static List<String> ofContactC6(int value) {
        if (value == 0) {
            return List.of("contact C6 (SPU) is not used");
        }
        if ((value & 0x80) == 0) {
            return List.of("contact C6 (SPU): standard use, reserved value");
        }
        var meanings = new ArrayList<String>();
        meanings.add("contact C6 (SPU): proprietary use");
        int known = 0;
        for (var function : UICC_FUNCTIONS.entrySet()) {
            if ((value & function.getKey()) != 0) {
                meanings.add("UICC: " + function.getValue());
                known |= function.getKey();
            }
        }
        if ((value & 0x7F & ~known) != 0) {
            meanings.add("UICC: bits %02X are reserved".formatted(value & 0x7F & ~known));
        }
        return meanings;
    }

    private List<String> undefined() {
        return List.of("no meaning after T=" + b.type().orElse(0));
    }

    private boolean isFirst() {
        return atr.firstAfter(b.type().orElseThrow(), b.kind())
                .filter(first -> first.offset() == b.offset())
                .isPresent();
    }
}
