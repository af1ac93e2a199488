package dev.puce.pcsc.ffm;

import dev.puce.pcsc.ReturnCode;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;

/// The contexts that were established and not released, and how many waits run on each, so that closing ends both.
final class OpenContexts implements AutoCloseable {
    private static final long CANCEL_AGAIN_NANOS = 1_000_000;

    private final Library library;
    private final ConcurrentHashMap<Long, AtomicInteger> waits = new ConcurrentHashMap<>();
    private volatile boolean closed;

    OpenContexts(Library library) {
        this.library = library;
    }

    int establish(int scope, MemorySegment context, Platform platform) {
        if (closed) {
            return ReturnCode.NO_SERVICE.value();
        }
        int code = library.establishContext(Integer.toUnsignedLong(scope), context);
        if (code == 0) {
            waits.put(platform.getHandle(context, 0), new AtomicInteger());
            if (closed) {
                close();
                return ReturnCode.NO_SERVICE.value();
            }
        }
        return code;
    }

    int release(long context) {
        waits.remove(context);
        return library.releaseContext(context);
    }

    /// Runs a wait on a context.
    int waiting(long context, IntSupplier wait) {
        AtomicInteger running = waits.get(context);
        if (running == null) {
            // Not ours: the library knows what to say. But libpcsclite may wait for ever for a context that is being
            // released, so what is closed is not asked.
            return closed ? ReturnCode.INVALID_HANDLE.value() : wait.getAsInt();
        }
        running.incrementAndGet();
        try {
            return closed ? ReturnCode.CANCELLED.value() : wait.getAsInt();
        } finally {
            running.decrementAndGet();
        }
    }

    /// Cancels waits until none runs, because a cancel that comes before the wait has begun is lost, then releases.
    @Override
    public void close() {
        closed = true;
        waits.forEach((context, running) -> {
            while (running.get() > 0) {
                library.cancel(context);
                LockSupport.parkNanos(CANCEL_AGAIN_NANOS);
            }
            if (waits.remove(context) != null) {
                library.releaseContext(context);
            }
        });
    }
}
