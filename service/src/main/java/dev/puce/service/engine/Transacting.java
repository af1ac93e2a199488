package dev.puce.service.engine;

import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.ReturnCode;
import java.time.Duration;
import java.util.function.Consumer;

/// Transactions: BEGIN_TRANSACTION and END_TRANSACTION.
final class Transacting {
    /// How long a refused BEGIN waits, so that clients, who repeat it until it works, do not do so in a busy loop.
    static final Duration PATIENCE = Duration.ofMillis(100);

    private final EventLoop loop;

    Transacting(EventLoop loop) {
        this.loop = loop;
    }

    /// Takes the lock, if need be within [#PATIENCE].
    void begin(Handle handle, Consumer<ReturnCode> then) {
        EngineReader reader = handle.reader;
        if (!handle.event().isSuccess()) {
            then.accept(handle.event());
        } else if (reader.lock.admits(handle)) {
            then.accept(reader.lock.lock(handle));
        } else {
            new Patient(handle, then).queue();
        }
    }

    /// A BEGIN that waits for the lock, but not for long.
    private final class Patient {
        private final Handle handle;
        private final Consumer<ReturnCode> then;
        private final ReaderLock lock;

        private Patient(Handle handle, Consumer<ReturnCode> then) {
            this.handle = handle;
            this.then = then;
            this.lock = handle.reader.lock;
        }

        private void queue() {
            var deadline = new EventLoop.Timer[1];
            ReaderLock.Waiter waiter = lock.whenFree(() -> {
                deadline[0].cancel();
                then.accept(taken());
            });
            deadline[0] = loop.after(PATIENCE, () -> {
                waiter.cancel();
                then.accept(ReturnCode.SHARING_VIOLATION);
            });
        }

        /// The card may have been pulled or reset while we waited.
        private ReturnCode taken() {
            if (handle.reader.isUnplugged()) {
                return ReturnCode.INVALID_VALUE;
            }
            return handle.event().isSuccess() ? lock.lock(handle) : handle.event();
        }
    }

    /// Ends a transaction; the card is reset or not, and the handle that asks for a reset has to reconnect too.
    void end(Handle handle, Disposition disposition, Consumer<ReturnCode> then) {
        EngineReader reader = handle.reader;
        if (!handle.event().isSuccess()) {
            then.accept(handle.event());
        } else if (!disposition.equals(Disposition.LEAVE) && !reader.lock.admits(handle)) {
            then.accept(ReturnCode.SHARING_VIOLATION);
        } else if (disposition.equals(Disposition.RESET) || disposition.equals(Disposition.UNPOWER)) {
            reader.restart(disposition.equals(Disposition.UNPOWER), code -> {
                reader.flagAll(ReturnCode.RESET_CARD);
                then.accept(unlocked(handle, code));
            });
        } else if (disposition.equals(Disposition.EJECT)) {
            // No reader of a driver of today's interface ejects: pcscd says so, and ends the transaction all the same.
            then.accept(unlocked(handle, ReturnCode.UNEXPECTED));
        } else {
            then.accept(unlocked(handle, ReturnCode.SUCCESS));
        }
    }

    private static ReturnCode unlocked(Handle handle, ReturnCode soFar) {
        EngineReader reader = handle.reader;
        ReturnCode code = reader.lock.unlock(handle, reader.sharing() == EngineReader.EXCLUSIVE ? 1 : 0);
        return soFar.isSuccess() ? code : soFar;
    }
}
