package dev.puce.atr.statistics;

import dev.puce.atr.statistics.AtrStatistics.BadLine;
import dev.puce.iso7816.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/// Counts whole lists, of any size in flat memory, on several threads.
///
/// A list is a card list (its patterns count as ATRs), or has one ATR a line: in hex with or without spaces, with
/// a count or other columns separated by TABs. A line that is nothing of that is counted, the first ones are kept,
/// and the rest of the list goes on. Not thread-safe; what it was given adds up.
public final class AtrListCounter {
    private final CountingRule rule;
    private final int threads;
    private final LongConsumer progress;
    private final AtrCounter sum;
    private long lines;
    private long leftOut;
    private long noAtr;
    private final List<BadLine> firstBad = new ArrayList<>();

    /// A counter that has counted nothing yet.
    ///
    /// @param rule     which lines count
    /// @param threads  how many threads count, at least 1
    /// @param progress is told, from any of the threads, how many more bytes have been counted
    public AtrListCounter(CountingRule rule, int threads, LongConsumer progress) {
        if (threads < 1) {
            throw new IllegalArgumentException(threads + " threads, must be at least 1");
        }
        this.rule = rule;
        this.threads = threads;
        this.progress = progress;
        this.sum = new AtrCounter(rule);
    }

    /// Counts the beginning of a file again and again for nothing, so that the JVM has compiled what counts when it is
    /// done in earnest.
    ///
    /// @param isOver asked every some 10,000 lines
    /// @throws IOException if it cannot be read
    public static void rehearse(Path file, BooleanSupplier isOver) throws IOException {
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
    /// @throws IOException if it cannot be read
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

    /// Counts a stream to its end.
    ///
    /// @param name what to call it where lines are shown
    /// @throws IOException if it cannot be read
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
            throw new IOException("interrupted while counting " + name, e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IllegalStateException("counting " + name + " failed", e.getCause());
        }
        lines += badLines.total();
        for (BadLine bad : badLines.first(name)) {
            if (firstBad.size() < 10) {
                firstBad.add(bad);
            }
        }
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

    /// What was counted so far.
    public AtrStatistics statistics() {
        return new AtrStatistics(
                rule,
                sum.counted,
                new AtrStatistics.Lines(lines, leftOut, noAtr, firstBad),
                TableBuilder.tables(sum, rule));
    }

    /// The ATR in a line, found as in lists that are counted: perhaps not in the first column, and with counts beside
    /// it. Empty if there is none, or only a pattern.
    public static Optional<Bytes> atrIn(String line) {
        var read = new ListLine(CountingRule.DEFAULT);
        byte[] text = line.getBytes(StandardCharsets.ISO_8859_1);
        boolean isAtr = read.read(text, 0, text.length) == ListLine.Kind.ATR && !read.hasHidden && !read.isOpen;
        return isAtr ? Optional.of(Bytes.of(Arrays.copyOf(read.atr, read.length))) : Optional.empty();
    }

    /// Counts a text, for small lists.
    public static AtrStatistics count(String text, CountingRule rule) {
        var counter = new AtrListCounter(rule, 1, _ -> {});
        try {
            counter.count(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "text");
        } catch (IOException e) {
            throw new UncheckedIOException("reading memory failed", e);
        }
        return counter.statistics();
    }
}
