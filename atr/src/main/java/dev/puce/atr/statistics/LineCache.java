package dev.puce.atr.statistics;

import java.util.Arrays;

/// Remembers lines that were read lately: in lists of what readers saw, the same ATRs come again and again, and
/// comparing
/// a line is several times faster than taking it to pieces. Two places for a line; the older one gives way.
final class LineCache {
    /// Longer lines are not remembered.
    static final int MAX_LENGTH = 127;

    private static final int PLACES = 1 << 13;
    private static final int PLACE_SIZE = 128;

    private final long[] hashes = new long[PLACES];
    private final int[] lengths = new int[PLACES];
    private final long[] repeats = new long[PLACES];
    private final byte[] texts = new byte[PLACES * PLACE_SIZE];

    /// Receives lines that occurred again after they were put into the cache.
    interface Repeated {
        /// Counts a line.
        ///
        /// @param times how often the line was seen besides its first time
        void repeat(byte[] text, int from, int length, long times);
    }

    /// Counts the line as repeated if it is remembered.
    boolean countRepeat(byte[] block, int from, int length, long hash) {
        int place = place(hash);
        if (!holds(place, block, from, length, hash)) {
            place ^= 1;
            if (!holds(place, block, from, length, hash)) {
                return false;
            }
        }
        repeats[place]++;
        return true;
    }

    private boolean holds(int place, byte[] block, int from, int length, long hash) {
        int at = place * PLACE_SIZE;
        return hashes[place] == hash
                && lengths[place] == length
                && Arrays.equals(texts, at, at + length, block, from, from + length);
    }

    private static int place(long hash) {
        return (int) (hash >>> 40) & PLACES - 1;
    }

    /// Remembers a line; the one that gives way is handed over if it was repeated.
    void put(byte[] block, int from, int length, long hash, Repeated repeated) {
        int place = place(hash);
        if (lengths[place] != 0 && (lengths[place ^ 1] == 0 || repeats[place ^ 1] < repeats[place])) {
            place ^= 1;
        }
        flush(place, repeated);
        hashes[place] = hash;
        lengths[place] = length;
        System.arraycopy(block, from, texts, place * PLACE_SIZE, length);
    }

    private void flush(int place, Repeated repeated) {
        if (repeats[place] > 0) {
            repeated.repeat(texts, place * PLACE_SIZE, lengths[place], repeats[place]);
            repeats[place] = 0;
        }
    }

    /// Hands over all lines that were repeated since they were put in.
    void flush(Repeated repeated) {
        for (int place = 0; place < PLACES; place++) {
            flush(place, repeated);
        }
    }
}
