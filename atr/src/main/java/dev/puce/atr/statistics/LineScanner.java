package dev.puce.atr.statistics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Finds the end and the hash of a line, 32 bytes per step. The object is reused for every line.
/// `bench/atr/run.sh` measures it.
///
/// A step reads four words of eight bytes and finds newlines in all of them with a few branchless operations.
/// Most lines need two or three steps, so the processor predicts the branches better than with a branch per byte
/// or word. `tail0` to `tail3` contain the last step, truncated after the line.
final class LineScanner {
    /// Bytes per step. As many bytes must be readable from the newline on.
    static final int STEP = 32;

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long NEWLINES = 0x0A0A0A0A0A0A0A0AL;
    private static final long LOW_BITS = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    /// Factor for a product that collects bit 0 of every byte in the highest byte.
    private static final long GATHER = 0x0102040810204080L;

    /// Odd numbers without a pattern.
    private static final long MIX_1 = 0x9E3779B97F4A7C15L;

    private static final long MIX_2 = 0xD6E8FEB86659FD93L;

    /// Index: number of bytes plus [#KEEP_ZERO]. Value: the mask that keeps that many bytes of a word; 0 for
    /// negative numbers.
    private static final long[] KEEP = keep();

    private static final int KEEP_ZERO = STEP - Long.BYTES;

    /// Start of the line.
    int start;

    /// Position of its newline.
    int end;

    /// Start of the step that contains the newline.
    int tail;

    /// The bytes of this step that belong to the line; 0 elsewhere.
    long tail0;

    long tail1;
    long tail2;
    long tail3;

    /// Hash of all bytes of the line.
    long hash;

    private static long[] keep() {
        var masks = new long[KEEP_ZERO + STEP];
        for (int i = 0; i < masks.length; i++) {
            int bytes = Math.clamp(i - KEEP_ZERO, 0, Long.BYTES);
            masks[i] = bytes == 0 ? 0 : -1L >>> (8 * (Long.BYTES - bytes));
        }
        return masks;
    }

    /// Reads eight bytes, the first in the lowest bits.
    static long word(byte[] block, int at) {
        return (long) WORDS.get(block, at);
    }

    /// Writes eight bytes in the order of [#word(byte[], int)].
    static void setWord(byte[] block, int at, long word) {
        WORDS.set(block, at, word);
    }

    /// Scans the line that starts at `from`. There must be a newline, and [#STEP] readable bytes from it on.
    void scan(byte[] block, int from) {
        long mixed = 0;
        int at = from;
        while (true) {
            long word0 = word(block, at);
            long word1 = word(block, at + 8);
            long word2 = word(block, at + 16);
            long word3 = word(block, at + 24);
            long found0 = newlines(word0);
            long found1 = newlines(word1);
            long found2 = newlines(word2);
            long found3 = newlines(word3);
            if ((found0 | found1 | found2 | found3) != 0) {
                int bits = bits(found0) | bits(found1) << 8 | bits(found2) << 16 | bits(found3) << 24;
                int length = Integer.numberOfTrailingZeros(bits);
                tail0 = word0 & KEEP[KEEP_ZERO + length];
                tail1 = word1 & KEEP[KEEP_ZERO + length - 8];
                tail2 = word2 & KEEP[KEEP_ZERO + length - 16];
                tail3 = word3 & KEEP[KEEP_ZERO + length - 24];
                start = from;
                tail = at;
                end = at + length;
                hash = spread(mix(mixed, tail0, tail1, tail2, tail3));
                return;
            }
            mixed = mix(mixed, word0, word1, word2, word3);
            at += STEP;
        }
    }

    /// Sets the highest bit of the first newline byte, and no bit below it. (A subtraction borrows from the next
    /// byte only after a newline, so errors can occur only after the first one.)
    private static long newlines(long word) {
        long difference = word ^ NEWLINES;
        return (difference - LOW_BITS) & ~difference & HIGH_BITS;
    }

    private static int bits(long found) {
        return (int) (((found >>> 7) * GATHER) >>> 56);
    }

    private static long mix(long hash, long word0, long word1, long word2, long word3) {
        long first = (hash ^ word0 ^ Long.rotateLeft(word1, 13)) * MIX_1;
        long second = (word2 ^ Long.rotateLeft(word3, 17)) * MIX_2;
        return Long.rotateLeft(first, 29) + second;
    }

    /// Makes every bit of the result depend on all bits: the low bits of a product do not depend on the factors'
    /// high bits.
    private static long spread(long hash) {
        long once = (hash ^ (hash >>> 29)) * MIX_1;
        return once ^ (once >>> 32);
    }
}
