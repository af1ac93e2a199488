package dev.puce.wire;

import dev.puce.iso7816.Bytes;
import java.nio.ByteBuffer;

/// Encodes replies as the daemon does: without a header, and with the request's values in the fields that the
/// daemon does not fill in.
public final class ReplyEncoder {
    private ReplyEncoder() {}

    /// Encodes the reply to a request.
    ///
    /// @throws IllegalArgumentException if the reply does not belong to this request, or if a field does not fit
    public static ByteBuffer encode(Request request, Reply reply) {
        return switch (reply) {
            case Reply.Version(int major, int minor, int rv)
            when request instanceof Request.Version -> ints(major, minor, rv);
            case Reply.EstablishContext(int context, int rv)
            when request instanceof Request.EstablishContext r -> ints(r.scope(), context, rv);
            case Reply.ReleaseContext(int rv) when request instanceof Request.ReleaseContext r -> ints(r.context(), rv);
            case Reply.Connect(int card, int active, int rv)
            when request instanceof Request.Connect r -> {
                ByteBuffer out = Layout.allocate(Command.CONNECT.replySize()).putInt(r.context());
                ReaderName.write(out, r.reader());
                yield out.putInt(r.shareMode())
                        .putInt(r.preferredProtocols())
                        .putInt(card)
                        .putInt(active)
                        .putInt(rv)
                        .flip();
            }
            case Reply.Reconnect(int active, int rv)
            when request instanceof Request.Reconnect r ->
                ints(r.card(), r.shareMode(), r.preferredProtocols(), r.initialization(), active, rv);
            case Reply.Disconnect(int rv)
            when request instanceof Request.Disconnect r -> ints(r.card(), r.disposition(), rv);
            case Reply.BeginTransaction(int rv)
            when request instanceof Request.BeginTransaction r -> ints(r.card(), rv);
            case Reply.EndTransaction(int rv)
            when request instanceof Request.EndTransaction r -> ints(r.card(), r.disposition(), rv);
            case Reply.Transmit t
            when request instanceof Request.Transmit r ->
                data(
                        t.data(),
                        t.returnCode(),
                        r.card(),
                        r.sendProtocol(),
                        r.sendPciLength(),
                        r.data().length(),
                        t.recvProtocol(),
                        t.recvPciLength(),
                        t.length(),
                        t.returnCode());
            case Reply.Control(int length, Bytes data, int rv)
            when request instanceof Request.Control r ->
                data(data, rv, r.card(), r.controlCode(), r.data().length(), r.recvLength(), length, rv);
            case Reply.Status(int rv) when request instanceof Request.Status r -> ints(r.card(), rv);
            case Reply.Cancel(int rv) when request instanceof Request.Cancel r -> ints(r.context(), rv);
            case Reply.GetAttrib(Bytes field, int length, int rv)
            when request instanceof Request.GetAttrib r -> attribute(r.card(), r.attribute(), field, length, rv);
            case Reply.SetAttrib(int rv)
            when request instanceof Request.SetAttrib r ->
                attribute(r.card(), r.attribute(), r.value(), r.value().length(), rv);
            case Reply.ReadersState states
            when answersWithStates(request) -> {
                ByteBuffer out = Layout.allocate(states.entries().size() * ReaderEntry.SIZE);
                states.entries().forEach(entry -> entry.write(out));
                yield out.flip();
            }
            case Reply.ReadersStateSize(int count) when request instanceof Request.GetReadersStateSize -> ints(count);
            case Reply.StopWaitingReaderStateChange(int timeOut, int rv)
            when request instanceof Request.StopWaitingReaderStateChange -> ints(timeOut, rv);
            case Reply.ReaderEvents(int events, int rv)
            when request instanceof Request.GetReaderEvents -> ints(events, rv);
            case Reply.Unexpected unexpected
            when request instanceof Request.Unknown ->
                ByteBuffer.wrap(unexpected.bytes().toArray());
            default -> throw new IllegalArgumentException(reply + " is not a reply to " + request);
        };
    }

    /// Encodes an event.
    public static ByteBuffer encode(Reply.Event event) {
        return ints(event.timeOut(), event.returnCode());
    }

    private static boolean answersWithStates(Request request) {
        return request instanceof Request.GetReadersState
                || request instanceof Request.GetReadersStateArray
                || request instanceof Request.WaitReaderStateChange;
    }

    private static ByteBuffer ints(int... values) {
        return put(Layout.allocate(4 * values.length), values).flip();
    }

    /// Encodes a struct of these values, and the data if the return code is 0.
    private static ByteBuffer data(Bytes data, int returnCode, int... values) {
        Bytes sent = returnCode == 0 ? data : Bytes.EMPTY;
        ByteBuffer out = put(Layout.allocate(4 * values.length + sent.length()), values);
        sent.putInto(out);
        return out.flip();
    }

    private static ByteBuffer attribute(int card, int attribute, Bytes field, int length, int returnCode) {
        ByteBuffer out =
                Layout.allocate(Command.GET_ATTRIB.replySize()).putInt(card).putInt(attribute);
        Layout.writePadded(out, field, Layout.ATTRIBUTE, "the value of the attribute");
        return out.putInt(length).putInt(returnCode).flip();
    }

    private static ByteBuffer put(ByteBuffer out, int... values) {
        for (int value : values) {
            out.putInt(value);
        }
        return out;
    }
}
