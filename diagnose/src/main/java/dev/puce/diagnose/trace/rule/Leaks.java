package dev.puce.diagnose.trace.rule;

import dev.puce.diagnose.finding.Evidence;
import dev.puce.diagnose.finding.FaultConfidence;
import dev.puce.diagnose.finding.Layer;
import dev.puce.diagnose.finding.Severity;
import dev.puce.diagnose.finding.TraceFinding;
import dev.puce.diagnose.trace.situation.Program;
import dev.puce.diagnose.trace.situation.Situation;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Result;
import dev.puce.trace.session.Step;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Contexts and cards that a program opens and does not release. The daemon closes them when the program ends, so that
/// a few are harmless; many exhaust the daemon.
public final class Leaks implements TraceRule {
    private static final int MAX_PROGRAMS = 1 << 10;

    /// More handles than a program can need at the same time. pcscd allows 200 contexts for all programs together.
    private static final int MANY = 16;

    private final Map<Program, Handles> open = new LinkedHashMap<>();

    private static final class Handles {
        int contexts;
        int cards;
        Evidence lastContext;
        Evidence lastCard;
    }

    @Override
    public void accept(Step step, Situation situation) {
        var call = step.last();
        boolean succeeded =
                call.outcome().isPresent() && call.outcome().get().code().isSuccess();
        if (!succeeded) {
            return;
        }
        switch (call.call()) {
            case Call.EstablishContext _
            when call.result() instanceof Result.EstablishContext(long context) && Call.isKnown(context) -> {
                var handles = of(step, situation);
                handles.contexts++;
                handles.lastContext = situation.evidence(step);
            }
            case Call.ReleaseContext release
            when Call.isKnown(release.context()) -> {
                var handles = of(step, situation);
                handles.contexts = Math.max(0, handles.contexts - 1);
                if (handles.contexts == 0) {
                    handles.cards = 0;
                }
            }
            case Call.Connect _
            when call.result() instanceof Result.Connect(long card, var _) && Call.isKnown(card) -> {
                var handles = of(step, situation);
                handles.cards++;
                handles.lastCard = situation.evidence(step);
            }
            case Call.Disconnect disconnect
            when Call.isKnown(disconnect.card()) -> {
                var handles = of(step, situation);
                handles.cards = Math.max(0, handles.cards - 1);
            }
            default -> {}
        }
    }

    private Handles of(Step step, Situation situation) {
        var program = situation.program(step.call().caller());
        var known = open.get(program);
        if (known == null) {
            if (open.size() >= MAX_PROGRAMS) {
                open.remove(open.keySet().iterator().next());
            }
            known = new Handles();
            open.put(program, known);
        }
        return known;
    }

    @Override
    public void end(Situation situation, Consumer<TraceFinding> out) {
        open.forEach((program, handles) -> {
            if (handles.contexts > 0) {
                report(program, "context", "SCardReleaseContext", handles.contexts, handles.lastContext, out);
            } else if (handles.cards > 0) {
                report(program, "card", "SCardDisconnect", handles.cards, handles.lastCard, out);
            }
        });
    }

    private static void report(
            Program program, String what, String function, int count, Evidence last, Consumer<TraceFinding> out) {
        boolean many = count > MANY;
        out.accept(new TraceFinding(
                "leak",
                many ? Severity.PROBLEM : Severity.NOTE,
                Layer.APPLICATION,
                FaultConfidence.CERTAIN,
                last.first(),
                "",
                program.nameAtStart() + " left " + count + " " + what
                        + (count == 1 ? "" : "s") + " open (no " + function + ")"
                        + (many ? ". The daemon refuses new ones when it has too many." : "."),
                count,
                List.of(last),
                many ? Upstream.reportTo(program.program()) : ""));
    }
}
