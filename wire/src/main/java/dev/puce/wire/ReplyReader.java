package dev.puce.wire;

import dev.puce.iso7816.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;

/// Decodes one complete reply, and checks whether bytes can be the start of one.
final class ReplyReader {
    private ReplyReader() {}

    /// Returns whether the bytes can be the start of the reply to the request: the daemon repeats the request's
    /// values in it.
    ///
    /// @param in at least 8 bytes, or the whole reply
    static boolean fits(Request request, ByteBuffer in) {
        return switch (request) {
            case Request.EstablishContext(int scope) -> repeats(in, scope);
            case Request.ReleaseContext(int context) -> repeats(in, context);
            case Request.Connect r -> repeats(in, r.context());
            case Request.Reconnect r -> repeats(in, r.card(), r.shareMode());
            case Request.Disconnect(int card, int disposition) -> repeats(in, card, disposition);
            case Request.BeginTransaction(int card) -> repeats(in, card);
            case Request.EndTransaction(int card, int disposition) -> repeats(in, card, disposition);
            case Request.Transmit r ->
                repeats(
                        in,
                        r.card(),
                        r.sendProtocol(),
                        r.sendPciLength(),
                        r.data().length());
            case Request.Control r ->
                repeats(in, r.card(), r.controlCode(), r.data().length(), r.recvLength());
            case Request.Status(int card) -> repeats(in, card);
            case Request.Cancel(int context) -> repeats(in, context);
            case Request.GetAttrib(int card, int attribute) -> repeats(in, card, attribute);
            case Request.SetAttrib r -> repeats(in, r.card(), r.attribute());
            default -> true;
        };
    }

    /// Returns whether the first 8 bytes can be an event.
    static boolean looksLikeEvent(ByteBuffer in) {
        int returnCode = in.getInt(4);
        return in.getInt(0) == 0 && (returnCode == 0 || returnCode == Reply.Event.CANCELLED.returnCode());
    }

    /// Returns the number of bytes after the struct of a reply to TRANSMIT or CONTROL; 0 for other replies.
    static int dataLength(Request request, ByteBuffer struct) {
        return switch (request) {
            case Request.Transmit _ -> struct.getInt(28) == 0 ? struct.getInt(24) : 0;
            case Request.Control _ -> struct.getInt(20) == 0 ? struct.getInt(16) : 0;
            default -> 0;
        };
    }

    /// Decodes the reply to a request. The buffer contains exactly the struct and its data.
    static Reply read(Request request, ByteBuffer in) {
        return switch (request) {
            case Request.Version _ -> new Reply.Version(in.getInt(), in.getInt(), in.getInt());
            case Request.EstablishContext _ -> new Reply.EstablishContext(in.getInt(4), in.getInt(8));
            case Request.ReleaseContext _ -> new Reply.ReleaseContext(in.getInt(4));
            case Request.Connect _ -> new Reply.Connect(in.getInt(140), in.getInt(144), in.getInt(148));
            case Request.Reconnect _ -> new Reply.Reconnect(in.getInt(16), in.getInt(20));
            case Request.Disconnect _ -> new Reply.Disconnect(in.getInt(8));
            case Request.BeginTransaction _ -> new Reply.BeginTransaction(in.getInt(4));
            case Request.EndTransaction _ -> new Reply.EndTransaction(in.getInt(8));
            case Request.Transmit _ ->
                new Reply.Transmit(
                        in.getInt(16), in.getInt(20), in.getInt(24), Bytes.from(in.position(32)), in.getInt(28));
            case Request.Control _ -> new Reply.Control(in.getInt(16), Bytes.from(in.position(24)), in.getInt(20));
            case Request.Status _ -> new Reply.Status(in.getInt(4));
            case Request.Cancel _ -> new Reply.Cancel(in.getInt(4));
            case Request.GetAttrib _ ->
                new Reply.GetAttrib(Layout.read(in.position(8), Layout.ATTRIBUTE), in.getInt(), in.getInt());
            case Request.SetAttrib _ -> new Reply.SetAttrib(in.getInt(276));
            case Request.StopWaitingReaderStateChange _ ->
                new Reply.StopWaitingReaderStateChange(in.getInt(), in.getInt());
            case Request.GetReaderEvents _ -> new Reply.ReaderEvents(in.getInt(), in.getInt());
            case Request.GetReadersStateSize _ -> new Reply.ReadersStateSize(in.getInt());
            case Request.GetReadersState _, Request.GetReadersStateArray _, Request.WaitReaderStateChange _ ->
                states(in);
            case Request.Unknown _, Request.Malformed _, Request.Skipped _ ->
                throw new IllegalArgumentException("cannot decode a reply to " + request);
        };
    }

    /// Decodes all entries in the buffer.
    static Reply.ReadersState states(ByteBuffer in) {
        var entries = new ArrayList<ReaderEntry>(in.remaining() / ReaderEntry.SIZE);
        while (in.remaining() >= ReaderEntry.SIZE) {
            entries.add(ReaderEntry.read(in));
        }
        return new Reply.ReadersState(entries);
    }

    static Reply.Event event(ByteBuffer in) {
        return new Reply.Event(in.getInt(), in.getInt());
    }

    private static boolean repeats(ByteBuffer in, int... values) {
        for (int i = 0; i < values.length && 4 * i + 4 <= in.limit(); i++) {
            if (in.getInt(4 * i) != values[i]) {
                return false;
            }
        }
        return true;
    }
}
