package dev.puce.atr.statistics;

import dev.puce.atr.statistics.AtrStatistics.BadLine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Supplier;

/// Collects the first lines of a list that are not ATRs, although several threads report them in any order. A
/// block knows only its own line numbers; the numbers within the file are known after all blocks.
final class BadLines {
    private static final int KEPT = 10;

    private record Bad(int block, int number, String text) {}

    private static final Comparator<Bad> ORDER =
            Comparator.comparingInt(Bad::block).thenComparingInt(Bad::number);

    private final PriorityQueue<Bad> first = new PriorityQueue<>(ORDER.reversed());
    private int[] linesOfBlock = new int[64];

    /// Records the number of lines that start in a block.
    synchronized void addBlock(int block, int lines) {
        if (block >= linesOfBlock.length) {
            linesOfBlock = Arrays.copyOf(linesOfBlock, 2 * block);
        }
        linesOfBlock[block] = lines;
    }

    /// Records a line. The text is requested only if the line is among the first.
    ///
    /// @param number line number within the block, from 1
    synchronized void add(int block, int number, Supplier<String> text) {
        if (first.size() == KEPT) {
            Bad last = first.peek();
            if (block > last.block() || (block == last.block() && number > last.number())) {
                return;
            }
            first.poll();
        }
        first.add(new Bad(block, number, text.get()));
    }

    /// Returns the number of all lines.
    synchronized long total() {
        return before(linesOfBlock.length);
    }

    private long before(int block) {
        long lines = 0;
        for (int i = 0; i < block; i++) {
            lines += linesOfBlock[i];
        }
        return lines;
    }

    /// Returns the first lines, with their numbers in the file.
    synchronized List<BadLine> first(String file) {
        var lines = new ArrayList<BadLine>();
        first.stream()
                .sorted(ORDER)
                .forEach(bad -> lines.add(new BadLine(
                        file, before(bad.block()) + bad.number(), bad.text().strip())));
        return lines;
    }
}
