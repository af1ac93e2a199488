package dev.puce.trace.session;

import dev.puce.pcsc.Call;
import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.TracedCall;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/// Joins the calls of a trace to steps: one step for each logical exchange, and for each other call.
///
/// A step that a later call may continue, such as an answer that waits for GET RESPONSE, is delivered with the next
/// call of its card connection. Memory is bounded.
public final class Steps implements CallSink {
    private static final int MAX_WAITING = 1 << 10;

    private final Listener out;
    private final TracedCards cards = new TracedCards();
    private final Map<Object, Step> waiting = new LinkedHashMap<>();

    /// Receives steps.
    @FunctionalInterface
    public interface Listener {
        /// Takes the next step.
        void accept(Step step);
    }

    /// @param out receives every step when it is complete
    public Steps(Listener out) {
        this.out = out;
    }

    @Override
    public void accept(TracedCall call) throws IOException {
        var seen = cards.observe(call);
        if (waiting.isEmpty() && seen.exchange().isEmpty()) {
            out.accept(Step.of(call, seen));
            return;
        }
        var key = key(call);
        var before = key == null ? null : waiting.remove(key);
        if (before != null && before.isContinuedBy(seen)) {
            deliverOrHold(key, before.continued(call, seen));
            return;
        }
        if (before != null) {
            out.accept(before);
        }
        deliverOrHold(key, Step.of(call, seen));
    }

    private void deliverOrHold(Object key, Step step) {
        boolean open = key != null
                && step.last().outcome().isPresent()
                && step.seen().exchange().isPresent()
                && step.seen().exchange().get().isOpen();
        if (!open) {
            out.accept(step);
            return;
        }
        if (waiting.size() >= MAX_WAITING) {
            var eldest = waiting.keySet().iterator().next();
            out.accept(waiting.remove(eldest));
        }
        waiting.put(key, step);
    }

    /// The card connection of a call; `null` for calls that belong to none.
    private static Object key(TracedCall call) {
        long handle = switch (call.call()) {
            case Call.Transmit transmit -> transmit.card();
            case Call.EndTransaction end -> end.card();
            case Call.BeginTransaction begin -> begin.card();
            case Call.Reconnect reconnect -> reconnect.card();
            case Call.Disconnect disconnect -> disconnect.card();
            default -> Call.UNKNOWN_HANDLE;
        };
        if (Call.isKnown(handle)) {
            return handle;
        }
        return call.call() instanceof Call.Transmit ? call.caller() : null;
    }

    /// Delivers the steps that wait for a continuation.
    @Override
    public void close() {
        waiting.values().forEach(out::accept);
        waiting.clear();
    }
}
