package dev.puce.trace.pcscspy;

import dev.puce.pcsc.Caller;
import dev.puce.pcsc.Function;
import dev.puce.pcsc.Provenance;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.ProblemListener;
import dev.puce.trace.source.ExchangeAssembler;
import dev.puce.trace.source.LineParser;
import dev.puce.trace.source.LogLines;
import dev.puce.trace.source.Origin;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Understands the lines of pcsc-spy: the name of a function, its values in (` i `) and out (` o `), its end (` => `).
///
/// Each thread is indented by four more spaces, and named `(t1)` with option `-t`. Totals and explanations between
/// the calls are left out.
final class PcscSpyTextParser implements LineParser {
    private static final Pattern THREAD = Pattern.compile("^\\(t(\\d{1,4})\\) ");
    private static final int THREAD_INDENT = 4;
    private static final int MOST_THREADS = 1000;

    private final ExchangeAssembler calls;
    private final ProblemListener problems;
    private final Map<Integer, PcscSpyTextCall> threads = new HashMap<>();
    private final Map<String, Function> functions = new HashMap<>();
    private int firstColumn = -1;

    PcscSpyTextParser(ExchangeAssembler calls, ProblemListener problems) {
        this.calls = calls;
        this.problems = problems;
        for (Function function : Function.values()) {
            functions.put(function.symbol(), function);
        }
        functions.put("SCarControl", Function.CONTROL); // as pcsc-spy spells it
    }

    @Override
    public void line(LogLines line) throws IOException {
        String text = line.text();
        int column = text.length() - text.stripLeading().length();
        text = text.substring(column);
        Matcher label = THREAD.matcher(text);
        if (label.find()) {
            text = text.substring(label.end()).stripLeading();
        }
        if (text.startsWith("SCar")) {
            firstColumn = firstColumn < 0 ? column : firstColumn;
            begin(column, label.hasMatch() || column != firstColumn, text, line.number());
            return;
        }
        int thread = threads.containsKey(column - 1) ? column - 1 : column; // values are one space to the right
        if (text.startsWith("i ") || text.startsWith("o ")) {
            value(threads.get(thread), " " + text, line.number());
        } else if (text.startsWith("=> ")) {
            end(threads.get(thread), text, line.number());
        }
    }

    private void begin(int thread, boolean isNamed, String name, long line) throws IOException {
        var function = functions.get(name);
        if (function == null || function == Function.UNKNOWN || threads.size() >= MOST_THREADS) {
            problems.problem(line, "the function is unknown; skipped up to the next call");
            threads.remove(thread);
            return;
        }
        var before = threads.put(thread, new PcscSpyTextCall(function, calls.reserve(), origin(thread, isNamed)));
        if (before != null) {
            problems.problem(line, before.function().symbol() + " has no end; another call begins");
            pass(before, Optional.empty());
        }
    }

    private static Origin origin(int thread, boolean isNamed) {
        Optional<String> name = isNamed ? Optional.of("t" + thread / THREAD_INDENT) : Optional.empty();
        var caller = Caller.inLog("", OptionalInt.empty(), name);
        return new Origin(thread, caller, Provenance.DIRECT);
    }

    private void value(PcscSpyTextCall call, String text, long line) {
        if (call != null && !call.take(text)) {
            problems.problem(
                    line, "the line does not fit into " + call.function().symbol() + "; skipped");
        }
    }

    private void end(PcscSpyTextCall call, String text, long line) throws IOException {
        if (call == null) {
            problems.problem(line, "a call ends that never began; skipped");
            return;
        }
        threads.values().remove(call);
        var end = PcscSpyTextFormat.END.matcher(text);
        if (!end.find()) {
            problems.problem(line, "the end of " + call.function().symbol() + " cannot be read");
            pass(call, Optional.of(TracedCall.Outcome.UNKNOWN));
            return;
        }
        String digits = end.group(1);
        var code = digits.contains("?")
                ? ReturnCode.UNKNOWN
                : new ReturnCode((int) Long.parseUnsignedLong(digits, 2, digits.length(), 16));
        pass(call, Optional.of(new TracedCall.Outcome(code, nanos(end.group(2)), call.result(code))));
    }

    /// Seconds with microseconds behind the point; `??.??` where durations are left out.
    private static long nanos(String seconds) {
        try {
            return Math.round(Double.parseDouble(seconds) * 1e6) * 1000;
        } catch (NumberFormatException _) {
            return TracedCall.UNKNOWN_NANOS;
        }
    }

    private void pass(PcscSpyTextCall call, Optional<TracedCall.Outcome> outcome) throws IOException {
        calls.call(call.sequence(), call.origin(), TracedCall.UNKNOWN_NANOS, call.call(), outcome);
    }

    @Override
    public void end() throws IOException {
        for (PcscSpyTextCall open : threads.values()) {
            pass(open, Optional.empty());
        }
    }
}
