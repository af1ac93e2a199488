package dev.puce.cards;

import dev.puce.pcsc.Call;
import dev.puce.pcsc.Pcsc;
import dev.puce.pcsc.PcscException;
import dev.puce.pcsc.Scope;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;

/// A context for short calls that replaces itself. If a call fails because the service was restarted or was
/// missing before, it is repeated on a new context.
///
/// Thread-safe; calls run one at a time.
final class RenewableContext implements AutoCloseable {
    private final Pcsc pcsc;
    private final ReentrantLock lock = new ReentrantLock();
    private OptionalLong context = OptionalLong.empty();
    private boolean closed;

    RenewableContext(Pcsc pcsc) {
        this.pcsc = pcsc;
    }

    /// Makes the call with a valid context.
    ///
    /// @param question the call; repeating it must be harmless
    /// @throws PcscException if it fails on a new context too
    /// @throws IllegalStateException if this object is closed
    <T> T ask(LongFunction<T> question) {
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("these readers are closed; open new ones with Readers.open()");
            }
            if (context.isEmpty()) {
                return question.apply(establish());
            }
            try {
                return question.apply(context.getAsLong());
            } catch (PcscException e) {
                if (!LostServiceCodes.contains(e.code())) {
                    throw e;
                }
                release();
                return question.apply(establish());
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            release();
        } finally {
            lock.unlock();
        }
    }

    private long establish() {
        context = OptionalLong.of(pcsc.establishContext(Scope.SYSTEM));
        return context.getAsLong();
    }

    private void release() {
        context.ifPresent(handle -> pcsc.answer(new Call.ReleaseContext(handle))); // fails if the service is gone
        context = OptionalLong.empty();
    }
}
