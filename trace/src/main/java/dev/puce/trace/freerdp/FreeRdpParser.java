package dev.puce.trace.freerdp;

import dev.puce.pcsc.Call;
import dev.puce.pcsc.Caller;
import dev.puce.pcsc.Function;
import dev.puce.pcsc.Provenance;
import dev.puce.trace.ProblemListener;
import dev.puce.trace.source.ExchangeAssembler;
import dev.puce.trace.source.LineParser;
import dev.puce.trace.source.LogLines;
import dev.puce.trace.source.Origin;
import dev.puce.trace.source.TimeOfDay;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/// Understands the lines of FreeRDP: a group in braces with the arguments of a call, later one with its results.
///
/// The results may come on another thread. They belong to the oldest open call of the same function.
final class FreeRdpParser implements LineParser {
    private static final Pattern GROUP = Pattern.compile("^(\\w+)_(Call|Return) \\{$");
    private static final Pattern NAME = Pattern.compile("^(SCard\\w+) \\(0x[0-9A-Fa-f]+\\)");
    private static final int MOST_THREADS = 1000;

    private final ExchangeAssembler calls;
    private final ProblemListener problems;
    private final TimeOfDay clock;
    private final Map<String, FreeRdpGroup> groups = new HashMap<>();
    private Function latest = Function.UNKNOWN;

    FreeRdpParser(ExchangeAssembler calls, ProblemListener problems) {
        this.calls = calls;
        clock = calls.clock();
        this.problems = problems;
    }

    @Override
    public void line(LogLines raw) throws IOException {
        var parsed = FreeRdpLine.of(raw.text());
        if (parsed.isEmpty()) {
            return;
        }
        var line = parsed.get();
        long nanos = clock.nanos(line.time(), line.millis() * 1_000_000L);
        String key = line.process() + ":" + line.thread();
        var head = GROUP.matcher(line.text());
        var name = NAME.matcher(line.text());
        var group = groups.get(key);
        if (head.matches()) {
            if (group != null) {
                problems.problem(raw.number(), "the lines of " + group.function() + " end early");
                close(line, group);
            }
            boolean isReturn = head.group(2).equals("Return");
            if (groups.size() < MOST_THREADS) {
                groups.put(key, new FreeRdpGroup(function(head.group(1)), isReturn, nanos));
            }
        } else if (line.text().equals("}") && group != null) {
            groups.remove(key);
            if (group.isCut()) {
                problems.problem(
                        raw.number(),
                        "FreeRDP has cut the bytes of the " + group.function().symbol());
            }
            close(line, group);
        } else if (name.find()) {
            latest = function(name.group(1));
        } else if (group != null) {
            group.add(line.text());
        }
    }

    /// The function of a group. Groups of handle and disposition, and of a code alone, are those of the name before.
    private Function function(String name) {
        String symbol = name.startsWith("SCard") ? name : "SCard" + name;
        var exact = Function.of(symbol);
        if (exact.isEmpty() && (symbol.endsWith("A") || symbol.endsWith("W"))) {
            exact = Function.of(symbol.substring(0, symbol.length() - 1));
        }
        return exact.orElse(name.startsWith("SCard") ? Function.UNKNOWN : latest);
    }

    private void close(FreeRdpLine line, FreeRdpGroup group) throws IOException {
        if (group.function() == Function.UNKNOWN) {
            return;
        }
        var origin = origin(line);
        if (!group.isReturn()) {
            calls.begin(origin, group.nanos(), group.call());
        } else if (calls.isOpen(origin, group.function())) {
            calls.end(origin, group.function(), group.nanos(), group.code(), group.result());
        } else {
            calls.begin(origin, group.nanos(), new Call.NameOnly(group.function()));
            calls.end(origin, group.function(), group.nanos(), group.code(), group.result());
        }
    }

    private static Origin origin(FreeRdpLine line) {
        OptionalInt pid = line.process().matches("\\d{1,9}")
                ? OptionalInt.of(Integer.parseInt(line.process()))
                : OptionalInt.empty();
        var caller = Caller.inLog("", pid, Optional.of(line.thread()));
        return new Origin(line.process(), caller, Provenance.DIRECT);
    }

    @Override
    public void end() throws IOException {
        for (FreeRdpGroup group : groups.values()) {
            if (!group.isReturn() && group.function() != Function.UNKNOWN) {
                calls.begin(Origin.UNKNOWN, group.nanos(), group.call());
            }
        }
    }
}
