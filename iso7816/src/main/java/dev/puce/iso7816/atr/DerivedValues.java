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

    /// Without T0 nothing follows.
    static List<Derived> of(Atr atr, double clockHz) {
        var derived = new DerivedValues(atr, clockHz);
        if (atr.t0().isPresent()) {
            derived.addProtocols();
            if (atr.historical() instanceof HistoricalBytes.Storage) {
                derived.add("form", "contactless storage card; ATR made by the reader");
            } else {
                derived.addForm();
                atr.transmissionFactors().ifPresent(derived::addTimes);
            }
        }
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

    private void addForm() {
        if (atr.isShapedLikeContactless()) {
            add("form", "as readers show contactless cards (PC/SC part 3);");
            add("", "speed and times have no meaning for these");
        }
    }

    private void addTimes(TransmissionFactors factors) {
        String at = " at " + Quantity.hertz(clockHz);
        add("elementary time unit", elementaryTimeUnit(factors));
        add(
                "bit rate",
                "%d bit/s%s, %d bit/s at most (%s)"
                        .formatted(
                                factors.bitRate(clockHz),
                                at,
                                factors.bitRate(factors.fMaxHz()),
                                Quantity.hertz(factors.fMaxHz())));
        add("guard time", guardTime(factors));
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

    /// In negotiable mode TA1 is an offer: without PPS the etu stays as it was during the ATR (8.3).
    private String elementaryTimeUnit(TransmissionFactors factors) {
        String offered = cycles(factors) + " at " + Quantity.hertz(clockHz);
        boolean isDefault = factors.cyclesPerEtu() == TransmissionFactors.DEFAULT.cyclesPerEtu();
        if (atr.specificMode().isPresent()) {
            return atr.specificMode().get().implicit() ? "known implicitly (TA2); by TA1 " + offered : offered;
        }
        return isDefault ? offered : offered + "; 372 without PPS";
    }

    private String cycles(TransmissionFactors factors) {
        return Quantity.number(factors.cyclesPerEtu()) + " clock cycles, " + Quantity.seconds(factors.etu(clockHz));
    }

    /// 12 etu + R · N/f, where R is F/D in force, which makes N etu; or Fi/Di of TA1 if the ATR has T=15 (8.3).
    private String guardTime(TransmissionFactors factors) {
        int n = atr.extraGuardTime();
        if (n == 255) {
            return "12 etu in T=0 and PPS, 11 etu in T=1";
        }
        if (n == 0) {
            return "12 etu";
        }
        return atr.hasGlobalInterfaceBytes()
                ? "12 etu + %d · %s clock cycles, %s at %s"
                        .formatted(
                                n,
                                Quantity.number(factors.cyclesPerEtu()),
                                Quantity.seconds(n * factors.etu(clockHz)),
                                Quantity.hertz(clockHz))
                : "%d etu (12 and %d extra)".formatted(12 + n, n);
    }
}
