package dev.puce.cli.spy;

import dev.puce.spy.TraceEvent;
import dev.puce.spy.TraceListener;

/// Notes whether any program has connected.
final class ConnectionCount implements TraceListener {
    private volatile boolean zero = true;

    boolean isZero() {
        return zero;
    }

    @Override
    public void accept(TraceEvent event) {
        if (event instanceof TraceEvent.Opened) {
            zero = false;
        }
    }

    @Override
    public void close() {
        // holds nothing
    }
}
