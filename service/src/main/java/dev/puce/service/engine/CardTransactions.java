package dev.puce.service.engine;

import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.ReturnCode;
import java.time.Duration;
import java.util.function.Consumer;

/// Executes BEGIN_TRANSACTION and END_TRANSACTION.
final class CardTransactions {
    /// Delay of a refused BEGIN. Clients repeat it until it succeeds; the delay prevents a busy loop.
    static final Duration BEGIN_TIMEOUT = Duration.ofMillis(100);

    private final EventLoop loop;

    CardTransactions(EventLoop loop) {
        this.loop = loop;
    }

    /// Locks the reader, waiting up to [#BEGIN_TIMEOUT].
    void begin(Handle handle, Consumer<ReturnCode> then) {
        EngineReader reader = handle.reader;
        if (!handle.event().isSuccess()) {
            then.accept(handle.event());
        } else if (reader.lock.admits(handle)) {
            then.accept(reader.lock.lock(handle));
        } else {
            new PendingBegin(handle, then).queue();
        }
    }

    /// A BEGIN that waits for the lock until the timeout.
    private final class PendingBegin {
        private final Handle handle;
        private final Consumer<ReturnCode> then;
        private final ReaderLock lock;

        private PendingBegin(Handle handle, Consumer<ReturnCode> then) {
            this.handle = handle;
            this.then = then;
            this.lock = handle.reader.lock;
        }

        private void queue() {
            var deadline = new EventLoop.Timer[1];
            ReaderLock.Waiter waiter = lock.whenFree(() -> {
                deadline[0].cancel();
                then.accept(lock());
            });
            deadline[0] = loop.after(BEGIN_TIMEOUT, () -> {
                waiter.cancel();
                then.accept(ReturnCode.SHARING_VIOLATION);
            });
        }

        /// Locks, unless the card was removed or reset in the meantime.
        private ReturnCode lock() {
            if (handle.reader.isUnplugged()) {
                return ReturnCode.INVALID_VALUE;
            }
            return handle.event().isSuccess() ? lock.lock(handle) : handle.event();
        }
    }

    /// Ends a transaction with a disposition. After a reset, the requesting handle must reconnect too.
    void end(Handle handle, Disposition disposition, Consumer<ReturnCode> then) {
        EngineReader reader = handle.reader;
        if (!handle.event().isSuccess()) {
            then.accept(handle.event());
        } else if (!disposition.equals(Disposition.LEAVE) && !reader.lock.admits(handle)) {
            then.accept(ReturnCode.SHARING_VIOLATION);
        } else if (disposition.equals(Disposition.RESET) || disposition.equals(Disposition.UNPOWER)) {
            reader.restart(disposition.equals(Disposition.UNPOWER), code -> {
                reader.flagAll(ReturnCode.RESET_CARD);
                then.accept(unlock(handle, code));
            });
        } else if (disposition.equals(Disposition.EJECT)) {
            // Current drivers cannot eject: as pcscd, report that and end the transaction anyway.
            then.accept(unlock(handle, ReturnCode.UNEXPECTED));
        } else {
            then.accept(unlock(handle, ReturnCode.SUCCESS));
        }
    }

    private static ReturnCode unlock(Handle handle, ReturnCode soFar) {
        EngineReader reader = handle.reader;
        ReturnCode code = reader.lock.unlock(handle, reader.sharing() == EngineReader.EXCLUSIVE ? 1 : 0);
        return soFar.isSuccess() ? code : soFar;
    }
}
