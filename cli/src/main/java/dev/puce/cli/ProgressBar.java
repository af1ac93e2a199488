package dev.puce.cli;

import java.io.PrintWriter;
import java.util.concurrent.atomic.AtomicLong;

/// How far a long job has come, on one line of a terminal; shows nothing for short jobs and where there is no
/// terminal.
final class ProgressBar implements AutoCloseable {
    /// Jobs below this size are over before a bar could be read, in bytes.
    private static final long LEAST_SIZE = 64L << 20;

    private static final int WIDTH = 40;

    private final long total;
    private final PrintWriter out;
    private final boolean shown;
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong percentShown = new AtomicLong(-1);

    private ProgressBar(long total, PrintWriter out, boolean shown) {
        this.total = total;
        this.out = out;
        this.shown = shown;
    }

    /// A bar for a job of that many bytes.
    static ProgressBar over(long total, PrintWriter out) {
        return new ProgressBar(total, out, total >= LEAST_SIZE && ColorOption.isInteractive());
    }

    /// The same, where a terminal is known to be.
    static ProgressBar onTerminal(long total, PrintWriter out) {
        return new ProgressBar(total, out, true);
    }

    /// Some more bytes are done. May be called by several threads.
    void advance(long bytes) {
        long percent = 100 * done.addAndGet(bytes) / Math.max(1, total);
        if (shown && percent > percentShown.get()) {
            show(percent);
        }
    }

    /// Threads come here in any order; the bar never goes back.
    private synchronized void show(long percent) {
        if (percent > percentShown.get()) {
            percentShown.set(percent);
            int filled = (int) Math.min(WIDTH, percent * WIDTH / 100);
            out.print("\r[%s%s] %3d %%"
                    .formatted("#".repeat(filled), " ".repeat(WIDTH - filled), Math.min(100, percent)));
            out.flush();
        }
    }

    /// Clears the line.
    @Override
    public void close() {
        if (shown) {
            out.print("\r" + " ".repeat(WIDTH + 8) + "\r");
            out.flush();
        }
    }
}
