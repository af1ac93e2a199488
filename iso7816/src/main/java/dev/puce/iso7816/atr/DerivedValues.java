package dev.puce.iso7816.atr;

import dev.puce.iso7816.atr.AtrExplanation.Derived;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// What follows from the characters of an ATR together with the standard's defaults.
final class DerivedValues {
    private final Atr atr;
    private final double clockHz;

    /// Of TA1; without them, as one of them is reserved, what counts seconds is not known.
    private final Optional<TransmissionFactors> factors;

    private final List<Derived> values = new ArrayList<>();

    private DerivedValues(Atr atr, double clockHz) {
        this.atr = atr;
        this.clockHz = clockHz;
        this.factors = atr.transmissionFactors();
    }

    /// Without T0 nothing follows.
    static List<Derived> of(Atr atr, double clockHz) {
        var derived = new DerivedValues(atr, clockHz);
        if (atr.t0().isPresent()) {
            derived.addProtocols();
            if (atr.historical() instanceof HistoricalBytes.Storage) {
                derived.add("form", "storage card; ATR made by the reader");
            } else {
                derived.addForm();
                derived.factors.ifPresent(derived::addSpeed);
                derived.addTimes();
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

    private void addSpeed(TransmissionFactors factors) {
        add("elementary time unit", elementaryTimeUnit(factors));
        add(
                "bit rate",
                "%d bit/s at %s, %d bit/s at most (%s)"
                        .formatted(
                                factors.bitRate(clockHz),
                                Quantity.hertz(clockHz),
                                factors.bitRate(factors.fMaxHz()),
                                Quantity.hertz(factors.fMaxHz())));
    }

    private void addTimes() {
        add("guard time", guardTime());
        if (atr.protocols().contains(TransmissionProtocol.T0)) {
            add(
                    "waiting time (T=0)",
                    "WI = " + atr.waitingTimeInteger()
                            + time(known -> atr.waitingTimeInteger() * 960.0 * known.f() / clockHz));
        }
        if (atr.protocols().contains(TransmissionProtocol.T1)) {
            BlockParameters block = atr.blockParameters();
            add("information field size (T=1)", "IFSC = " + Quantity.bytes(block.ifsc()));
            add(
                    "character waiting time (T=1)",
                    "CWI = %d, %d etu".formatted(block.cwi(), block.characterWaitingTimeEtu())
                            + time(known -> block.characterWaitingTimeEtu() * known.etu(clockHz)));
            add(
                    "block waiting time (T=1)",
                    "BWI = " + block.bwi() + time(known -> block.blockWaitingTime(known, clockHz)));
            add("error detection (T=1)", block.errorDetection().name());
        }
        OperatingConditions conditions = atr.operatingConditions();
        add("operating classes", conditions.classesWithVoltages());
        add("clock stop", conditions.clockStop().toString());
    }

    /// `, 892.8 ms at 4 MHz`, or nothing where the factors are not known.
    private String time(ToDoubleFunction<TransmissionFactors> seconds) {
        return factors.map(known ->
                        ", " + Quantity.seconds(seconds.applyAsDouble(known)) + " at " + Quantity.hertz(clockHz))
                .orElse("");
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
    private String guardTime() {
        int n = atr.extraGuardTime();
        if (n == 255) {
            return "12 etu in T=0 and PPS, 11 etu in T=1";
        }
        if (n == 0) {
            return "12 etu";
        }
        if (!atr.hasGlobalInterfaceBytes()) {
            return "%d etu (12 and %d extra)".formatted(12 + n, n);
        }
        String cycles =
                factors.map(known -> Quantity.number(known.cyclesPerEtu())).orElse("Fi/Di");
        return "12 etu + %d · %s clock cycles".formatted(n, cycles) + time(known -> n * known.etu(clockHz));
    }
}
