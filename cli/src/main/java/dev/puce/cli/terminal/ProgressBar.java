package dev.puce.cli.terminal;

import dev.puce.posix.Terminal;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/// How far a long job has come, on one line of a terminal; shows nothing for short jobs and where there is no
/// terminal.
public final class ProgressBar implements AutoCloseable {
    /// Shows nothing.
    public static final ProgressBar NONE =
            new ProgressBar(OptionalLong.empty(), new PrintWriter(PrintWriter.nullWriter()), false);

    /// Jobs below this size end before a user can read a bar, in bytes. It is also the step of reports about a job of
    /// unknown size.
    private static final long LEAST_SIZE = 64L << 20;

    private static final int WIDTH = 40;

    private final OptionalLong total;
    private final PrintWriter out;
    private final boolean shown;
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong stepShown = new AtomicLong();
    private boolean isVisible;

    private ProgressBar(OptionalLong total, PrintWriter out, boolean shown) {
        this.total = total;
        this.out = out;
        this.shown = shown;
    }

    /// A bar for a job of that many bytes, empty if that is not known, on standard error.
    public static ProgressBar over(OptionalLong total, PrintWriter err) {
        boolean isLong = total.orElse(LEAST_SIZE) >= LEAST_SIZE;
        return new ProgressBar(total, err, isLong && Terminal.STANDARD_ERROR.isThere());
    }

    /// The same, where a terminal is known to be.
    static ProgressBar onTerminal(OptionalLong total, PrintWriter out) {
        return new ProgressBar(total, out, true);
    }

    /// Some more bytes are done. May be called by several threads.
    public void advance(long bytes) {
        long now = done.addAndGet(bytes);
        long step = total.isPresent() ? 100 * now / Math.max(1, total.getAsLong()) : now / LEAST_SIZE;
        if (shown && step > stepShown.get()) {
            show(step);
        }
    }

    /// Threads come here in any order; the bar never goes back.
    private synchronized void show(long step) {
        if (step > stepShown.get()) {
            stepShown.set(step);
            out.print("\r" + (total.isPresent() ? bar(step) : step * LEAST_SIZE / 1_000_000 + " MB"));
            out.flush();
            isVisible = true;
        }
    }

    private static String bar(long percent) {
        int filled = (int) Math.min(WIDTH, percent * WIDTH / 100);
        return "[%s%s] %3d %%".formatted("#".repeat(filled), " ".repeat(WIDTH - filled), Math.min(100, percent));
    }

    /// A stream to the same terminal. The bar leaves the line before each write, and returns with the next step.
    public OutputStream makeWayFor(OutputStream other) {
        return new FilterOutputStream(other) {
            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                synchronized (ProgressBar.this) {
                    clear();
                    out.write(bytes, from, length);
                }
            }
        };
    }

    /// Clears the line, so that other text can take its place.
    public synchronized void clear() {
        if (isVisible) {
            out.print("\r" + " ".repeat(WIDTH + 8) + "\r");
            out.flush();
            isVisible = false;
        }
    }

    @Override
    public void close() {
        clear();
    }
}
