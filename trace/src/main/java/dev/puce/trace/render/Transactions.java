package dev.puce.trace.render;

import dev.puce.pcsc.Call;
import dev.puce.pcsc.TracedCall;
import java.util.HashMap;
import java.util.Map;

/// Follows the transactions of a trace for the brackets of the compact view.
final class Transactions {
    /// For each open transaction, whether a row of it was printed.
    private final Map<Object, Boolean> open = new HashMap<>();

    void begin(TracedCall call) {
        open.put(key(call), false);
    }

    void end(TracedCall call) {
        open.remove(key(call));
    }

    boolean isOpen(TracedCall call) {
        return open.containsKey(key(call));
    }

    /// Whether the next row is the first one of its transaction.
    boolean isFirstRow(TracedCall call) {
        return Boolean.FALSE.equals(open.get(key(call)));
    }

    void printed(TracedCall call) {
        open.replace(key(call), true);
    }

    private static Object key(TracedCall call) {
        long handle = switch (call.call()) {
            case Call.BeginTransaction begin -> begin.card();
            case Call.EndTransaction end -> end.card();
            case Call.Transmit transmit -> transmit.card();
            case Call.Disconnect disconnect -> disconnect.card();
            case Call.Reconnect reconnect -> reconnect.card();
            default -> Call.UNKNOWN_HANDLE;
        };
        return Call.isKnown(handle) ? (Object) handle : call.caller();
    }
}
