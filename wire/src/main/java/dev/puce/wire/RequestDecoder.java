package dev.puce.wire;

import dev.puce.iso7816.Bytes;
import java.nio.ByteBuffer;
import java.util.Optional;

/// Splits a client's byte stream into requests. It does no I/O, accepts any pieces and returns whole messages.
///
/// ```java
/// for (var request = decoder.next(bytes); request.isPresent(); request = decoder.next(bytes)) { ... }
/// ```
///
/// An invalid header becomes [Request.Malformed]. Decoding continues at the next bytes that look like a header;
/// the bytes between become [Request.Skipped]. A daemon would have closed the connection.
///
/// The decoder holds at most one message: 65 588 bytes.
public final class RequestDecoder {
    /// Offsets of the data length in TRANSMIT and CONTROL.
    private static final int TRANSMIT_SEND_LENGTH = Layout.HEADER + 12;

    private static final int CONTROL_SEND_LENGTH = Layout.HEADER + 8;
    private static final int SKIPPED_SHOWN = 64;

    private final Accumulator message = new Accumulator();
    private final Accumulator skippedBeginning = new Accumulator();
    private long skipped;
    private boolean resynchronizing;

    /// Creates a decoder for the start of a connection.
    public RequestDecoder() {}

    /// Returns the next request. Empty if the input ends before the request; all input is then consumed.
    public Optional<Request> next(ByteBuffer in) {
        if (resynchronizing && !findHeader(in)) {
            return Optional.empty();
        }
        if (skipped > 0) {
            return takeSkipped();
        }
        if (!message.fill(in, Layout.HEADER)) {
            return Optional.empty();
        }
        int size = message.intAt(0);
        int number = message.intAt(4);
        Optional<Command> command = Command.of(number);
        if (command.isEmpty()) {
            return unknown(in, number, size);
        }
        if (!command.get().accepts(size)) {
            return malformed(
                    number,
                    size,
                    command.get() + " has " + Integer.toUnsignedString(size) + " bytes, not "
                            + command.get().requestSize());
        }
        return known(in, command.get(), Layout.HEADER + size);
    }

    /// Returns the number of buffered bytes of an incomplete message.
    public int unfinished() {
        return message.length();
    }

    /// Returns the bytes skipped since a malformed header. Call this at the end of the stream.
    public Optional<Request> takeSkipped() {
        if (skipped == 0) {
            return Optional.empty();
        }
        var result = new Request.Skipped(skipped, skippedBeginning.copy(SKIPPED_SHOWN));
        skipped = 0;
        skippedBeginning.drop(skippedBeginning.length());
        return Optional.of(result);
    }

    private Optional<Request> known(ByteBuffer in, Command command, int structEnd) {
        if (!message.fill(in, structEnd)) {
            return Optional.empty();
        }
        int end = structEnd;
        if (command == Command.TRANSMIT || command == Command.CONTROL) {
            int length = message.intAt(command == Command.TRANSMIT ? TRANSMIT_SEND_LENGTH : CONTROL_SEND_LENGTH);
            if (length < 0 || length > Layout.MAX_DATA) {
                return malformed(
                        command.number(),
                        length,
                        command + " announces " + Integer.toUnsignedString(length) + " bytes of data, more than "
                                + Layout.MAX_DATA);
            }
            end += length;
        }
        if (!message.fill(in, end)) {
            return Optional.empty();
        }
        Request request = read(command, message.peek(end).position(Layout.HEADER));
        message.drop(end);
        return Optional.of(request);
    }

    private Optional<Request> unknown(ByteBuffer in, int number, int size) {
        if (size < 0 || size > Layout.MAX_DATA) {
            return malformed(number, size, "neither the command nor the size is valid");
        }
        if (!message.fill(in, Layout.HEADER + size)) {
            return Optional.empty();
        }
        Bytes body = message.copy(Layout.HEADER + size).from(Layout.HEADER);
        message.drop(Layout.HEADER + size);
        return Optional.of(new Request.Unknown(number, body));
    }

    private Optional<Request> malformed(int command, int size, String reason) {
        message.drop(message.length());
        resynchronizing = true;
        return Optional.of(new Request.Malformed(command, size, reason));
    }

    /// Skips bytes up to a valid header.
    private boolean findHeader(ByteBuffer in) {
        while (message.fill(in, Layout.HEADER)) {
            int size = message.intAt(0);
            if (Command.of(message.intAt(4))
                    .filter(known -> known.accepts(size))
                    .isPresent()) {
                resynchronizing = false;
                return true;
            }
            if (skippedBeginning.length() < SKIPPED_SHOWN) {
                skippedBeginning.fill(message.peek(1), SKIPPED_SHOWN);
            }
            skipped++;
            message.drop(1);
        }
        return false;
    }

    private static Request read(Command command, ByteBuffer in) {
        in.order(Layout.ORDER);
        return switch (command) {
            case VERSION -> new Request.Version(in.getInt(), in.getInt());
            case ESTABLISH_CONTEXT -> new Request.EstablishContext(in.getInt());
            case RELEASE_CONTEXT -> new Request.ReleaseContext(in.getInt());
            case CONNECT -> new Request.Connect(in.getInt(), ReaderName.read(in), in.getInt(), in.getInt());
            case RECONNECT -> new Request.Reconnect(in.getInt(), in.getInt(), in.getInt(), in.getInt(), in.getInt());
            case DISCONNECT -> new Request.Disconnect(in.getInt(), in.getInt());
            case BEGIN_TRANSACTION -> new Request.BeginTransaction(in.getInt());
            case END_TRANSACTION -> new Request.EndTransaction(in.getInt(), in.getInt());
            case TRANSMIT -> {
                int card = in.getInt();
                int sendProtocol = in.getInt();
                int sendPciLength = in.getInt();
                int sendLength = in.getInt();
                int recvProtocol = in.getInt();
                int recvPciLength = in.getInt();
                int recvLength = in.getInt();
                in.getInt();
                yield new Request.Transmit(
                        card,
                        sendProtocol,
                        sendPciLength,
                        recvProtocol,
                        recvPciLength,
                        recvLength,
                        Layout.read(in, sendLength));
            }
            case CONTROL -> {
                int card = in.getInt();
                int controlCode = in.getInt();
                int sendLength = in.getInt();
                int recvLength = in.getInt();
                in.getLong();
                yield new Request.Control(card, controlCode, recvLength, Layout.read(in, sendLength));
            }
            case STATUS -> new Request.Status(in.getInt());
            case CANCEL -> new Request.Cancel(in.getInt());
            case GET_ATTRIB -> new Request.GetAttrib(in.getInt(), in.getInt());
            case SET_ATTRIB -> {
                int card = in.getInt();
                int attribute = in.getInt();
                Bytes field = Layout.read(in, Layout.ATTRIBUTE);
                int length = in.getInt();
                yield new Request.SetAttrib(card, attribute, field.slice(0, Math.clamp(length, 0, field.length())));
            }
            case GET_READERS_STATE -> new Request.GetReadersState();
            case WAIT_READER_STATE_CHANGE -> new Request.WaitReaderStateChange(Bytes.from(in));
            case STOP_WAITING_READER_STATE_CHANGE -> new Request.StopWaitingReaderStateChange(Bytes.from(in));
            case GET_READER_EVENTS -> new Request.GetReaderEvents();
            case GET_READERS_STATE_SIZE -> new Request.GetReadersStateSize();
            case GET_READERS_STATE_ARRAY -> new Request.GetReadersStateArray();
        };
    }
}
