package dev.puce.cli.terminal;

import java.io.PrintWriter;
import java.time.Duration;

/// Prints to a terminal or pipe that may block. A program that is asked to end must not wait for its reader.
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
