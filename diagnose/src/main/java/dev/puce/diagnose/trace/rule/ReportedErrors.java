package dev.puce.diagnose.trace.rule;

import dev.puce.diagnose.finding.Evidence;
import dev.puce.diagnose.finding.FaultConfidence;
import dev.puce.diagnose.finding.Layer;
import dev.puce.diagnose.finding.Severity;
import dev.puce.diagnose.finding.TraceFinding;
import dev.puce.diagnose.trace.situation.Situation;
import dev.puce.pcsc.Call;
import dev.puce.trace.session.Step;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// Errors that a log reports between calls: of the system's reader process, the driver or a PKCS#11 module. The log
/// does not show which call they concern, so they are notes.
public final class ReportedErrors implements TraceRule {
    private static final int MOST_KINDS = 100;

    /// Names of marks that stand for an error.
    private static final Pattern ERROR = Pattern.compile("^(?:(?:reader )?error$|failed to |an attempt to )");

    /// Results of PKCS#11 functions with which programs ask and go on.
    private static final Pattern USUAL = Pattern.compile(
            "^(?:CKR_OK|CKR_BUFFER_TOO_SMALL|CKR_CRYPTOKI_ALREADY_INITIALIZED|CKR_ATTRIBUTE_TYPE_INVALID)?$");

    private final Map<String, Reports> reports = new LinkedHashMap<>();

    private static final class Reports {
        final Evidence first;
        long count;

        Reports(Evidence first) {
            this.first = first;
        }
    }

    @Override
    public void accept(Step step, Situation situation) {
        if (step.call().call() instanceof Call.Mark mark && isError(mark)) {
            String text = mark.description().isEmpty() ? mark.name() : mark.name() + ": " + mark.description();
            var known = reports.get(text);
            if (known == null) {
                if (reports.size() >= MOST_KINDS) {
                    return;
                }
                known = new Reports(situation.evidence(step));
                reports.put(text, known);
            }
            known.count++;
        }
    }

    private static boolean isError(Call.Mark mark) {
        return ERROR.matcher(mark.name()).find()
                || (mark.name().startsWith("C_")
                        && !USUAL.matcher(mark.description()).matches());
    }

    @Override
    public void end(Situation situation, Consumer<TraceFinding> out) {
        reports.forEach((text, found) -> out.accept(new TraceFinding(
                "reported-error",
                Severity.NOTE,
                Layer.UNKNOWN,
                FaultConfidence.CERTAIN,
                found.first.first(),
                "",
                "The log reports " + (found.count > 1 ? found.count + " times, first " : "") + "at number "
                        + found.first.first() + ": " + text + ".",
                found.count,
                List.of(found.first),
                "")));
    }
}
