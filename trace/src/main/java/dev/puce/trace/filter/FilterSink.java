package dev.puce.trace.filter;

import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.session.ObservedSink;
import dev.puce.trace.session.TracedCards;
import java.io.IOException;

/// Hands on the calls that pass a filter. Must see all of them, to know readers and applications.
public final class FilterSink implements CallSink {
    private final Filter filter;
    private final CallSink next;
    private final TracedCards cards;
    private boolean passed;

    public FilterSink(Filter filter, CallSink next) {
        this(filter, next, new TracedCards());
    }

    /// @param cards explains the exchanges
    public FilterSink(Filter filter, CallSink next, TracedCards cards) {
        this.filter = filter;
        this.next = next;
        this.cards = cards;
    }

    @Override
    public void accept(TracedCall call) throws IOException {
        var seen = cards.observe(call);
        if (filter.matches(call, seen)) {
            passed = true;
            ObservedSink.pass(next, call, seen);
        }
    }

    /// Whether a call has passed the filter.
    public boolean hasPassed() {
        return passed;
    }

    @Override
    public void close() throws IOException {
        next.close();
    }
}
