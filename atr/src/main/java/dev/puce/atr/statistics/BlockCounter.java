package dev.puce.atr.statistics;

import java.nio.charset.StandardCharsets;

/// Counts the lines of blocks of a list. Each thread has its own counter. `bench/atr/run.sh` measures it.
final class BlockCounter {
    private static final int LONGEST_TEXT_SHOWN = 100;

    /// Number of lines after which the benefit of the cache is checked.
    private static final int TRIAL = 1 << 16;

    private final AtrCounter counter;
    private final ListLine line;
    private final LineScanner scanner = new LineScanner();
    private final LineCache cache = new LineCache();
    private final BadLines badLines;
    private boolean cacheInUse = true;
    private long triedLines;
    private long repeatedLines;
    private long leftOut;
    private long noAtr;

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

    /// Counts the lines that start in `block` from `from` to `until`. The last line may end later. It must end
    /// with a newline, and [LineScanner#STEP] bytes must be readable from there.
    void count(byte[] block, int from, int until, int blockNumber) {
        int lines = 0;
        int at = from;
        while (at < until) {
            at = countLineAt(at, block, blockNumber, ++lines);
        }
        badLines.addBlock(blockNumber, lines);
        triedLines += lines;
        if (cacheInUse && triedLines >= TRIAL && repeatedLines < triedLines / 8) {
            cache.flush(this::repeat);
            cacheInUse = false;
        }
    }

    /// Counts one line and returns the start of the next. This is a separate method so that the JVM compiles it
    /// early; the loop above runs only a few hundred times.
    private int countLineAt(int at, byte[] block, int blockNumber, int number) {
        scanner.scan(block, at);
        if (isCacheable() && cache.countRepeat(block, scanner)) {
            repeatedLines++;
        } else {
            countFirst(block, blockNumber, number);
        }
        return scanner.end + 1;
    }

    private boolean isCacheable() {
        return cacheInUse && scanner.end - scanner.start <= LineCache.MAX_LENGTH;
    }

    private void countFirst(byte[] block, int blockNumber, int number) {
        int length = scanner.end - scanner.start;
        if (countLine(block, scanner.start, length, blockNumber, number) && isCacheable()) {
            cache.put(block, scanner, this::repeat);
        }
    }

    /// Counts a line; true if it is an ATR that the rule includes.
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

    private void repeat(byte[] text, int length, long times) {
        line.read(text, 0, length);
        counter.add(line, Math.multiplyExact(line.weight, times));
    }

    /// Counts the remaining lines in the cache. Call it once, at the end.
    void finish() {
        cache.flush(this::repeat);
    }
}
