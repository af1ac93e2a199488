package dev.puce.trace.file;

import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.TracedCall;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// The calls of a trace one by one, as the caller asks for them. A thread reads the trace ahead, by a few calls.
final class PulledTrace implements AutoCloseable {
    private static final int READ_AHEAD = 1000;

    private sealed interface Item {
        record Next(TracedCall call) implements Item {}

        /// @param failure the reason why no call follows; empty at the end of the trace
        record End(Optional<Throwable> failure) implements Item {}
    }

    private final BlockingQueue<Item> items = new ArrayBlockingQueue<>(READ_AHEAD);
    private final Thread thread;

    private PulledTrace(TraceFile trace) {
        thread = Thread.ofPlatform().name("trace").daemon().unstarted(() -> read(trace));
    }

    /// Starts to read.
    static PulledTrace of(TraceFile trace) {
        var pulled = new PulledTrace(trace);
        pulled.thread.start();
        return pulled;
    }

    private void read(TraceFile trace) {
        Optional<Throwable> failure = Optional.empty();
        try (var sink = new Queue()) {
            trace.read(sink);
        } catch (Throwable e) { // also an error: the caller would wait without end
            failure = Optional.of(e);
        }
        try {
            items.put(new Item.End(failure));
        } catch (InterruptedException _) {
            // closed: the caller asks no more
        }
    }

    private final class Queue implements CallSink {
        @Override
        public void accept(TracedCall call) throws IOException {
            try {
                items.put(new Item.Next(call));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("the trace is not read any further");
            }
        }

        @Override
        public void close() {
            // the end follows
        }
    }

    /// The next call; empty at the end of the trace.
    ///
    /// @throws IOException if the trace cannot be read
    Optional<TracedCall> next() throws IOException {
        Item item;
        try {
            item = items.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while reading a trace");
        }
        return switch (item) {
            case Item.Next(TracedCall call) -> Optional.of(call);
            case Item.End(Optional<Throwable> failure) -> {
                items.add(item); // for a further question
                if (failure.isPresent()) {
                    throw new IOException(failure.get().getMessage(), failure.get());
                }
                yield Optional.empty();
            }
        };
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
