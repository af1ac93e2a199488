package dev.puce.atr.statistics;

import dev.puce.atr.statistics.AtrStatistics.BadLine;
import dev.puce.iso7816.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serial;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/// Counts lists of any size with several threads and bounded memory.
///
/// A list is a card list (its patterns count as ATRs), or has one ATR per line: in hex with or without spaces,
/// with a count or other columns separated by TABs. Other lines are counted as errors, and the first ones are
/// kept; counting continues. Several lists add up. Counters of other lists add up, too ([#add]), also after a way
/// through another process. Not thread-safe.
public final class AtrListCounter implements Serializable {
    @Serial
    private static final long serialVersionUID = 1;

    private static final int BAD_LINES_KEPT = 10;

    private final CountingRule rule;
    private final int threads;
    private final transient LongConsumer progress;
    private final AtrCounter sum;
    private long lines;
    private long leftOut;
    private long noAtr;
    private final ArrayList<BadLine> firstBad = new ArrayList<>();

    /// Creates an empty counter.
    ///
    /// @param rule     the counting rule
    /// @param threads  number of threads, at least 1
    /// @param progress receives the number of bytes counted since its last call, from any of the threads
    public AtrListCounter(CountingRule rule, int threads, LongConsumer progress) {
        if (threads < 1) {
            throw new IllegalArgumentException("the number of threads is " + threads + ", must be at least 1");
        }
        this.rule = rule;
        this.threads = threads;
        this.progress = progress;
        this.sum = new AtrCounter(rule);
    }

    /// Warms up the JVM for a benchmark: counts the start of a file repeatedly and discards the result, so that
    /// the code is compiled.
    ///
    /// @param isOver checked about every 10,000 lines
    /// @throws IOException if reading fails
    public static void warmUp(Path file, BooleanSupplier isOver) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            var block = new BlockSource.Block();
            if (new BlockSource.OfFile(channel).next(block)) {
                var counter = new BlockCounter(CountingRule.DEFAULT, new BadLines());
                while (!isOver.getAsBoolean()) {
                    counter.count(block.bytes, block.from, block.until, block.number);
                }
            }
        }
    }

    /// Counts a file.
    ///
    /// @throws IOException if reading fails
    public void count(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            try (InputStream in = Files.newInputStream(file)) {
                count(in, file.toString());
            }
            return;
        }
        try (FileChannel channel = FileChannel.open(file)) {
            if (isUtf16(channel)) {
                try (InputStream in = Files.newInputStream(file)) {
                    count(in, file.toString());
                }
                return;
            }
            long blocks = channel.size() / BlockSource.SIZE + 1;
            count(new BlockSource.OfFile(channel), file.toString(), (int) Math.min(threads, blocks));
        }
    }

    private static boolean isUtf16(FileChannel channel) throws IOException {
        var beginning = ByteBuffer.allocate(2);
        return channel.read(beginning, 0) == 2 && Utf16.isMark(beginning.get(0) & 0xFF, beginning.get(1) & 0xFF);
    }

    /// Counts a stream up to its end.
    ///
    /// @param name name of the stream in error reports
    /// @throws IOException if reading fails
    public void count(InputStream in, String name) throws IOException {
        count(new BlockSource.OfStream(Utf16.inAscii(in)), name, threads);
    }

    private void count(BlockSource source, String name, int workers) throws IOException {
        var badLines = new BadLines();
        var futures = new ArrayList<Future<BlockCounter>>();
        try (var executor = Executors.newFixedThreadPool(
                workers,
                task -> Thread.ofPlatform().daemon().name("atr-counter").unstarted(task))) {
            for (int i = 0; i < workers; i++) {
                futures.add(executor.submit(() -> countBlocks(source, badLines)));
            }
            for (Future<BlockCounter> future : futures) {
                add(future.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("counting " + name + " was interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IllegalStateException("counting " + name + " failed", e.getCause());
        }
        lines += badLines.total();
        add(badLines.first(name));
    }

    private void add(List<BadLine> bad) {
        firstBad.addAll(bad.subList(0, Math.min(bad.size(), BAD_LINES_KEPT - firstBad.size())));
    }

    /// Adds the lists of another counter with the same rule. The sum is the same as if one counter had counted all
    /// files
    /// in the order of their names.
    public void add(AtrListCounter other) {
        sum.addAll(other.sum);
        lines += other.lines;
        leftOut += other.leftOut;
        noAtr += other.noAtr;
        var bad = new ArrayList<>(firstBad);
        bad.addAll(other.firstBad);
        bad.sort(Comparator.comparing(BadLine::file).thenComparingLong(BadLine::number));
        firstBad.clear();
        add(bad);
    }

    private BlockCounter countBlocks(BlockSource source, BadLines badLines) throws IOException {
        var counter = new BlockCounter(rule, badLines);
        var block = new BlockSource.Block();
        while (source.next(block)) {
            counter.count(block.bytes, block.from, block.until, block.number);
            progress.accept(block.until);
        }
        counter.finish();
        return counter;
    }

    private void add(BlockCounter counted) {
        sum.addAll(counted.counter());
        leftOut += counted.leftOut();
        noAtr += counted.noAtr();
    }

    /// Returns the statistics of all lists so far.
    public AtrStatistics statistics() {
        return new AtrStatistics(
                rule,
                sum.counted,
                new AtrStatistics.Lines(lines, leftOut, noAtr, firstBad),
                TableBuilder.tables(sum, rule));
    }

    /// Finds the ATR in a line of a list. It may be in a later column and have a count. Empty if there is no ATR,
    /// or only a pattern.
    public static Optional<Bytes> atrIn(String line) {
        var read = new ListLine(CountingRule.DEFAULT);
        byte[] text = line.getBytes(StandardCharsets.ISO_8859_1);
        boolean isAtr = read.read(text, 0, text.length) == ListLine.Kind.ATR && !read.hasHidden && !read.isOpen;
        return isAtr ? Optional.of(Bytes.of(Arrays.copyOf(read.atr, read.length))) : Optional.empty();
    }

    /// Counts a small list given as text.
    public static AtrStatistics count(String text, CountingRule rule) {
        var counter = new AtrListCounter(rule, 1, _ -> {});
        try {
            counter.count(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "text");
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory failed", e);
        }
        return counter.statistics();
    }
}
