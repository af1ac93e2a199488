package dev.puce.web;

import java.util.List;
import java.util.TreeMap;

/// All calls of a trace with their context, by number. For traces of at most [HtmlReport#MAX_CALLS] calls.
final class CallsByNumber {
    private final TreeMap<Long, SeenCall> calls = new TreeMap<>();

    CallsByNumber(CallStore store) {
        for (int block = 0; block <= store.fullBlocks(); block++) {
            store.read(block, (call, context) -> calls.put(call.sequence(), new SeenCall(call, context)));
        }
    }

    /// All calls, by number.
    List<SeenCall> all() {
        return List.copyOf(calls.values());
    }

    /// The calls of a range of numbers, both ends included.
    List<SeenCall> between(long first, long last) {
        return List.copyOf(calls.subMap(first, true, last, true).values());
    }
}
