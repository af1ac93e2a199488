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
    private static final int MARKS = 4;
    private static final int LENGTH = 1;
    private static final int REPEATS = 2;

    /// Per place, side by side because they are read together: hash, length (0 marks a free place), repeats.
    private final long[] marks = new long[PLACES * MARKS];

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
        marks[place * MARKS + REPEATS]++;
        return true;
    }

    private boolean holds(int place, byte[] block, int from, int length, long hash) {
        int at = place * PLACE_SIZE;
        int mark = place * MARKS;
        return marks[mark] == hash
                && marks[mark + LENGTH] == length
                && Arrays.equals(texts, at, at + length, block, from, from + length);
    }

    private static int place(long hash) {
        return (int) (hash >>> 40) & PLACES - 1;
    }

    /// Remembers a line; the one that gives way is handed over if it was repeated.
    void put(byte[] block, int from, int length, long hash, Repeated repeated) {
        int place = place(hash);
        int mark = place * MARKS;
        int other = (place ^ 1) * MARKS;
        if (marks[mark + LENGTH] != 0
                && (marks[other + LENGTH] == 0 || marks[other + REPEATS] < marks[mark + REPEATS])) {
            place ^= 1;
            mark = other;
        }
        flush(place, repeated);
        marks[mark] = hash;
        marks[mark + LENGTH] = length;
        System.arraycopy(block, from, texts, place * PLACE_SIZE, length);
    }

    private void flush(int place, Repeated repeated) {
        int mark = place * MARKS;
        if (marks[mark + REPEATS] > 0) {
            repeated.repeat(texts, place * PLACE_SIZE, (int) marks[mark + LENGTH], marks[mark + REPEATS]);
            marks[mark + REPEATS] = 0;
        }
    }

    /// Hands over all lines that were repeated since they were put in.
    void flush(Repeated repeated) {
        for (int place = 0; place < PLACES; place++) {
            flush(place, repeated);
        }
    }
}
