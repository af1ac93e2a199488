package dev.puce.cards;

import dev.puce.pcsc.Call;
import dev.puce.pcsc.Pcsc;
import dev.puce.pcsc.PcscException;
import dev.puce.pcsc.Scope;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;

/// A context for short questions that replaces itself: a call that fails because the service was started again,
/// or was not there when the program began, is made once more on a new context.
///
/// Thread-safe; questions are asked one after the other.
final class RenewableContext implements AutoCloseable {
    private final Pcsc pcsc;
    private final ReentrantLock lock = new ReentrantLock();
    private OptionalLong context = OptionalLong.empty();
    private boolean closed;

    RenewableContext(Pcsc pcsc) {
        this.pcsc = pcsc;
    }

    /// Makes the call with a context that works.
    ///
    /// @param question the call; it must do no harm when made twice
    /// @throws PcscException if it fails on a new context too
    /// @throws IllegalStateException if this is closed
    <T> T ask(LongFunction<T> question) {
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("these readers are closed");
            }
            if (context.isEmpty()) {
                return question.apply(establish());
            }
            try {
                return question.apply(context.getAsLong());
            } catch (PcscException e) {
                if (!LostServiceCodes.isSaidBy(e.code())) {
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
        context.ifPresent(handle -> pcsc.answer(new Call.ReleaseContext(handle))); // may be gone with its service
        context = OptionalLong.empty();
    }
}
