package dev.puce.it;

import dev.puce.cli.Puce;
import java.io.IOException;
import java.io.UncheckedIOException;

/// A puce whose heap somebody fills to the last bytes when a line comes from standard input, and keeps full.
final class FullHeap {
    private static final long PAUSE_MILLIS = 20;

    /// Lengths of arrays that fill a heap.
    private static final int[] LENGTHS = {100_000, 10_000, 1000, 100, 10, 1};

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
        int size = 0;
        while (true) {
            try {
                var more = new Object[LENGTHS[size]];
                more[0] = all;
                all = more;
            } catch (OutOfMemoryError full) {
                if (size < LENGTHS.length - 1) {
                    size++;
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
