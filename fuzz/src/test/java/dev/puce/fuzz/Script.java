package dev.puce.fuzz;

import dev.puce.iso7816.Bytes;
import dev.puce.spy.assembler.CallAssembler;
import dev.puce.wire.Conversation;
import dev.puce.wire.Direction;
import dev.puce.wire.ProtocolVersion;
import dev.puce.wire.ReaderEntry;
import dev.puce.wire.Reply;
import dev.puce.wire.ReplyEncoder;
import dev.puce.wire.Request;
import dev.puce.wire.RequestEncoder;
import java.util.ArrayList;
import java.util.List;

/// Plays a conversation that follows the protocol. The bytes of an input choose the request, the connection (of two),
/// the answer, the time that passes, and whether the answer comes at all. So a fuzzer gets deep.
final class Script {
    private static final long[] PAUSES = {0, 20_000, 1_100_000, 60_000_000, 100_000_000, 2_000_000_000, 60_000_000_000L
    };
    private static final int[] CODES = {0, 0x8010000B, 0x80100008, 0x80100016, 0x80100069, 0x8010001E};

    private final byte[] input;
    private final Conversation[] conversations = new Conversation[2];
    private int at = 1;
    private long nanos;

    Script(byte[] input, CallAssembler assembler) {
        this.input = input;
        for (int i = 0; i < conversations.length; i++) {
            int connection = i + 1;
            conversations[i] = new Conversation(message -> assembler.message(connection, message));
        }
    }

    void play() {
        while (at < input.length) {
            Conversation conversation = conversations[choose(2)];
            nanos += PAUSES[choose(PAUSES.length)];
            switch (choose(8)) {
                case 0 ->
                    conversation.fromDaemon(
                            ReplyEncoder.encode(choose(2) == 0 ? Reply.Event.CHANGED : Reply.Event.CANCELLED), nanos);
                case 1 -> conversation.missed(1, nanos);
                case 2 -> conversation.closed(choose(2) == 0 ? Direction.TO_CLIENT : Direction.TO_DAEMON, nanos);
                default -> exchange(conversation);
            }
        }
    }

    private void exchange(Conversation conversation) {
        Request request = request();
        conversation.fromClient(RequestEncoder.encode(request), nanos);
        int fate = choose(16);
        if (fate != 0) {
            nanos += choose(4) * 30_000L;
            conversation.fromDaemon(ReplyEncoder.encode(request, reply(request)), nanos);
        }
    }

    private Request request() {
        int handle = choose(3);
        return switch (choose(20)) {
            case 0 -> new Request.Version(4, 2 + choose(5));
            case 1 -> new Request.EstablishContext(choose(3));
            case 2 -> new Request.ReleaseContext(handle);
            case 3 -> new Request.Connect(handle, "Reader " + choose(2), choose(4), choose(4));
            case 4 -> new Request.Reconnect(handle, choose(4), choose(4), choose(3), 0);
            case 5 -> new Request.Disconnect(handle, choose(4));
            case 6 -> new Request.BeginTransaction(handle);
            case 7 -> new Request.EndTransaction(handle, choose(4));
            case 8 -> new Request.Transmit(handle, 2, 16, 3, 16, 258, bytes());
            case 9 -> new Request.Control(handle, 0x42000D48, 256, bytes());
            case 10 -> new Request.Status(handle);
            case 11 -> new Request.Cancel(handle);
            case 12 -> new Request.GetAttrib(handle, 0x00090303);
            case 13 -> new Request.SetAttrib(handle, 0x00090303, bytes());
            case 14 -> new Request.GetReadersState();
            case 15 -> Request.WaitReaderStateChange.of(choose(2) == 0 ? ProtocolVersion.V4_3 : ProtocolVersion.V4_6);
            case 16 -> Request.StopWaitingReaderStateChange.of(ProtocolVersion.V4_6);
            case 17 -> new Request.GetReaderEvents();
            case 18 -> new Request.GetReadersStateSize();
            default -> new Request.GetReadersStateArray();
        };
    }

    private Reply reply(Request request) {
        int code = CODES[choose(CODES.length)];
        return switch (request) {
            case Request.Version _ -> new Reply.Version(4, 2 + choose(5), code);
            case Request.EstablishContext _ -> new Reply.EstablishContext(choose(3), code);
            case Request.ReleaseContext _ -> new Reply.ReleaseContext(code);
            case Request.Connect _ -> new Reply.Connect(choose(3), choose(3), code);
            case Request.Reconnect _ -> new Reply.Reconnect(choose(3), code);
            case Request.Disconnect _ -> new Reply.Disconnect(code);
            case Request.BeginTransaction _ -> new Reply.BeginTransaction(code);
            case Request.EndTransaction _ -> new Reply.EndTransaction(code);
            case Request.Transmit _ when code == 0 -> Reply.Transmit.success(1, 16, bytes());
            case Request.Transmit _ -> new Reply.Transmit(1, 16, choose(256), Bytes.EMPTY, code);
            case Request.Control _ when code == 0 -> Reply.Control.success(bytes());
            case Request.Control _ -> new Reply.Control(choose(256), Bytes.EMPTY, code);
            case Request.Status _ -> new Reply.Status(code);
            case Request.Cancel _ -> new Reply.Cancel(code);
            case Request.GetAttrib _ -> new Reply.GetAttrib(bytes(), choose(256), code);
            case Request.SetAttrib _ -> new Reply.SetAttrib(code);
            case Request.StopWaitingReaderStateChange _ -> new Reply.StopWaitingReaderStateChange(0, code);
            case Request.GetReaderEvents _ -> new Reply.ReaderEvents(choose(256), code);
            case Request.GetReadersStateSize _ -> new Reply.ReadersStateSize(choose(4));
            case Request.GetReadersState _, Request.GetReadersStateArray _, Request.WaitReaderStateChange _ ->
                new Reply.ReadersState(entries());
            case Request.Unknown _, Request.Malformed _, Request.Skipped _ -> throw new AssertionError(request);
        };
    }

    private List<ReaderEntry> entries() {
        var entries = new ArrayList<ReaderEntry>();
        for (int count = choose(4); count > 0; count--) {
            entries.add(ReaderEntry.of(
                    choose(3) == 0 ? "" : "Reader " + choose(2),
                    choose(256),
                    choose(64),
                    choose(3) - 1,
                    atr(),
                    choose(3)));
        }
        return entries;
    }

    private Bytes atr() {
        Bytes bytes = bytes();
        return bytes.slice(0, Math.min(33, bytes.length()));
    }

    private Bytes bytes() {
        int length = Math.min(choose(256), Math.max(0, input.length - at));
        Bytes bytes = Bytes.copyOf(input, Math.min(at, input.length), length);
        at += length;
        return bytes;
    }

    private int choose(int alternatives) {
        return at < input.length ? (input[at++] & 0xFF) % alternatives : 0;
    }
}
