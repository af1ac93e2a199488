package dev.puce.spy.assembler;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Attribute;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.CardState;
import dev.puce.pcsc.ControlCode;
import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.EventState;
import dev.puce.pcsc.Pci;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.Protocols;
import dev.puce.pcsc.ReaderState;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.ShareMode;
import dev.puce.wire.Command;
import dev.puce.wire.ReaderEntry;
import dev.puce.wire.Reply;
import dev.puce.wire.Request;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Translates messages into the vocabulary of the API.
final class Translation {
    private Translation() {}

    /// The call that consists of a single request. A command that is only a part of calls is unknown.
    static Call call(Request request) {
        return switch (request) {
            case Request.ReleaseContext(int context) -> new Call.ReleaseContext(handle(context));
            case Request.Connect(int context, String reader, int mode, int protocols) ->
                new Call.Connect(handle(context), reader, new ShareMode(mode), new Protocols(protocols));
            case Request.Reconnect r ->
                new Call.Reconnect(
                        handle(r.card()),
                        new ShareMode(r.shareMode()),
                        new Protocols(r.preferredProtocols()),
                        new Disposition(r.initialization()));
            case Request.Disconnect(int card, int disposition) ->
                new Call.Disconnect(handle(card), new Disposition(disposition));
            case Request.BeginTransaction(int card) -> new Call.BeginTransaction(handle(card));
            case Request.EndTransaction(int card, int disposition) ->
                new Call.EndTransaction(handle(card), new Disposition(disposition));
            case Request.Transmit r ->
                new Call.Transmit(
                        handle(r.card()),
                        new Pci(new Protocol(r.sendProtocol()), Integer.toUnsignedLong(r.sendPciLength())),
                        r.data(),
                        OptionalLong.of(Integer.toUnsignedLong(r.recvLength())));
            case Request.Control(int card, int code, int recvLength, Bytes data) ->
                new Call.Control(
                        handle(card), new ControlCode(code), data, OptionalLong.of(Integer.toUnsignedLong(recvLength)));
            case Request.Status(int card) -> new Call.Status(handle(card));
            case Request.Cancel(int context) -> new Call.Cancel(handle(context));
            case Request.GetAttrib(int card, int attribute) ->
                new Call.GetAttrib(handle(card), new Attribute(attribute));
            case Request.SetAttrib(int card, int attribute, Bytes value) ->
                new Call.SetAttrib(handle(card), new Attribute(attribute), value);
            case Request.Unknown unknown ->
                new Call.Unknown(
                        "command 0x%02X".formatted(unknown.command()),
                        "a request of %d bytes, unknown to puce"
                                .formatted(unknown.body().length()));
            default ->
                new Call.Unknown(
                        Command.of(request.command()).map(Command::name).orElse("?"),
                        "a message that belongs to no call of libpcsclite");
        };
    }

    /// The results of a reply other than its return code.
    static Result result(Reply reply) {
        return switch (reply) {
            case Reply.Connect(int card, int protocol, int rv)
            when rv == 0 -> new Result.Connect(handle(card), new Protocol(protocol));
            case Reply.Reconnect(int protocol, int rv) when rv == 0 -> new Result.Reconnect(new Protocol(protocol));
            case Reply.Transmit t
            when t.returnCode() == 0 ->
                new Result.Transmit(
                        new Pci(new Protocol(t.recvProtocol()), Integer.toUnsignedLong(t.recvPciLength())), t.data());
            case Reply.Transmit t when isTooSmall(t) -> tooSmall(t.length());
            case Reply.Control control when control.returnCode() == 0 -> new Result.Control(control.data());
            case Reply.Control control when isTooSmall(control) -> tooSmall(control.length());
            case Reply.GetAttrib attribute when attribute.returnCode() == 0 -> new Result.GetAttrib(attribute.value());
            default -> Result.NONE;
        };
    }

    /// Names of the readers, as SCardListReaders returns them.
    static List<String> names(List<ReaderEntry> entries) {
        return entries.stream()
                .filter(ReaderEntry::isUsed)
                .map(ReaderEntry::name)
                .toList();
    }

    /// The results of SCardStatus for a reader.
    static Result status(ReaderEntry entry) {
        return new Result.Status(
                entry.name(),
                new CardState(entry.eventCounter() << 16 | entry.state()),
                new Protocol(entry.protocol()),
                entry.atr());
    }

    /// The states of all readers of the daemon, as SCardGetStatusChange reports them. The messages contain
    /// neither the program's choice of readers nor the states that it assumed. So `SCARD_STATE_CHANGED` is set
    /// only if the state changed during the call.
    ///
    /// @param before the daemon's states at the start of the call
    /// @param after  the daemon's states at its end
    static List<ReaderState> readerStates(List<ReaderEntry> before, List<ReaderEntry> after) {
        return after.stream()
                .filter(ReaderEntry::isUsed)
                .map(entry -> readerState(entry, before.contains(entry) ? 0 : EventState.CHANGED))
                .toList();
    }

    /// Handles are unsigned 32-bit numbers in messages.
    static long handle(int value) {
        return Integer.toUnsignedLong(value);
    }

    private static ReaderState readerState(ReaderEntry entry, int changed) {
        int state = entry.eventCounter() << 16 | changed;
        boolean present = (entry.state() & CardState.PRESENT) != 0;
        if ((entry.state() & CardState.UNKNOWN) != 0) {
            state |= EventState.UNAVAILABLE;
        }
        if ((entry.state() & CardState.ABSENT) != 0) {
            state |= EventState.EMPTY;
        }
        if (present) {
            state |= EventState.PRESENT;
            state |= (entry.state() & CardState.SWALLOWED) != 0 ? EventState.MUTE : 0;
            state |= entry.sharing() > 0 ? EventState.INUSE : 0;
        }
        if (entry.sharing() == -1) {
            state |= EventState.EXCLUSIVE;
        }
        return new ReaderState(entry.name(), Optional.empty(), new EventState(state), entry.atr());
    }

    private static boolean isTooSmall(Reply.Coded reply) {
        return reply.returnCode() == ReturnCode.INSUFFICIENT_BUFFER.value();
    }

    private static Result tooSmall(int needed) {
        return new Result.BufferTooSmall(Integer.toUnsignedLong(needed));
    }
}
