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

/// One connection to pcscd, which sends requests and receives replies, one at a time. Not thread-safe, except for
/// [#close()] and [#wake()].
///
/// Failures have the codes of libpcsclite. No listener or a failed write is `SCARD_E_NO_SERVICE`, the end of the
/// stream `SCARD_F_COMM_ERROR`, and a reset during a wait for a reply `SCARD_W_SECURITY_VIOLATION`. After a
/// failure or an interrupt (`SCARD_E_CANCELLED`), the connection is unusable: `SCARD_E_NO_SERVICE`.
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

    /// Connects without sending a request.
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

    /// Returns the negotiated version; the newest before [#negotiate()].
    ProtocolVersion version() {
        return version;
    }

    /// Negotiates a version. It proposes the newest; if the daemon refuses, it proposes the daemon's own on the
    /// same connection.
    ///
    /// @return `SCARD_S_SUCCESS`, or the daemon's code for the last proposal
    ReturnCode negotiate() throws ConnectionFailure {
        Reply.Version reply = propose(version);
        var daemons = new ProtocolVersion(reply.major(), reply.minor());
        boolean supported = daemons.major() == version.major() && daemons.compareTo(ProtocolVersion.V4_2) >= 0;
        if (reply.returnCode() == ReturnCode.SERVICE_STOPPED.value() && supported && daemons.compareTo(version) < 0) {
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

    /// Sends a request and waits for its reply. An event that overtakes the reply is kept for [#receiveUntil].
    <R extends Reply> R exchange(Request request, Class<R> type) throws ConnectionFailure {
        send(request);
        while (true) {
            Reply reply = receive();
            if (type.isInstance(reply)) {
                return type.cast(reply);
            }
            if (!(reply instanceof Reply.Event event)) {
                throw protocolError(reply + " to " + request);
            }
            earlyEvent = Optional.of(event);
        }
    }

    /// Requests the states of all readers.
    List<ReaderEntry> readersState() throws ConnectionFailure {
        if (!version.hasStateArray()) {
            return exchange(new Request.GetReadersState(), Reply.ReadersState.class)
                    .entries();
        }
        exchange(new Request.GetReadersStateSize(), Reply.ReadersStateSize.class);
        return exchange(new Request.GetReadersStateArray(), Reply.ReadersState.class)
                .entries();
    }

    /// Discards an event that overtook a reply and was not received yet; false if there is none.
    boolean dropEarlyEvent() {
        boolean dropped = earlyEvent.isPresent();
        earlyEvent = Optional.empty();
        return dropped;
    }

    /// Sends a request without a reply, or whose reply is received later.
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

    /// Waits for an event, within [#uninterruptible()]. Empty at the deadline, after an interrupt of the thread,
    /// or after a call of [#wake()].
    ///
    /// @param deadline in terms of [System#nanoTime()]; empty for no deadline
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
                // libpcsclite does not distinguish a reset from an end during a wait
                throw new ConnectionFailure(ReturnCode.COMM_ERROR, e);
            }
        }
        return answer.map(message -> message.reply() instanceof Reply.Event it ? it : Reply.Event.CHANGED);
    }

    /// Prevents interrupts from breaking the connection until the returned object is closed: the thread waits in
    /// a selector. The interrupt status of the thread is restored afterwards.
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
                    close(); // closed by another thread; otherwise the next call fails
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

    /// Returns whether the thread was interrupted within [#uninterruptible()].
    boolean wasInterrupted() {
        interrupted |= Thread.interrupted();
        return interrupted;
    }

    /// Waits for input; false at the deadline, after an interrupt, or after [#wake()].
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

    /// Ends the current or next [#receiveUntil] of another thread.
    void wake() {
        Selector waiting = selector;
        if (waiting != null) {
            waiting.wakeup();
        }
    }

    /// Makes a TRANSMIT from array to array, without allocation.
    ///
    /// @return the return code; [#transmittedLength()] is the length of the response, or the required length
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
                throw protocolError("a reply of " + Integer.toUnsignedLong(length) + " bytes");
            }
            fill(TransmitStruct.REPLY_SIZE + length);
            in.get(TransmitStruct.REPLY_SIZE, response, 0, length);
        }
        in.limit(in.position());
        return code;
    }

    /// Returns the length of the last [#transmit].
    int transmittedLength() {
        return TransmitStruct.length(in);
    }

    /// Reads until the buffer contains `size` bytes from index 0.
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
            while (count == 0) { // only within uninterruptible()
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

    private ConnectionFailure protocolError(String message) {
        close();
        return new ConnectionFailure(ReturnCode.COMM_ERROR, new IOException("the daemon sent " + message));
    }

    private ConnectionFailure cancelled(AsynchronousCloseException e) {
        close();
        return new ConnectionFailure(ReturnCode.CANCELLED, e);
    }

    /// Closes the socket. A blocked call of another thread ends with `SCARD_E_CANCELLED`.
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
                // no data is lost, and the daemon sees the end of the stream
            }
        }
    }
}
