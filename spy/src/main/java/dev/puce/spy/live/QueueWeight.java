package dev.puce.spy.live;

import dev.puce.pcsc.Call;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.TracedCall;
import dev.puce.wire.Message;
import dev.puce.wire.Reply;
import dev.puce.wire.Request;

/// Estimates the memory of a queued call or message, in bytes. A limit on their number would not limit the
/// memory: one call may carry 64 KB to a card, another the states of sixteen readers.
public final class QueueWeight {
    /// Memory of the objects without buffers.
    static final int MIN = 512;

    private static final int READER = 512;

    private QueueWeight() {}

    /// The memory of a call.
    public static int of(TracedCall traced) {
        int sent = switch (traced.call()) {
            case Call.Transmit transmit -> transmit.sendBuffer().length();
            case Call.Control control -> control.sendBuffer().length();
            default -> 0;
        };
        int received = switch (traced.outcome().map(TracedCall.Outcome::result).orElse(Result.NONE)) {
            case Result.Transmit transmit -> transmit.recvBuffer().length();
            case Result.Control control -> control.recvBuffer().length();
            case Result.GetStatusChange change -> change.readers().size() * READER;
            default -> 0;
        };
        return MIN + sent + received;
    }

    static int of(Message message) {
        return MIN
                + switch (message) {
                    case Message.Asked(Request.Transmit transmit, var _, var _) ->
                        transmit.data().length();
                    case Message.Asked(Request.Control control, var _, var _) ->
                        control.data().length();
                    case Message.Answered answered -> of(answered.asked()) + of(answered.reply());
                    default -> 0;
                };
    }

    private static int of(Reply reply) {
        return switch (reply) {
            case Reply.Transmit transmit -> transmit.data().length();
            case Reply.Control control -> control.data().length();
            case Reply.ReadersState(var entries) -> entries.size() * READER;
            default -> 0;
        };
    }
}
