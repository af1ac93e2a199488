package dev.puce.iso7816.atr;

import dev.puce.iso7816.atr.AtrExplanation.Derived;
import dev.puce.iso7816.atr.InterfaceByte.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// Derives speed, times and protocols from an ATR and the standard's defaults.
final class DerivedValues {
    private static final String UNKNOWN = "unknown, because the ATR is truncated";
    private static final String RESERVED = ", a reserved value";

    private final Atr atr;
    private final double clockHz;

    /// The factors of TA1. Empty if a factor is reserved or TA2 says that the etu is implicit: times in seconds
    /// are then unknown.
    private final Optional<TransmissionFactors> factors;

    private final boolean isImplicit;

    private final List<Derived> values = new ArrayList<>();

    private DerivedValues(Atr atr, double clockHz) {
        this.atr = atr;
        this.clockHz = clockHz;
        this.isImplicit = atr.specificMode().map(SpecificMode::implicit).orElse(false);
        this.factors = isImplicit ? Optional.empty() : atr.transmissionFactors();
    }

    /// Without T0, no value can be derived.
    static List<Derived> of(Atr atr, double clockHz) {
        var derived = new DerivedValues(atr, clockHz);
        if (atr.t0().isPresent()) {
            derived.addProtocols();
            if (atr.historical() instanceof HistoricalBytes.Storage) {
                derived.add("form", "storage card; the reader generated the ATR");
            } else {
                derived.addForm();
                derived.addSpeed();
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
        if (protocols.isEmpty()) {
            protocols = atr.isCutBefore(Kind.TD, 1) ? UNKNOWN : "none";
        }
        add("protocols", protocols);
        add(
                "mode",
                atr.specificMode()
                        .map(mode -> "specific, starts with " + mode.protocol())
                        .orElseGet(this::modeWithoutTa2));
    }

    private String modeWithoutTa2() {
        if (atr.isCutBefore(Kind.TA, 2)) {
            return UNKNOWN;
        }
        return atr.protocols().isEmpty()
                ? "negotiable"
                : "negotiable, " + atr.protocols().getFirst() + " without PPS";
    }

    /// Includes the protocol that TA2 names, even if no TD offers it.
    private boolean supports(int t) {
        return atr.protocols().stream().anyMatch(protocol -> protocol.t() == t)
                || atr.specificMode().filter(mode -> mode.protocol().t() == t).isPresent();
    }

    private void addForm() {
        if (atr.isShapedLikeContactless()) {
            add("form", "contactless card as reported by a reader (PC/SC part 3);");
            add("", "speed and times do not apply");
        }
    }

    private void addSpeed() {
        if (isImplicit) {
            add("elementary time unit", "known implicitly (TA2)");
        } else if (atr.isCutBefore(Kind.TA, 1)) {
            add("elementary time unit", UNKNOWN);
        } else {
            factors.ifPresent(this::addSpeed);
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
        if (supports(0)) {
            add("waiting time (T=0)", atr.isCutBefore(Kind.TC, 2) ? UNKNOWN : waitingTime());
        }
        if (supports(1)) {
            addBlockParameters(atr.blockParameters());
        }
        OperatingConditions conditions = atr.operatingConditions();
        add("operating classes", unlessCut(15, Kind.TA, conditions.classesWithVoltages()));
        add("clock stop", unlessCut(15, Kind.TA, conditions.clockStop().toString()));
    }

    private String waitingTime() {
        int wi = atr.waitingTimeInteger();
        return "WI = " + wi + (wi == 0 ? RESERVED : time(known -> wi * 960.0 * known.f() / clockHz));
    }

    private void addBlockParameters(BlockParameters block) {
        boolean isReserved = block.ifsc() == 0 || block.ifsc() == 255;
        String ifsc = "IFSC = " + (isReserved ? block.ifsc() + RESERVED : Quantity.bytes(block.ifsc()));
        add("information field size (T=1)", unlessCut(1, Kind.TA, ifsc));
        String cwt = "CWI = %d, %d etu".formatted(block.cwi(), block.characterWaitingTimeEtu())
                + time(known -> block.characterWaitingTimeEtu() * known.etu(clockHz));
        add("character waiting time (T=1)", unlessCut(1, Kind.TB, cwt));
        String bwt = "BWI = " + block.bwi()
                + (block.bwi() > 9 ? RESERVED : time(known -> block.blockWaitingTime(known, clockHz)));
        add("block waiting time (T=1)", unlessCut(1, Kind.TB, bwt));
        add(
                "error detection (T=1)",
                unlessCut(1, Kind.TC, block.errorDetection().name()));
    }

    /// A value of group 3 and later is a default only if the ATR cannot have lost the card's own value.
    private String unlessCut(int t, Kind kind, String value) {
        return atr.interfaceBytesMissing() > 0 && atr.firstAfter(t, kind).isEmpty() ? UNKNOWN : value;
    }

    /// `, 892.8 ms at 4 MHz`; empty if the factors are unknown.
    private String time(ToDoubleFunction<TransmissionFactors> seconds) {
        return factors.map(known ->
                        ", " + Quantity.seconds(seconds.applyAsDouble(known)) + " at " + Quantity.hertz(clockHz))
                .orElse("");
    }

    /// In negotiable mode TA1 is an offer: without PPS the etu of the ATR stays in force (8.3).
    private String elementaryTimeUnit(TransmissionFactors factors) {
        String offered = cycles(factors) + " at " + Quantity.hertz(clockHz);
        boolean isDefault = factors.cyclesPerEtu() == TransmissionFactors.DEFAULT.cyclesPerEtu();
        boolean isInForce = isDefault || atr.specificMode().isPresent();
        return isInForce ? offered : offered + "; 372 without PPS";
    }

    private String cycles(TransmissionFactors factors) {
        return Quantity.number(factors.cyclesPerEtu()) + " clock cycles, " + Quantity.seconds(factors.etu(clockHz));
    }

    /// 12 etu + R · N/f. R is the F/D in force, so that the term is N etu. If the ATR has T=15, R is Fi/Di of TA1
    /// (8.3).
    private String guardTime() {
        if (atr.isCutBefore(Kind.TC, 1)) {
            return UNKNOWN;
        }
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
