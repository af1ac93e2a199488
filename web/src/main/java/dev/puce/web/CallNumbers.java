package dev.puce.web;

import java.util.BitSet;
import java.util.stream.LongStream;

/// A set of call numbers. Any thread may use it.
final class CallNumbers {
    private final BitSet bits = new BitSet();

    /// No number from here up to [#next] is in the set: the latest question, because the next one is often near.
    private int emptyFrom = Integer.MAX_VALUE;

    /// The first number from [#emptyFrom] on that is in the set; -1 if there is none.
    private int next = -1;

    /// Adds numbers; ignores those that do not fit into 31 bits.
    synchronized void addAll(LongStream numbers) {
        numbers.filter(number -> number >= 0 && number < Integer.MAX_VALUE).forEach(number -> bits.set((int) number));
        emptyFrom = Integer.MAX_VALUE;
    }

    /// The numbers that are not in another set, as a set of their own.
    synchronized CallNumbers without(BitSet others) {
        var rest = new CallNumbers();
        rest.bits.or(bits);
        rest.bits.andNot(others);
        return rest;
    }

    /// Number of calls in the set.
    synchronized int size() {
        return bits.cardinality();
    }

    /// Whether a number of a range is in the set.
    synchronized boolean hasAny(long first, long last) {
        if (first < 0 || first >= Integer.MAX_VALUE) {
            return false;
        }
        if (first < emptyFrom || (next >= 0 && first > next)) {
            emptyFrom = (int) first;
            next = bits.nextSetBit(emptyFrom);
        }
        return next >= 0 && next <= last;
    }
}
