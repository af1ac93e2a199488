package dev.puce.iso7816.atr;

import dev.puce.iso7816.atr.AtrExplanation.Derived;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What follows from the characters of an ATR together with the standard's defaults.
final class DerivedValues {
    private final Atr atr;
    private final double clockHz;
    private final List<Derived> values = new ArrayList<>();

    private DerivedValues(Atr atr, double clockHz) {
        this.atr = atr;
        this.clockHz = clockHz;
    }

    static List<Derived> of(Atr atr, double clockHz) {
        var derived = new DerivedValues(atr, clockHz);
        derived.addProtocols();
        atr.transmissionFactors().ifPresent(derived::addTimes);
        return derived.values;
    }

    private void add(String name, String value) {
        values.add(new Derived(name, value));
    }

    private void addProtocols() {
        String protocols = AtrExplanation.protocols(atr);
        add("protocols", protocols.isEmpty() ? "none" : protocols);
        Optional<SpecificMode> specific = atr.specificMode();
        add(
                "mode",
                specific.map(mode -> "specific, " + mode.protocol() + " at once")
                        .orElseGet(() -> atr.protocols().isEmpty()
                                ? "negotiable"
                                : "negotiable, " + atr.protocols().getFirst() + " without PPS"));
    }

    private void addTimes(TransmissionFactors factors) {
        String at = " at " + Quantity.hertz(clockHz);
        add(
                "elementary time unit",
                "%s clock cycles, %s%s"
                        .formatted(
                                Quantity.number(factors.cyclesPerEtu()), Quantity.seconds(factors.etu(clockHz)), at));
        add(
                "bit rate",
                "%d bit/s%s, %d bit/s at %s (highest clock)"
                        .formatted(
                                factors.bitRate(clockHz),
                                at,
                                factors.bitRate(factors.fMaxHz()),
                                Quantity.hertz(factors.fMaxHz())));
        add("guard time", guardTime());
        if (atr.protocols().contains(TransmissionProtocol.T0)) {
            add(
                    "waiting time (T=0)",
                    "WI = %d, %s%s"
                            .formatted(
                                    atr.waitingTimeInteger(),
                                    Quantity.seconds(atr.waitingTimeInteger() * 960.0 * factors.f() / clockHz),
                                    at));
        }
        if (atr.protocols().contains(TransmissionProtocol.T1)) {
            BlockParameters block = atr.blockParameters();
            add("information field size (T=1)", "IFSC = %d bytes".formatted(block.ifsc()));
            add(
                    "character waiting time (T=1)",
                    "CWI = %d, %d etu, %s%s"
                            .formatted(
                                    block.cwi(),
                                    block.characterWaitingTimeEtu(),
                                    Quantity.seconds(block.characterWaitingTimeEtu() * factors.etu(clockHz)),
                                    at));
            add(
                    "block waiting time (T=1)",
                    "BWI = %d, %s%s"
                            .formatted(block.bwi(), Quantity.seconds(block.blockWaitingTime(factors, clockHz)), at));
            add("error detection (T=1)", block.errorDetection().name());
        }
        OperatingConditions conditions = atr.operatingConditions();
        add("operating classes", conditions.classesWithVoltages());
        add("clock stop", conditions.clockStop().toString());
    }

    private String guardTime() {
        int n = atr.extraGuardTime();
        return switch (n) {
            case 0 -> "12 etu";
            case 255 -> "12 etu in T=0 and PPS, 11 etu in T=1";
            default -> "12 etu + %d extra (N of TC1)".formatted(n);
        };
    }
}
