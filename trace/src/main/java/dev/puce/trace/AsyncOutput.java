package dev.puce.trace;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Writes to a stream in a thread of its own, so that making text and writing it share two processors.
/// `bench/rendering/run.sh` measures it.
///
/// There are two buffers: one is filled while the other is written, and the faster side waits. A later write reports a
/// failure to write, once; at the latest [#flush] or [#close] does. Later text is dropped.
public final class AsyncOutput extends OutputStream {
    private static final int BUFFER = 1 << 17;

    private final OutputStream out;
    private final ExecutorService writer = Executors.newSingleThreadExecutor(work -> new Thread(work, "output"));
    private Future<?> writing = CompletableFuture.completedFuture(null);
    private byte[] filling = new byte[BUFFER];
    private byte[] other = new byte[BUFFER];
    private int length;
    private boolean failed;

    /// Writes to a stream, which stays open.
    public AsyncOutput(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        int at = from;
        int end = from + count;
        while (at < end) {
            if (length == filling.length) {
                handOver();
            }
            int part = Math.min(end - at, filling.length - length);
            System.arraycopy(bytes, at, filling, length, part);
            length += part;
            at += part;
        }
    }

    private void handOver() throws IOException {
        await();
        if (failed) {
            length = 0;
            return;
        }
        byte[] full = filling;
        int count = length;
        filling = other;
        other = full;
        length = 0;
        writing = writer.submit(() -> {
            out.write(full, 0, count);
            return null;
        });
    }

    /// Waits until the buffer that was handed over last is written.
    private void await() throws IOException {
        if (failed) {
            return;
        }
        try {
            writing.get();
        } catch (ExecutionException e) {
            failed = true;
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while writing", e);
        }
    }

    @Override
    public void flush() throws IOException {
        handOver();
        await();
        if (!failed) {
            out.flush();
        }
    }

    @Override
    public void close() throws IOException {
        try {
            flush();
        } finally {
            writer.shutdown();
        }
    }
}
