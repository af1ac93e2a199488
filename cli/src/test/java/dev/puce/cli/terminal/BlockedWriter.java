package dev.puce.cli.terminal;

import java.io.StringWriter;
import java.util.concurrent.CountDownLatch;

/// A writer that blocks until the test closes it.
public final class BlockedWriter extends StringWriter {
    public final CountDownLatch read = new CountDownLatch(1);

    @Override
    public void write(char[] text, int from, int length) {
        awaitReader();
        super.write(text, from, length);
    }

    @Override
    public void write(String text, int from, int length) {
        awaitReader();
        super.write(text, from, length);
    }

    private void awaitReader() {
        try {
            read.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        read.countDown();
    }
}
