package dev.puce.web;

import java.util.BitSet;

/// A set of call numbers. Any thread may use it.
final class CallNumbers {
    private final BitSet bits = new BitSet();

    synchronized void add(long number) {
        if (number >= 0 && number < Integer.MAX_VALUE) {
            bits.set((int) number);
        }
    }

    /// Adds all numbers of another set, which does not change any more.
    synchronized void addAll(BitSet numbers) {
        bits.or(numbers);
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
        int next = bits.nextSetBit((int) first);
        return next >= 0 && next <= last;
    }
}
