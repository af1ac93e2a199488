package dev.puce.cli.terminal;

import java.io.PrintWriter;
import java.time.Duration;

/// Prints where a terminal may stand still, or nobody reads a pipe: a program that is asked to end must not wait for
/// that, and puce answers Ctrl-C and TERM itself.
public final class NonBlockingOutput {
    /// How long a text may take before it is given up.
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private NonBlockingOutput() {}

    /// Prints and flushes, unless that takes too long.
    public static void print(PrintWriter out, String text) {
        var printing = Thread.ofPlatform().name("puce print").daemon().start(() -> {
            out.print(text);
            out.flush();
        });
        try {
            printing.join(PATIENCE);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
