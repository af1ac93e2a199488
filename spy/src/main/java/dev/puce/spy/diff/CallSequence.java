package dev.puce.spy.diff;

import dev.puce.pcsc.Call;
import dev.puce.pcsc.TracedCall;
import dev.puce.spy.CallSink;
import dev.puce.spy.render.Description;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The calls of an execution in the order in which they began, as texts without what differs anyway.
public final class CallSequence implements CallSink {
    private final List<Entry> entries = new ArrayList<>();

    /// @param sequence number of the call in its trace
    /// @param text     function, return code, arguments and results that matter
    record Entry(long sequence, String text) {}

    /// No call yet.
    public CallSequence() {}

    @Override
    public void accept(TracedCall traced) {
        String function = traced.call() instanceof Call.Unknown unknown
                ? unknown.name()
                : traced.call().function().symbol();
        String code = traced.outcome().map(outcome -> outcome.code().symbol()).orElse("never returned");
        entries.add(new Entry(
                traced.sequence(),
                "%-21s  %s  %s"
                        .formatted(function, code, Description.diffable(traced))
                        .strip()));
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
