package dev.puce.iso7816.atr;

import dev.puce.iso7816.atr.Finding.Severity;
import dev.puce.iso7816.atr.InterfaceByte.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Checks the values of interface bytes against the standard.
final class InterfaceByteFindings {
    private final Atr atr;
    private final List<InterfaceByte> interfaceBytes;
    private final List<Finding> findings = new ArrayList<>();

    private InterfaceByteFindings(Atr atr) {
        this.atr = atr;
        this.interfaceBytes = atr.interfaceBytes();
    }

    static List<Finding> of(Atr atr) {
        var checks = new InterfaceByteFindings(atr);
        checks.check();
        return checks.findings;
    }

    private void add(Severity severity, int offset, String clause, String message) {
        findings.add(new Finding(severity, offset, message, "ISO/IEC 7816-3:2006, " + clause));
    }

    private void check() {
        Set<String> seen = new HashSet<>();
        for (InterfaceByte b : interfaceBytes) {
            if (b.kind() == Kind.TD) {
                checkType(b);
            } else if (b.group() == 1) {
                checkFirstGroup(b);
            } else if (b.group() == 2) {
                checkSecondGroup(b);
            } else if (b.isAfter(1) || b.isAfter(15)) {
                if (!seen.add(b.kind().name() + b.type())) {
                    add(
                            Severity.WARNING,
                            b.offset(),
                            "8.2.3",
                            "%s is a repeated %s for T=%d, which is reserved; the first one counts"
                                    .formatted(b.name(), b.kind(), b.type().orElseThrow()));
                } else if (b.isAfter(1)) {
                    checkBlockParameter(b);
                } else {
                    checkGlobal(b);
                }
            } else {
                add(
                        Severity.NOTE,
                        b.offset(),
                        "8.2.3",
                        "%s follows T=%d; the standard does not define its meaning"
                                .formatted(b.name(), b.type().orElseThrow()));
            }
        }
    }

    private void checkType(InterfaceByte td) {
        int t = td.value() & 0xF;
        if (t == 15 && td.group() == 1) {
            add(
                    Severity.WARNING,
                    td.offset(),
                    "8.2.3",
                    "TD1 names T=15, which is not a protocol and not allowed in TD1");
        } else if (t == 14) {
            add(
                    Severity.NOTE,
                    td.offset(),
                    "8.2.3",
                    "%s names T=14, a protocol that ISO does not standardize".formatted(td.name()));
        } else if (t >= 2 && t <= 13) {
            add(Severity.WARNING, td.offset(), "8.2.3", "%s names T=%d, which is reserved".formatted(td.name(), t));
        }
    }

    private void checkFirstGroup(InterfaceByte b) {
        int value = b.value();
        switch (b.kind()) {
            case TA -> {
                if (TransmissionFactors.f(value).isEmpty()) {
                    add(
                            Severity.WARNING,
                            b.offset(),
                            "8.3",
                            "TA1 = %02X: the code %X for Fi is reserved".formatted(value, value >> 4));
                }
                if (TransmissionFactors.d(value).isEmpty()) {
                    add(
                            Severity.WARNING,
                            b.offset(),
                            "8.3",
                            "TA1 = %02X: the code %X for Di is reserved".formatted(value, value & 0xF));
                }
            }
            case TB -> {
                add(Severity.NOTE, b.offset(), "8.3", "TB1 (programming voltage) is deprecated; readers ignore it");
                if (ProgrammingVoltage.isReservedTb1(value)) {
                    add(Severity.WARNING, b.offset(), "8.3", "TB1 = %02X: reserved".formatted(value));
                }
            }
            case TC, TD -> {} // all values of N are defined
        }
    }

    private void checkSecondGroup(InterfaceByte b) {
        int value = b.value();
        switch (b.kind()) {
            case TA -> {
                if ((value & 0x60) != 0) {
                    add(
                            Severity.WARNING,
                            b.offset(),
                            "8.3",
                            "TA2 = %02X: bits 7 and 6 are reserved and must be 0".formatted(value));
                }
                TransmissionProtocol protocol = SpecificMode.ofTa2(value).protocol();
                if (!atr.protocols().contains(protocol)) {
                    add(
                            Severity.WARNING,
                            b.offset(),
                            "8.3",
                            "TA2 = %02X: the card starts with %s, which no TD offers".formatted(value, protocol));
                }
            }
            case TB -> {
                add(Severity.NOTE, b.offset(), "8.3", "TB2 (programming voltage) is deprecated; readers ignore it");
                if (ProgrammingVoltage.isReservedTb2(value)) {
                    add(Severity.WARNING, b.offset(), "8.3", "TB2 = %02X: reserved".formatted(value));
                }
            }
            case TC -> {
                if (value == 0) {
                    add(Severity.WARNING, b.offset(), "10.2", "TC2 = 00: WI = 0 is reserved");
                }
                if (!atr.protocols().contains(TransmissionProtocol.T0)) {
                    add(Severity.NOTE, b.offset(), "10.2", "TC2 is for T=0, which no TD offers");
                }
            }
            case TD -> {}
        }
    }

    private void checkBlockParameter(InterfaceByte b) {
        int value = b.value();
        switch (b.kind()) {
            case TA -> {
                if (value == 0 || value == 0xFF) {
                    add(
                            Severity.WARNING,
                            b.offset(),
                            "11.4.2",
                            "%s = %02X: this IFSC is reserved".formatted(b.name(), value));
                }
            }
            case TB -> {
                if (value >> 4 > 9) {
                    add(
                            Severity.WARNING,
                            b.offset(),
                            "11.4.3",
                            "%s = %02X: BWI = %d is reserved".formatted(b.name(), value, value >> 4));
                }
            }
            case TC -> {
                if ((value & 0xFE) != 0) {
                    add(
                            Severity.WARNING,
                            b.offset(),
                            "11.4.4",
                            "%s = %02X: bits 8 to 2 are reserved".formatted(b.name(), value));
                }
            }
            case TD -> {}
        }
    }

    private void checkGlobal(InterfaceByte b) {
        int value = b.value();
        switch (b.kind()) {
            case TA -> {
                if (!OperatingConditions.of(value).isDefined()) {
                    add(
                            Severity.WARNING,
                            b.offset(),
                            "8.3",
                            "%s = %02X: this combination of classes is reserved".formatted(b.name(), value));
                }
            }
            case TB -> {
                if (value != 0 && (value & 0x80) == 0) {
                    add(
                            Severity.WARNING,
                            b.offset(),
                            "8.3",
                            "%s = %02X: this standard use of C6 is reserved".formatted(b.name(), value));
                }
            }
            case TC -> add(Severity.WARNING, b.offset(), "8.3", "%s after T=15 is reserved".formatted(b.name()));
            case TD -> {}
        }
    }
}
