package dev.puce.atr.statistics;

/// Remembers lines that were read lately: in lists of what readers saw, the same ATRs come again and again, and
/// comparing a line is many times faster than taking it to pieces.
///
/// A line may lie in any of a few places that follow the one its hash names; when all are taken, the line that
/// came least often gives way. So memory is bounded, whatever the list.
final class LineCache {
    /// Three steps of the scanner, of which the last holds the newline.
    private static final int TEXT_SIZE = 3 * LineScanner.STEP;

    /// Longer lines are not remembered. The longest ATR, 32 bytes with spaces, is just as long.
    static final int MAX_LENGTH = TEXT_SIZE - 1;

    /// Several times more than there are kinds of cards in a list, or places would be taken too often.
    private static final int PLACES = 1 << 14;

    private static final int TRIED = 4;

    /// A place is 16 words, two lines of a processor's cache, because that is what a comparison waits for: repeats,
    /// key (0 marks a free place), and the text, filled up with zeros.
    private static final int PLACE_SIZE = 16;

    private static final int REPEATS = 0;
    private static final int KEY = 1;
    private static final int TEXT = 2;

    /// Bits of the key that hold the length + 1; the others are of the hash. The length takes part because zeros at
    /// the end of the text mean nothing.
    private static final long LENGTH = 0x7F;

    private final long[] places = new long[PLACES * PLACE_SIZE];

    private final byte[] copy = new byte[TEXT_SIZE];

    /// Receives lines that occurred again after they were put into the cache.
    interface Repeated {
        /// Counts a line.
        ///
        /// @param times how often the line was seen besides its first time
        void repeat(byte[] text, int length, long times);
    }

    /// Counts the line as repeated if it is remembered.
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
        return (line.hash & ~LENGTH) | (line.end - line.begin + 1);
    }

    private static int place(long hash) {
        return (int) (hash >>> 32) & (PLACES - 1) * PLACE_SIZE;
    }

    private static int next(int place) {
        return (place + PLACE_SIZE) & (PLACES - 1) * PLACE_SIZE;
    }

    /// Compares in the steps in which the line was scanned.
    private boolean holds(int text, byte[] block, LineScanner line) {
        int at = text;
        long difference = 0;
        for (int i = line.begin; i < line.tail; i += LineScanner.STEP) {
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

    /// Remembers a line that is not remembered yet; the one that gives way is handed over if it was repeated.
    void put(byte[] block, LineScanner line, Repeated repeated) {
        int place = placeFor(line.hash);
        flush(place, repeated);
        places[place + KEY] = key(line);
        int at = place + TEXT;
        for (int i = line.begin; i < line.tail; i += Long.BYTES) {
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

    /// Hands over all lines that were repeated since they were put in.
    void flush(Repeated repeated) {
        for (int place = 0; place < places.length; place += PLACE_SIZE) {
            flush(place, repeated);
        }
    }
}
