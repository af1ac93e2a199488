package dev.puce.system;

import dev.puce.cli.Puce;
import java.io.IOException;
import java.io.UncheckedIOException;

/// A puce whose heap somebody fills when a line comes from standard input, and keeps full: to the last bytes, or
/// until no array of `full.least` references fits.
final class FullHeap {
    private static final long PAUSE_MILLIS = 20;

    private static final int LONGEST = 100_000;
    private static final int LEAST = Integer.getInteger("full.least", 1);

    private FullHeap() {}

    public static void main(String... arguments) {
        Thread.ofPlatform().daemon().name("filler").start(FullHeap::fillWhenTold);
        Puce.main(arguments);
    }

    private static void fillWhenTold() {
        try {
            System.in.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Object[] all = null;
        int length = LONGEST;
        while (true) {
            try {
                var more = new Object[length];
                more[0] = all;
                all = more;
            } catch (OutOfMemoryError full) {
                if (length > LEAST) {
                    length = Math.max(LEAST, length / 10);
                } else {
                    pause();
                }
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException neverHappens) {
            Thread.currentThread().interrupt();
        }
    }
}
