package dev.puce.diagnose.trace.rule;

import dev.puce.diagnose.finding.Evidence;
import dev.puce.diagnose.finding.FaultConfidence;
import dev.puce.diagnose.finding.Layer;
import dev.puce.diagnose.finding.Severity;
import dev.puce.diagnose.finding.TraceFinding;
import dev.puce.diagnose.trace.situation.Situation;
import dev.puce.pcsc.Call;
import dev.puce.trace.session.Step;
import java.util.List;
import java.util.function.Consumer;

/// The daemon ended while a program had a context and no call was in progress. The program's next call fails inside the
/// library, where the trace does not see it.
public final class ConnectionLost implements TraceRule {
    private String program = "";
    private Evidence first;
    private long count;

    @Override
    public void accept(Step step, Situation situation) {
        if (step.call().call() instanceof Call.Unknown(String name, var _) && name.equals("connection lost")) {
            count++;
            if (first == null) {
                program = situation.program(step.call().caller()).name();
                first = situation.evidence(step);
            }
        }
    }

    @Override
    public void end(Situation situation, Consumer<TraceFinding> out) {
        if (count > 0) {
            out.accept(new TraceFinding(
                    "no-service",
                    Severity.PROBLEM,
                    Layer.DAEMON,
                    FaultConfidence.LIKELY,
                    first.first(),
                    "",
                    "The daemon closed the connection of " + program
                            + " between two calls: it ended, crashed or was restarted.",
                    count,
                    List.of(first),
                    "Look at journalctl -u pcscd for a crash, and report it to " + Upstream.PCSC_LITE + "."));
        }
    }
}
