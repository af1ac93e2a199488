package dev.puce.trace.diff;

import dev.puce.iso7816.Printable;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.render.Description;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The calls of an execution in the order in which they began, as texts without what differs anyway.
///
/// Memory grows with the number of calls, by some 40 bytes each, and with that of different texts, by their length.
public final class CallSequence implements CallSink {
    private static final int FUNCTION_WIDTH = 21;

    private final Description description = Description.diffable();
    private final Map<String, String> texts = new HashMap<>();
    private final List<Entry> entries = new ArrayList<>();

    /// @param sequence number of the call in its trace
    /// @param text     function, return code, arguments and results that matter
    record Entry(long sequence, String text) {
        CallDiff.ComparedCall call() {
            return new CallDiff.ComparedCall(sequence, text.replaceAll(" {2,}", " "));
        }
    }

    /// No call yet.
    public CallSequence() {}

    @Override
    public void accept(TracedCall traced) {
        String function = Printable.of(traced.call().name());
        String code = traced.call() instanceof Call.Mark
                ? ""
                : traced.outcome().map(outcome -> outcome.code().symbol()).orElse("never returned");
        String text = function
                + " ".repeat(Math.max(0, FUNCTION_WIDTH - function.length()))
                + "  "
                + code
                + "  "
                + description.of(traced);
        entries.add(new Entry(traced.sequence(), texts.computeIfAbsent(text.strip(), same -> same)));
    }

    /// The calls in the order in which they began.
    List<Entry> entries() {
        entries.sort(Comparator.comparingLong(Entry::sequence));
        return entries;
    }

    @Override
    public void close() {
        // holds nothing open
    }
}
