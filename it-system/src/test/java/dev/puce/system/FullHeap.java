package dev.puce.system;

import dev.puce.cli.Puce;
import java.io.IOException;
import java.io.UncheckedIOException;

/// A puce whose heap is filled after a line arrives on standard input.
final class FullHeap {
    private static final int REFERENCES = 100_000;

    private FullHeap() {}

    public static void main(String... arguments) {
        Thread.ofPlatform().daemon().name("filler").start(FullHeap::fillAfterLine);
        Puce.main(arguments);
    }

    private static void fillAfterLine() {
        try {
            System.in.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Object[] all = null;
        while (true) {
            var more = new Object[REFERENCES];
            more[0] = all;
            all = more;
        }
    }
}
