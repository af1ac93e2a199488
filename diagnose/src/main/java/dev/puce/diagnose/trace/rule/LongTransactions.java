package dev.puce.diagnose.trace.rule;

import dev.puce.diagnose.finding.FaultConfidence;
import dev.puce.diagnose.finding.Layer;
import dev.puce.diagnose.finding.Severity;
import dev.puce.diagnose.finding.TraceFinding;
import dev.puce.diagnose.trace.situation.Program;
import dev.puce.diagnose.trace.situation.Situation;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.render.Durations;
import dev.puce.trace.session.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Transactions that keep other programs waiting, or that do not end.
public final class LongTransactions implements TraceRule {
    private static final long NOTABLE_NANOS = 1_000_000_000L;
    private static final long HARMFUL_NANOS = 3_000_000_000L;
    private static final int MAX_OPEN = 1 << 10;
    private static final int MAX_FINDINGS = 16;

    /// The latest ended transaction of each reader.
    private final Map<String, Ended> ended = new LinkedHashMap<>();

    private final Map<Long, Open> open = new LinkedHashMap<>();
    private final List<TraceFinding> findings = new ArrayList<>();

    private record Open(Program program, TracedCall begin, String reader) {}

    private record Ended(Open transaction, TracedCall end) {}

    @Override
    public void accept(Step step, Situation situation) {
        var call = step.last();
        if (call.outcome().isEmpty() || !call.outcome().get().code().isSuccess()) {
            return;
        }
        switch (call.call()) {
            case Call.BeginTransaction begin when Call.isKnown(begin.card()) -> begun(begin.card(), step, situation);
            case Call.EndTransaction end -> ended(end.card(), call);
            case Call.Disconnect end -> ended(end.card(), call);
            default -> {}
        }
    }

    private void begun(long card, Step step, Situation situation) {
        String reader = step.seen().reader();
        var program = situation.program(step.call().caller());
        waited(step, program, ended.get(reader), situation);
        if (open.size() >= MAX_OPEN) {
            open.remove(open.keySet().iterator().next());
        }
        open.put(card, new Open(program, step.call(), reader));
    }

    private void ended(long card, TracedCall end) {
        var transaction = open.remove(card);
        if (transaction != null) {
            if (ended.size() >= MAX_OPEN) {
                ended.clear();
            }
            ended.put(transaction.reader(), new Ended(transaction, end));
        }
    }

    /// Whether the program waited for the transaction that ended last.
    private void waited(Step step, Program program, Ended before, Situation situation) {
        long waited = step.tookNanos();
        boolean blocked = before != null
                && before.transaction().program() != program
                && step.call().hasStart()
                && before.end().hasStart()
                && before.end().startNanos() > step.call().startNanos();
        if (!blocked || waited < NOTABLE_NANOS || findings.size() >= MAX_FINDINGS) {
            return;
        }
        boolean harmful = waited >= HARMFUL_NANOS;
        var holder = before.transaction();
        findings.add(new TraceFinding(
                "long-transaction",
                harmful ? Severity.PROBLEM : Severity.NOTE,
                Layer.ANOTHER_PROGRAM,
                FaultConfidence.CERTAIN,
                step.call().sequence(),
                "",
                "Call " + step.call().sequence() + " of " + program.name() + " waited " + Durations.format(waited)
                        + " for the transaction of " + holder.program().name() + " (calls "
                        + holder.begin().sequence() + " to " + before.end().sequence() + ").",
                1,
                List.of(situation.evidence(holder.begin()), situation.evidence(before.end()), situation.evidence(step)),
                harmful
                        ? "Let " + holder.program().name()
                                + " end its transaction before it waits for people, networks or timers."
                        : ""));
    }

    @Override
    public void end(Situation situation, Consumer<TraceFinding> out) {
        findings.forEach(out);
        open.values().stream().limit(MAX_FINDINGS).forEach(transaction -> {
            var begin = transaction.begin();
            out.accept(new TraceFinding(
                    "open-transaction",
                    Severity.NOTE,
                    Layer.APPLICATION,
                    FaultConfidence.CERTAIN,
                    begin.sequence(),
                    "",
                    "The transaction of call " + begin.sequence() + " ("
                            + transaction.program().name() + ") was not ended in the trace.",
                    1,
                    List.of(situation.evidence(begin)),
                    ""));
        });
    }
}
