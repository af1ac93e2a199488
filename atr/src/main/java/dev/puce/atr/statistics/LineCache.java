package dev.puce.atr.statistics;

/// Caches recently read lines. Lists of ATRs from readers contain many repetitions, and comparing a line is many
/// times faster than parsing it. `bench/atr/run.sh` measures it.
///
/// A line may be in any of a few places, starting at the place that its hash selects. If all are taken, the least
/// frequent line is evicted. Memory is therefore bounded for any list.
final class LineCache {
    /// Three steps of the scanner. The last one contains the newline.
    private static final int TEXT_SIZE = 3 * LineScanner.STEP;

    /// Longer lines are not cached. An ATR of 32 bytes with spaces has exactly this length.
    static final int MAX_LENGTH = TEXT_SIZE - 1;

    /// Several times the number of different cards in a list; otherwise too many lines would be evicted.
    private static final int PLACES = 1 << 14;

    private static final int TRIED = 4;

    /// A place has 16 words, two cache lines of a processor, because a comparison waits for cache lines: repeats,
    /// key (0 marks a free place), and the text, padded with zeros.
    private static final int PLACE_SIZE = 16;

    private static final int REPEATS = 0;
    private static final int KEY = 1;
    private static final int TEXT = 2;

    /// Bits of the key for the length + 1; the other bits are from the hash. The length is necessary because the
    /// text is padded with zeros.
    private static final long LENGTH = 0x7F;

    private final long[] places = new long[PLACES * PLACE_SIZE];

    private final byte[] copy = new byte[TEXT_SIZE];

    /// Receives lines that were repeated after they were cached.
    interface Repeated {
        /// Counts a line.
        ///
        /// @param times number of repetitions after the first occurrence
        void repeat(byte[] text, int length, long times);
    }

    /// Counts a repetition of the line if it is cached.
    boolean countRepeat(byte[] block, LineScanner line) {
        long key = key(line);
        int place = place(line.hash);
        for (int tried = 0; tried < TRIED; tried++) {
            if (places[place + KEY] == key && holds(place + TEXT, block, line)) {
                places[place + REPEATS]++;
                return true;
            }
            place = next(place);
        }
        return false;
    }

    private static long key(LineScanner line) {
        return (line.hash & ~LENGTH) | (line.end - line.start + 1);
    }

    private static int place(long hash) {
        return (int) (hash >>> 32) & (PLACES - 1) * PLACE_SIZE;
    }

    private static int next(int place) {
        return (place + PLACE_SIZE) & (PLACES - 1) * PLACE_SIZE;
    }

    /// Compares in the steps of the scanner.
    private boolean holds(int text, byte[] block, LineScanner line) {
        int at = text;
        long difference = 0;
        for (int i = line.start; i < line.tail; i += LineScanner.STEP) {
            difference |= (places[at] ^ LineScanner.word(block, i))
                    | (places[at + 1] ^ LineScanner.word(block, i + 8))
                    | (places[at + 2] ^ LineScanner.word(block, i + 16))
                    | (places[at + 3] ^ LineScanner.word(block, i + 24));
            at += 4;
        }
        return (difference
                        | (places[at] ^ line.tail0)
                        | (places[at + 1] ^ line.tail1)
                        | (places[at + 2] ^ line.tail2)
                        | (places[at + 3] ^ line.tail3))
                == 0;
    }

    /// Caches a line that is not cached yet. An evicted line is passed to `repeated` if it was repeated.
    void put(byte[] block, LineScanner line, Repeated repeated) {
        int place = placeFor(line.hash);
        flush(place, repeated);
        places[place + KEY] = key(line);
        int at = place + TEXT;
        for (int i = line.start; i < line.tail; i += Long.BYTES) {
            places[at++] = LineScanner.word(block, i);
        }
        places[at] = line.tail0;
        places[at + 1] = line.tail1;
        places[at + 2] = line.tail2;
        places[at + 3] = line.tail3;
    }

    private int placeFor(long hash) {
        int place = place(hash);
        int best = place;
        for (int tried = 0; tried < TRIED; tried++) {
            if (places[place + KEY] == 0) {
                return place;
            }
            if (places[place + REPEATS] < places[best + REPEATS]) {
                best = place;
            }
            place = next(place);
        }
        return best;
    }

    private void flush(int place, Repeated repeated) {
        long times = places[place + REPEATS];
        if (times > 0) {
            for (int i = 0; i < TEXT_SIZE / Long.BYTES; i++) {
                LineScanner.setWord(copy, i * Long.BYTES, places[place + TEXT + i]);
            }
            repeated.repeat(copy, (int) (places[place + KEY] & LENGTH) - 1, times);
            places[place + REPEATS] = 0;
        }
    }

    /// Passes all lines that were repeated since they were cached.
    void flush(Repeated repeated) {
        for (int place = 0; place < places.length; place += PLACE_SIZE) {
            flush(place, repeated);
        }
    }
}
