package dev.puce.trace.recording;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Makes strings of bytes, and gives the one that it made before where it can: recordings say the same words
/// (names of functions, codes, protocols, programs, readers) on line after line.
final class Words {
    private static final int KEPT = 1 << 9;
    private static final int MAX_LENGTH = 128;

    /// The latest word of each hash value, in UTF-8 and as string.
    private final byte[][] bytes = new byte[KEPT][];

    private final String[] strings = new String[KEPT];

    /// The string of the bytes from `from` to `to`, which are UTF-8.
    String word(byte[] text, int from, int to) {
        if (to - from > MAX_LENGTH) {
            return new String(text, from, to - from, StandardCharsets.UTF_8);
        }
        int hash = to - from;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + text[i];
        }
        int slot = (hash ^ (hash >>> 15)) & (KEPT - 1);
        byte[] known = bytes[slot];
        if (known == null || !Arrays.equals(known, 0, known.length, text, from, to)) {
            bytes[slot] = Arrays.copyOfRange(text, from, to);
            strings[slot] = new String(text, from, to - from, StandardCharsets.UTF_8);
        }
        return strings[slot];
    }
}
