package dev.puce.backend.socket;

import dev.puce.pcsc.Pcsc;
import dev.puce.pcsc.ReturnCode;
import dev.puce.wire.AnsweredRequest;
import dev.puce.wire.ProtocolVersion;
import dev.puce.wire.ReaderEntry;
import dev.puce.wire.Reply;
import dev.puce.wire.ReplyDecoder;
import dev.puce.wire.Request;
import dev.puce.wire.RequestEncoder;
import dev.puce.wire.TransmitStruct;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// One connection to pcscd: requests out, replies in, one at a time. Not for several threads at once, but for
/// [#close()] and [#wake()].
///
/// A failure is told as libpcsclite tells it: no listener or a failed write is `SCARD_E_NO_SERVICE`, the end of the
/// stream `SCARD_F_COMM_ERROR`, a reset while an answer is awaited `SCARD_W_SECURITY_VIOLATION`. Then, and after an
/// interrupt (`SCARD_E_CANCELLED`), the connection stays unusable: `SCARD_E_NO_SERVICE`.
final class DaemonConnection implements AutoCloseable {
    private static final int INITIAL_BUFFER = 4096;

    /// `sizeof(SCARD_IO_REQUEST)` of 64-bit clients.
    private static final int PCI_LENGTH = 16;

    private final SocketChannel channel;
    private final ReplyDecoder decoder = new ReplyDecoder(ReaderEntry.USUAL_COUNT);
    private ByteBuffer in = ByteBuffer.allocateDirect(INITIAL_BUFFER).flip();
    private ByteBuffer out = ByteBuffer.allocateDirect(INITIAL_BUFFER);
    private volatile Selector selector;
    private ProtocolVersion version = ProtocolVersion.V4_6;
    private Optional<Reply.Event> earlyEvent = Optional.empty();
    private boolean interrupted;

    private DaemonConnection(SocketChannel channel) {
        this.channel = channel;
    }

    /// Connects, and says nothing yet.
    static DaemonConnection open(Path socket) throws ConnectionFailure {
        SocketChannel channel = null;
        try {
            channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            channel.connect(UnixDomainSocketAddress.of(socket));
            return new DaemonConnection(channel);
        } catch (AsynchronousCloseException e) {
            throw new ConnectionFailure(ReturnCode.CANCELLED, e);
        } catch (IOException | IllegalArgumentException | UnsupportedOperationException e) {
            closeQuietly(channel);
            throw new ConnectionFailure(ReturnCode.NO_SERVICE, e);
        }
    }

    /// What both sides speak; the newest before [#negotiate()].
    ProtocolVersion version() {
        return version;
    }

    /// Agrees on a version: first the newest; if the daemon does not want it, the daemon's own, on the same
    /// connection.
    ///
    /// @return `SCARD_S_SUCCESS`, or what the daemon said to the second proposal
    ReturnCode negotiate() throws ConnectionFailure {
        Reply.Version reply = propose(version);
        var daemons = new ProtocolVersion(reply.major(), reply.minor());
        boolean spoken = daemons.major() == version.major() && daemons.compareTo(ProtocolVersion.V4_2) >= 0;
        if (reply.returnCode() == ReturnCode.SERVICE_STOPPED.value() && spoken && daemons.compareTo(version) < 0) {
            reply = propose(daemons);
        }
        if (reply.returnCode() == 0) {
            version = decoder.version().orElseThrow();
        }
        return new ReturnCode(reply.returnCode());
    }

    private Reply.Version propose(ProtocolVersion proposal) throws ConnectionFailure {
        return exchange(new Request.Version(proposal.major(), proposal.minor()), Reply.Version.class);
    }

    /// Sends a request and waits for the reply to it. An event that overtakes the reply is kept for [#receiveUntil].
    <R extends Reply> R exchange(Request request, Class<R> type) throws ConnectionFailure {
        send(request);
        while (true) {
            Reply reply = receive();
            if (type.isInstance(reply)) {
                return type.cast(reply);
            }
            if (!(reply instanceof Reply.Event event)) {
                throw nonsense(reply + " to " + request);
            }
            earlyEvent = Optional.of(event);
        }
    }

    /// Asks for the states of all readers.
    List<ReaderEntry> readersState() throws ConnectionFailure {
        if (!version.hasStateArray()) {
            return exchange(new Request.GetReadersState(), Reply.ReadersState.class)
                    .entries();
        }
        exchange(new Request.GetReadersStateSize(), Reply.ReadersStateSize.class);
        return exchange(new Request.GetReadersStateArray(), Reply.ReadersState.class)
                .entries();
    }

    /// Forgets an event that has overtaken a reply and was not received; false if there is none.
    boolean dropEarlyEvent() {
        boolean dropped = earlyEvent.isPresent();
        earlyEvent = Optional.empty();
        return dropped;
    }

    /// Sends a request that is not answered, or whose answer is taken later.
    void send(Request request) throws ConnectionFailure {
        decoder.sent(request);
        write(RequestEncoder.encode(request));
    }

    /// Waits for the next message of the daemon.
    Reply receive() throws ConnectionFailure {
        while (true) {
            Optional<AnsweredRequest> answer = decoder.next(in);
            if (answer.isPresent()) {
                return answer.get().reply();
            }
            read(in.clear());
            in.flip();
        }
    }

    /// Waits for an event, within [#uninterruptible()]; returns without one at the deadline, when the thread is
    /// interrupted, or when [#wake()] is called.
    ///
    /// @param deadline of [System#nanoTime()], or empty for no deadline
    Optional<Reply.Event> receiveUntil(Optional<Long> deadline) throws ConnectionFailure {
        Optional<Reply.Event> event = earlyEvent;
        earlyEvent = Optional.empty();
        if (event.isPresent()) {
            return event;
        }
        Optional<AnsweredRequest> answer = decoder.next(in);
        if (answer.isEmpty() && select(deadline)) {
            try {
                answer = Optional.of(new AnsweredRequest(Optional.empty(), receive()));
            } catch (ConnectionFailure e) {
                // libpcsclite sees no difference between a reset and an end while it waits
                throw new ConnectionFailure(ReturnCode.COMM_ERROR, e);
            }
        }
        return answer.map(message -> message.reply() instanceof Reply.Event it ? it : Reply.Event.CHANGED);
    }

    /// Until this is closed an interrupt does not break the connection, as it does otherwise: the thread waits in a
    /// selector. The interrupt is not lost, the thread has it again afterwards.
    Uninterruptible uninterruptible() throws ConnectionFailure {
        try {
            if (selector == null) {
                selector = Selector.open();
            }
            channel.configureBlocking(false);
            SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
            interrupted = Thread.interrupted();
            return () -> {
                try {
                    key.cancel();
                    selector.selectNow();
                    channel.configureBlocking(true);
                } catch (IOException | ClosedSelectorException _) {
                    close(); // closed by another thread, or the next call fails
                }
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            };
        } catch (IOException | ClosedSelectorException e) {
            close();
            throw new ConnectionFailure(ReturnCode.NO_SERVICE, e);
        }
    }

    /// Scope of [#uninterruptible()].
    interface Uninterruptible extends AutoCloseable {
        @Override
        void close();
    }

    /// Whether the thread was interrupted within [#uninterruptible()].
    boolean wasInterrupted() {
        interrupted |= Thread.interrupted();
        return interrupted;
    }

    /// Waits until there is something to read; false at the deadline, at an interrupt, and at [#wake()].
    private boolean select(Optional<Long> deadline) throws ConnectionFailure {
        long millis = 0;
        if (deadline.isPresent()) {
            long nanos = deadline.get() - System.nanoTime();
            if (nanos <= 0) {
                return false;
            }
            millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos + 999_999));
        }
        try {
            boolean readable = selector.select(millis) > 0;
            selector.selectedKeys().clear();
            interrupted |= Thread.interrupted();
            return readable;
        } catch (IOException | ClosedSelectorException e) {
            close();
            throw new ConnectionFailure(ReturnCode.CANCELLED, e);
        }
    }

    /// Ends [#receiveUntil] of another thread, or its next one.
    void wake() {
        Selector waiting = selector;
        if (waiting != null) {
            waiting.wakeup();
        }
    }

    /// TRANSMIT from array to array.
    ///
    /// @return the return code; the length of the answer, or the one that would be needed, is
    /// [#transmittedLength()]
    int transmit(int card, int protocol, byte[] command, byte[] response) throws ConnectionFailure {
        if (out.capacity() < TransmitStruct.REQUEST_SIZE + command.length) {
            out = ByteBuffer.allocateDirect(TransmitStruct.REQUEST_SIZE + command.length);
        }
        int capacity = Math.min(response.length, Pcsc.MAX_BUFFER);
        TransmitStruct.put(out.clear(), card, protocol, PCI_LENGTH, capacity, command);
        write(out.flip());
        in.clear();
        fill(TransmitStruct.REPLY_SIZE);
        int code = TransmitStruct.returnCode(in);
        if (code == 0) {
            int length = TransmitStruct.length(in);
            if (length < 0 || length > capacity) {
                throw nonsense("an answer of " + Integer.toUnsignedLong(length) + " bytes");
            }
            fill(TransmitStruct.REPLY_SIZE + length);
            in.get(TransmitStruct.REPLY_SIZE, response, 0, length);
        }
        in.limit(in.position());
        return code;
    }

    /// Of the last [#transmit].
    int transmittedLength() {
        return TransmitStruct.length(in);
    }

    /// Reads until the buffer holds so many bytes from index 0 on.
    private void fill(int size) throws ConnectionFailure {
        if (in.capacity() < size) {
            in = ByteBuffer.allocateDirect(size).put(in.flip());
        }
        while (in.position() < size) {
            read(in);
        }
    }

    private void write(ByteBuffer bytes) throws ConnectionFailure {
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (AsynchronousCloseException e) {
            throw cancelled(e);
        } catch (IOException e) {
            close();
            throw new ConnectionFailure(ReturnCode.NO_SERVICE, e);
        }
    }

    private void read(ByteBuffer target) throws ConnectionFailure {
        int count;
        try {
            count = channel.read(target);
            while (count == 0) { // within uninterruptible() only
                select(Optional.empty());
                count = channel.read(target);
            }
        } catch (AsynchronousCloseException e) {
            throw cancelled(e);
        } catch (IOException e) {
            close();
            throw new ConnectionFailure(ReturnCode.SECURITY_VIOLATION, e);
        }
        if (count < 0) {
            close();
            throw new ConnectionFailure(ReturnCode.COMM_ERROR, new IOException("the daemon closed the connection"));
        }
    }

    private ConnectionFailure nonsense(String message) {
        close();
        return new ConnectionFailure(ReturnCode.COMM_ERROR, new IOException("the daemon sent " + message));
    }

    private ConnectionFailure cancelled(AsynchronousCloseException e) {
        close();
        return new ConnectionFailure(ReturnCode.CANCELLED, e);
    }

    /// Closes the socket; a call that another thread has blocked in it ends with `SCARD_E_CANCELLED`.
    @Override
    public void close() {
        closeQuietly(channel);
        closeQuietly(selector);
    }

    private static void closeQuietly(AutoCloseable resource) {
        if (resource != null) {
            try {
                resource.close();
            } catch (Exception _) {
                // nothing can be lost: the daemon notices the end of the stream
            }
        }
    }
}
