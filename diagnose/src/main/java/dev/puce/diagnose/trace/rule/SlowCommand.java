package dev.puce.diagnose.trace.rule;

import dev.puce.diagnose.finding.FaultConfidence;
import dev.puce.diagnose.finding.Layer;
import dev.puce.diagnose.finding.Severity;
import dev.puce.diagnose.finding.TraceFinding;
import dev.puce.diagnose.trace.situation.Situation;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.render.Durations;
import dev.puce.trace.session.Step;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// A command that took much longer than the other commands at its reader.
public final class SlowCommand implements TraceRule {
    private static final int MAX_READERS = 1 << 8;
    private static final long NOTABLE_NANOS = 1_000_000_000L;
    private static final long HARMFUL_NANOS = 3_000_000_000L;
    private static final int TIMES_SLOWER = 20;
    private static final int LEAST_OTHERS = 2;

    /// Commands that compute with keys, or wait for a touch (ISO/IEC 7816-4:2020, table 4).
    private static final Set<Integer> MAY_TAKE_LONG = Set.of(0x2A, 0x46, 0x47, 0x82, 0x86, 0x87, 0x88);

    private final Map<String, Times> readers = new LinkedHashMap<>();

    private static final class Times {
        long count;
        long sumNanos;
        long slowNanos;
        long slowCount;
        Step slowest;
    }

    @Override
    public void accept(Step step, Situation situation) {
        if (!(step.call().call() instanceof Call.Transmit) || step.tookNanos() == TracedCall.UNKNOWN_NANOS) {
            return;
        }
        var times = readers.get(step.seen().reader());
        if (times == null) {
            if (readers.size() >= MAX_READERS) {
                readers.remove(readers.keySet().iterator().next());
            }
            times = new Times();
            readers.put(step.seen().reader(), times);
        }
        if (step.tookNanos() >= NOTABLE_NANOS) {
            times.slowCount++;
            if (step.tookNanos() > times.slowNanos) {
                times.slowNanos = step.tookNanos();
                times.slowest = step;
            }
        } else {
            times.count++;
            times.sumNanos += step.tookNanos();
        }
    }

    @Override
    public void end(Situation situation, Consumer<TraceFinding> out) {
        readers.values().stream().filter(times -> times.slowCount > 0).forEach(times -> report(times, situation, out));
    }

    private static void report(Times times, Situation situation, Consumer<TraceFinding> out) {
        long mean = times.count == 0 ? 0 : times.sumNanos / times.count;
        if (times.count < LEAST_OTHERS || times.slowNanos < TIMES_SLOWER * mean) {
            return;
        }
        var step = times.slowest;
        int instruction = step.seen()
                .exchange()
                .filter(exchange -> exchange.command().length() > 1)
                .map(exchange -> exchange.command().get(1))
                .orElse(-1);
        boolean mayTakeLong = MAY_TAKE_LONG.contains(instruction);
        boolean harmful = times.slowNanos >= HARMFUL_NANOS && !mayTakeLong;
        out.accept(new TraceFinding(
                "slow-command",
                harmful ? Severity.PROBLEM : Severity.NOTE,
                mayTakeLong ? Layer.USER : Layer.CARD,
                FaultConfidence.POSSIBLE,
                step.call().sequence(),
                "",
                "Call " + step.call().sequence() + " took " + Durations.format(times.slowNanos)
                        + "; other commands at this reader take " + Durations.format(mean) + " on average"
                        + (times.slowCount > 1 ? ". " + times.slowCount + " commands took more than 1 s" : "")
                        + (mayTakeLong ? ". It may compute with a key, or wait for a touch." : "."),
                times.slowCount,
                List.of(situation.evidence(step)),
                harmful
                        ? "Try the card in another reader. If it is slow there, too, the card is slow; otherwise check"
                                + " the reader, its driver and USB power saving."
                        : ""));
    }
}
