package dev.puce.atr.statistics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Counts the lines of blocks of a list. One thread uses one.
final class BlockCounter {
    /// Bytes that must be readable behind the end of a block.
    static final int SLACK = 8;

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long NEWLINES = 0x0A0A0A0A0A0A0A0AL;
    private static final long LOW_BITS = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final int LONGEST_TEXT_SHOWN = 100;

    /// After so many lines it is decided whether remembering lines pays.
    private static final int TRIAL = 1 << 16;

    private final AtrCounter counter;
    private final ListLine line;
    private final LineCache cache = new LineCache();
    private final BadLines badLines;
    private boolean cacheInUse = true;
    private int triedLines;
    private int repeatedLines;
    private long leftOut;
    private long noAtr;

    /// Where the line begins that is read, where it ends, and its hash.
    private int lineEnd;

    private long lineHash;

    BlockCounter(CountingRule rule, BadLines badLines) {
        counter = new AtrCounter(rule);
        line = new ListLine(rule);
        this.badLines = badLines;
    }

    AtrCounter counter() {
        return counter;
    }

    long leftOut() {
        return leftOut;
    }

    long noAtr() {
        return noAtr;
    }

    /// Counts the lines that begin in `block` from `from` to `until`; the last may end later, at `end` at the
    /// latest. Behind `end`, [#SLACK] bytes must be readable.
    void count(byte[] block, int from, int until, int end, int blockNumber) {
        int lines = 0;
        for (int at = from; at < until; at = lineEnd + 1) {
            findEnd(block, at, end);
            lines++;
            int length = lineEnd - at;
            boolean short_ = cacheInUse && length <= LineCache.MAX_LENGTH && length > 0;
            if (short_ && cache.countRepeat(block, at, length, lineHash)) {
                repeatedLines++;
                continue;
            }
            boolean counted = countLine(block, at, length, blockNumber, lines);
            if (short_ && counted) {
                cache.put(block, at, length, lineHash, this::repeat);
            }
        }
        badLines.addBlock(blockNumber, lines);
        triedLines += lines;
        if (cacheInUse && triedLines >= TRIAL && repeatedLines < triedLines / 8) {
            cache.flush(this::repeat);
            cacheInUse = false;
        }
    }

    /// Sets `lineEnd` to the place of the newline, or to `end`, and `lineHash`, eight bytes at a time.
    private void findEnd(byte[] block, int from, int end) {
        long hash = 0;
        for (int at = from; ; at += 8) {
            long word = (long) WORDS.get(block, at);
            long difference = word ^ NEWLINES;
            long found = difference - LOW_BITS & ~difference & HIGH_BITS;
            if (found != 0 || at + 8 > end) {
                int bytes = Math.min(found == 0 ? 8 : Long.numberOfTrailingZeros(found) >> 3, end - at);
                long rest = bytes <= 0 ? 0 : word & (-1L >>> (64 - 8 * bytes));
                lineEnd = at + bytes;
                lineHash = (hash ^ rest) * 0x9E3779B97F4A7C15L;
                return;
            }
            hash = Long.rotateLeft((hash ^ word) * 0x9E3779B97F4A7C15L, 31);
        }
    }

    /// Whether the line is an ATR that counted.
    private boolean countLine(byte[] block, int from, int length, int blockNumber, int number) {
        switch (line.read(block, from, from + length)) {
            case ATR -> {
                if (counter.add(line, line.weight)) {
                    return true;
                }
                leftOut++;
            }
            case LEFT_OUT -> leftOut++;
            case NO_ATR -> {
                noAtr++;
                int shown = Math.min(length, LONGEST_TEXT_SHOWN);
                badLines.add(blockNumber, number, () -> new String(block, from, shown, StandardCharsets.UTF_8));
            }
            case NOTHING -> {}
        }
        return false;
    }

    private void repeat(byte[] text, int from, int length, long times) {
        line.read(text, from, from + length);
        counter.add(line, Math.multiplyExact(line.weight, times));
    }

    /// Counts what is still remembered; to be called once at the end.
    void finish() {
        cache.flush(this::repeat);
    }
}
