package dev.puce.trace.render;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.StatusWord;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.session.Judgement;
import dev.puce.trace.session.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Decides which steps fold into one row, and makes that row.
///
/// A step that failed, or took more than 100 ms, keeps a row of its own. A wait for a card may take any time.
final class Folds {
    private static final long SLOW_NANOS = 100_000_000L;
    private static final char DOT = '·';

    private final StepText text;

    /// A row of routine calls or probes.
    ///
    /// @param last the call of the row that ended last
    record Fold(Row row, TracedCall last) {}

    Folds(StepText text) {
        this.text = text;
    }

    /// Whether the call sets up, polls or ends a connection.
    static boolean isRoutine(Step step) {
        if (Judgement.of(step) == Judgement.FAILURE || !step.seen().changes().isEmpty()) {
            return false;
        }
        return switch (step.call().call()) {
            case Call.EstablishContext _,
                    Call.ReleaseContext _,
                    Call.IsValidContext _,
                    Call.ListReaders _,
                    Call.ListReaderGroups _,
                    Call.GetStatusChange _,
                    Call.Cancel _,
                    Call.Status _,
                    Call.GetAttrib _,
                    Call.FreeMemory _,
                    Call.NameOnly _,
                    Call.Disconnect _ -> true;
            case Call.Control control -> Judgement.isQuery(control);
            case Call.Connect _ -> step.call().outcome().orElseThrow().code().isSuccess();
            case Call.Reconnect _,
                    Call.BeginTransaction _,
                    Call.EndTransaction _,
                    Call.Transmit _,
                    Call.SetAttrib _,
                    Call.Mark _,
                    Call.Unknown _ -> false;
        };
    }

    /// The rows of routine calls, or of probes, in a row.
    List<Fold> rows(List<Step> steps) {
        var rows = new ArrayList<Fold>();
        var run = new ArrayList<Step>();
        for (int i = 0; i < steps.size(); i++) {
            var step = steps.get(i);
            if (isSlow(step) || staysOpen(steps, i)) {
                fold(run, rows);
                rows.add(new Fold(text.row(step, DOT), step.last()));
            } else {
                run.add(step);
            }
        }
        fold(run, rows);
        return rows;
    }

    static boolean isSlow(Step step) {
        return step.tookNanos() > SLOW_NANOS && !(step.call().call() instanceof Call.GetStatusChange);
    }

    /// Whether the step makes a connection that no later step ends.
    private static boolean staysOpen(List<Step> steps, int index) {
        if (!(steps.get(index).call().result() instanceof Result.Connect made)) {
            return false;
        }
        return steps.subList(index, steps.size()).stream()
                .noneMatch(step -> step.call().call() instanceof Call.Disconnect end && end.card() == made.card());
    }

    private void fold(List<Step> run, List<Fold> rows) {
        if (!run.isEmpty()) {
            rows.add(new Fold(row(run), run.getLast().last()));
            run.clear();
        }
    }

    private Row row(List<Step> run) {
        if (run.size() == 1) {
            var row = text.row(run.getFirst(), DOT);
            return row.level() == Row.Level.FAILURE ? row : row.quiet();
        }
        boolean probes = run.getFirst().seen().exchange().isPresent();
        // A call may end after one that began later.
        long first =
                run.stream().mapToLong(step -> step.call().sequence()).min().orElseThrow();
        long last = run.stream().mapToLong(step -> step.last().sequence()).max().orElseThrow();
        return new Row(
                first,
                last,
                first + "-" + last,
                run.getFirst().call().startNanos(),
                run.getFirst().source(),
                DOT,
                probes ? probing(run) : routine(run),
                probes ? "none present" : "",
                probes ? statusWords(run) : "",
                Row.Level.QUIET,
                took(run),
                List.of());
    }

    private static long took(List<Step> run) {
        long nanos = TracedCall.UNKNOWN_NANOS;
        for (Step step : run) {
            nanos = Step.sum(nanos, step.tookNanos());
        }
        return nanos;
    }

    private static String probing(List<Step> run) {
        var applications = new HashSet<Bytes>();
        var objects = new HashSet<Bytes>();
        for (Step step : run) {
            var exchange = step.seen().exchange().orElseThrow();
            (Judgement.isSelectByName(exchange) ? applications : objects).add(exchange.command());
        }
        return "probing " + count(applications.size(), "application")
                + (applications.isEmpty() || objects.isEmpty() ? "" : ", ")
                + count(objects.size(), "object");
    }

    private static String count(int number, String what) {
        return number == 0 ? "" : number + " " + what + (number == 1 ? "" : "s");
    }

    private static String statusWords(List<Step> run) {
        var counts = new LinkedHashMap<StatusWord, Integer>();
        for (Step step : run) {
            var word = step.seen().exchange().orElseThrow().status().word();
            if (word.isPresent()) {
                counts.merge(word.get(), 1, Integer::sum);
            }
        }
        return counts.entrySet().stream()
                .map(entry -> entry.getKey() + " ×" + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String routine(List<Step> run) {
        var counts = new LinkedHashMap<String, Integer>();
        for (Step step : run) {
            counts.merge(StepText.name(step.call()), 1, Integer::sum);
        }
        var calls = new StringBuilder(purpose(counts));
        for (var entry : counts.entrySet()) {
            calls.append(entry.getValue() == 1 ? "" : entry.getValue() + "x ")
                    .append(entry.getKey())
                    .append(", ");
        }
        return calls.substring(0, calls.length() - 2);
    }

    private static String purpose(Map<String, Integer> counts) {
        if (counts.containsKey("EstablishContext") || counts.containsKey("Connect")) {
            return "setup: ";
        }
        if (counts.containsKey("ReleaseContext") || counts.containsKey("Disconnect")) {
            return "end: ";
        }
        return counts.containsKey("GetStatusChange") ? "polling, no change: " : "";
    }
}
