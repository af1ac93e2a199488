package dev.puce.backend.socket;

import dev.puce.pcsc.Answer;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.CardState;
import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.Pci;
import dev.puce.pcsc.Pcsc;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.Scope;
import dev.puce.wire.ReaderEntry;
import dev.puce.wire.Reply;
import dev.puce.wire.Request;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/// One context with its own connection, on which one call runs at a time. Like libpcsclite, it checks arguments
/// and retries while another program holds the card.
final class SocketContext implements AutoCloseable {
    /// `MAX_READERNAME`
    private static final int MAX_READER_NAME = 128;

    /// `MAX_BUFFER_SIZE`
    private static final int MAX_ATTRIBUTE = 264;

    /// `sizeof(SCARD_IO_REQUEST)` of 64-bit clients
    private static final int PCI_LENGTH = 16;

    private final Path socket;
    private final DaemonConnection daemon;
    private final ContextLock lock = new ContextLock();
    private final int handle;
    private volatile boolean waiting;
    private volatile boolean cancelled;

    private SocketContext(Path socket, DaemonConnection daemon, int handle) {
        this.socket = socket;
        this.daemon = daemon;
        this.handle = handle;
    }

    /// Opens a connection and makes `SCardEstablishContext`.
    static SocketContext establish(Path socket, Scope scope) throws ConnectionFailure {
        var daemon = DaemonConnection.open(socket);
        try {
            ReturnCode agreed = daemon.negotiate();
            if (!agreed.isSuccess()) {
                throw new ConnectionFailure(agreed, null);
            }
            var reply = daemon.exchange(new Request.EstablishContext(scope.value()), Reply.EstablishContext.class);
            if (reply.returnCode() != 0) {
                throw new ConnectionFailure(new ReturnCode(reply.returnCode()), null);
            }
            return new SocketContext(socket, daemon, reply.context());
        } catch (ConnectionFailure e) {
            daemon.close();
            throw e;
        }
    }

    int handle() {
        return handle;
    }

    /// Makes `SCardReleaseContext` and closes the connection, even if the call fails.
    Answer release() {
        Answer answer = lock.uninterruptibly(
                () -> coded(daemon.exchange(new Request.ReleaseContext(handle), Reply.ReleaseContext.class)));
        daemon.close();
        return answer;
    }

    Answer listReaders() {
        return lock.uninterruptibly(() -> {
            List<String> names = daemon.readersState().stream()
                    .filter(ReaderEntry::isUsed)
                    .map(ReaderEntry::name)
                    .toList();
            return names.isEmpty()
                    ? Answer.of(ReturnCode.NO_READERS_AVAILABLE)
                    : Answer.success(new Result.ListReaders(names));
        });
    }

    Answer getStatusChange(Call.GetStatusChange call) {
        return lock.interruptibly(() -> {
            cancelled = false;
            waiting = true;
            try {
                long timeout = call.timeout().orElse(Pcsc.INFINITE.toMillis());
                return new StatusWait(
                                daemon, () -> cancelled, timeout, call.readers().orElse(List.of()))
                        .run();
            } finally {
                waiting = false;
            }
        });
    }

    /// Makes `SCardCancel`: requests the event that ends the wait, as libpcsclite does. The daemon ignores a
    /// cancel between two registrations, so this also wakes the waiting thread.
    Answer cancel() {
        if (!waiting) {
            return Answer.success();
        }
        cancelled = true;
        boolean interrupted = Thread.interrupted();
        try (var second = DaemonConnection.open(socket)) {
            second.send(new Request.Cancel(handle));
            daemon.wake();
            second.receive();
        } catch (ConnectionFailure _) {
            daemon.wake(); // the daemon has stopped; waking the thread is enough
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return Answer.success();
    }

    Answer connect(Call.Connect call) {
        if (call.reader().getBytes(StandardCharsets.UTF_8).length > MAX_READER_NAME) {
            return Answer.of(ReturnCode.INVALID_VALUE);
        }
        var request = new Request.Connect(
                handle,
                call.reader(),
                call.shareMode().value(),
                call.preferredProtocols().mask());
        return lock.interruptibly(() -> {
            Reply.Connect reply = daemon.exchange(request, Reply.Connect.class);
            return reply.returnCode() == 0
                    ? Answer.success(new Result.Connect(reply.card(), new Protocol(reply.activeProtocol())))
                    : coded(reply);
        });
    }

    Answer reconnect(int card, Call.Reconnect call) {
        var request = new Request.Reconnect(
                card,
                call.shareMode().value(),
                call.preferredProtocols().mask(),
                call.initialization().value(),
                0);
        return lock.retrying(() -> {
            Reply.Reconnect reply = daemon.exchange(request, Reply.Reconnect.class);
            return reply.returnCode() == 0
                    ? Answer.success(new Result.Reconnect(new Protocol(reply.activeProtocol())))
                    : coded(reply);
        });
    }

    Answer disconnect(int card, Disposition disposition) {
        return lock.uninterruptibly(() ->
                coded(daemon.exchange(new Request.Disconnect(card, disposition.value()), Reply.Disconnect.class)));
    }

    Answer beginTransaction(int card) {
        return lock.retryingAlways(
                () -> coded(daemon.exchange(new Request.BeginTransaction(card), Reply.BeginTransaction.class)));
    }

    Answer endTransaction(int card, Disposition disposition) {
        return lock.uninterruptibly(() -> coded(
                daemon.exchange(new Request.EndTransaction(card, disposition.value()), Reply.EndTransaction.class)));
    }

    /// Makes `SCardStatus`. The daemon returns only a code; name, state and ATR are in its reader table.
    Answer status(int card, String reader) {
        return lock.retrying(() -> {
            var entry = ReaderEvents.find(daemon.readersState(), reader);
            if (entry.isEmpty()) {
                return Answer.of(ReturnCode.READER_UNAVAILABLE);
            }
            Reply.Status reply = daemon.exchange(new Request.Status(card), Reply.Status.class);
            return reply.returnCode() == 0 ? Answer.success(status(entry.get())) : coded(reply);
        });
    }

    private static Result.Status status(ReaderEntry entry) {
        var state = new CardState((entry.eventCounter() << 16) + entry.state());
        return new Result.Status(entry.name(), state, new Protocol(entry.protocol()), entry.atr());
    }

    Answer transmit(int card, Call.Transmit call) {
        if (call.sendBuffer().length() > Pcsc.MAX_BUFFER) {
            return Answer.of(ReturnCode.INSUFFICIENT_BUFFER);
        }
        int capacity = capacity(call.recvLength());
        int protocol = call.sendPci().protocol().value();
        var request = new Request.Transmit(
                card, protocol, PCI_LENGTH, protocol, PCI_LENGTH, capacity(call.recvLength()), call.sendBuffer());
        return lock.retrying(() -> {
            Reply.Transmit reply = daemon.exchange(request, Reply.Transmit.class);
            var recvPci = new Pci(new Protocol(reply.recvProtocol()), reply.recvPciLength());
            return reply.returnCode() == 0
                    ? Answer.success(new Result.Transmit(recvPci, reply.data()))
                    : failure(reply, reply.length(), capacity);
        });
    }

    /// Makes `SCardTransmit` from array to array, without allocation.
    ///
    /// @return the return code in the high half; in the low half the length of the response, or the required
    /// length
    long transmit(int card, int protocol, byte[] command, byte[] response) {
        if (command.length > Pcsc.MAX_BUFFER) {
            return outcome(ReturnCode.INSUFFICIENT_BUFFER.value(), 0);
        }
        while (true) {
            if (!lock.enter()) {
                return outcome(ReturnCode.CANCELLED.value(), 0);
            }
            int code;
            try {
                code = daemon.transmit(card, protocol, command, response);
                if (code != ReturnCode.SHARING_VIOLATION.value() || !lock.mayBlock()) {
                    return outcome(code, daemon.transmittedLength());
                }
            } catch (ConnectionFailure e) {
                return outcome(e.code().value(), 0);
            } finally {
                lock.leave();
            }
            if (!lock.sleep()) {
                return outcome(ReturnCode.CANCELLED.value(), 0);
            }
        }
    }

    private static long outcome(int code, int length) {
        return ((long) code << 32) | length;
    }

    Answer control(int card, Call.Control call) {
        if (call.sendBuffer().length() > Pcsc.MAX_BUFFER) {
            return Answer.of(ReturnCode.INSUFFICIENT_BUFFER);
        }
        int capacity = capacity(call.recvLength());
        var request = new Request.Control(card, call.controlCode().value(), capacity, call.sendBuffer());
        return lock.interruptibly(() -> {
            Reply.Control reply = daemon.exchange(request, Reply.Control.class);
            return reply.returnCode() == 0
                    ? Answer.success(new Result.Control(reply.data()))
                    : failure(reply, reply.length(), capacity);
        });
    }

    Answer getAttrib(int card, Call.GetAttrib call) {
        var request = new Request.GetAttrib(card, call.attribute().value());
        return lock.uninterruptibly(() -> {
            Reply.GetAttrib reply = daemon.exchange(request, Reply.GetAttrib.class);
            return reply.returnCode() == 0
                    ? Answer.success(new Result.GetAttrib(reply.value()))
                    : failure(reply, reply.length(), MAX_ATTRIBUTE);
        });
    }

    Answer setAttrib(int card, Call.SetAttrib call) {
        if (call.value().length() > MAX_ATTRIBUTE) {
            return Answer.of(ReturnCode.INSUFFICIENT_BUFFER);
        }
        var request = new Request.SetAttrib(card, call.attribute().value(), call.value());
        return lock.uninterruptibly(() -> coded(daemon.exchange(request, Reply.SetAttrib.class)));
    }

    /// Ends a wait with `SCARD_E_CANCELLED`, then releases the context if the running call ends soon; otherwise
    /// closes the connection during the call.
    @Override
    public void close() {
        cancelled = true;
        daemon.wake();
        if (lock.enterSoon()) {
            try {
                release();
            } finally {
                lock.leave();
            }
        }
        daemon.close();
    }

    private static Answer coded(Reply.Coded reply) {
        return Answer.of(new ReturnCode(reply.returnCode()));
    }

    /// Adds the required size if the code and the size indicate that the buffer was too small.
    private static Answer failure(Reply.Coded reply, int needed, int capacity) {
        boolean tooSmall = reply.returnCode() == ReturnCode.INSUFFICIENT_BUFFER.value() && needed > capacity;
        return tooSmall ? new Answer(ReturnCode.INSUFFICIENT_BUFFER, new Result.BufferTooSmall(needed)) : coded(reply);
    }

    private static int capacity(OptionalLong recvLength) {
        return Math.clamp(recvLength.orElse(Pcsc.MAX_BUFFER), 0, Pcsc.MAX_BUFFER);
    }
}
