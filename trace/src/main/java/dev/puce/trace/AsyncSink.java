package dev.puce.trace;

import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.TracedCall;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/// Hands calls to a sink that works in a thread of its own, so that reading and showing share two processors.
/// `bench/rendering/run.sh` measures it.
///
/// Calls go over in batches, and a reader that is faster waits: memory is bounded. Closing waits until the sink
/// has taken everything, and closes it.
public final class AsyncSink implements CallSink {
    private static final int BATCH = 256;
    private static final int BATCHES_WAITING = 4;

    /// The batch without calls ends the work.
    private static final List<TracedCall> END = List.of();

    private final CallSink sink;
    private final BlockingQueue<List<TracedCall>> batches = new ArrayBlockingQueue<>(BATCHES_WAITING);
    private final Thread worker;
    private List<TracedCall> batch = new ArrayList<>(BATCH);
    private volatile Throwable failure;
    private boolean failureTold;

    private AsyncSink(CallSink sink) {
        this.sink = sink;
        worker = new Thread(this::work, "calls");
    }

    /// Starts the thread.
    public static AsyncSink to(CallSink sink) {
        var async = new AsyncSink(sink);
        async.worker.start();
        return async;
    }

    private void work() {
        try {
            for (var next = batches.take(); !next.isEmpty(); next = batches.take()) {
                for (int i = 0; i < next.size() && failure == null; i++) {
                    sink.accept(next.get(i));
                }
            }
        } catch (Throwable e) { // also an error: the caller would wait without end for a thread that has gone
            failure = e;
            batches.clear();
        }
    }

    @Override
    public void accept(TracedCall call) throws IOException {
        batch.add(call);
        if (batch.size() == BATCH) {
            var full = batch;
            batch = new ArrayList<>(BATCH);
            put(full);
        }
    }

    private void put(List<TracedCall> calls) throws IOException {
        try {
            // A worker that failed takes nothing any more.
            while (failure == null && !batches.offer(calls, 50, TimeUnit.MILLISECONDS)) {
                // it works on what it has
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while handing over calls", e);
        }
        throwFailure();
    }

    /// Tells a failure once: an exception that closing threw again would be suppressed by itself.
    private void throwFailure() throws IOException {
        var known = failure;
        if (known == null || failureTold) {
            return;
        }
        failureTold = true;
        switch (known) {
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            if (failure == null && !batch.isEmpty()) {
                put(batch);
            }
            if (failure == null) {
                put(END);
            }
            worker.join();
            throwFailure();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while handing over calls", e);
        } finally {
            sink.close();
        }
    }
}
