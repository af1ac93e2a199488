package dev.puce.service.engine;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Attribute;
import dev.puce.pcsc.CardState;
import dev.puce.pcsc.ControlCode;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.ReturnCode;
import dev.puce.service.reader.ReaderAttributes;
import dev.puce.service.reader.ReaderControl;
import dev.puce.service.reader.ReaderControl.Reaction;
import dev.puce.wire.Reply;
import dev.puce.wire.Request;
import java.util.Optional;
import java.util.function.Consumer;

/// What passes between clients and card or reader: STATUS, TRANSMIT, CONTROL, GET_ATTRIB, SET_ATTRIB.
final class Exchanging {
    /// Protocol of the receive PCI in every answer: what the drivers that people use write there, whatever was used.
    private static final int RECV_PROTOCOL = 1;

    private Exchanging() {}

    /// Whether the handle may be used: nobody else has the lock, and the card is as it was.
    static ReturnCode status(Handle handle) {
        ReturnCode access = access(handle);
        return access.isSuccess() ? handle.event() : access;
    }

    private static ReturnCode access(Handle handle) {
        if (handle.reader.isUnplugged()) {
            return ReturnCode.INVALID_VALUE;
        }
        return handle.reader.lock.admits(handle) ? ReturnCode.SUCCESS : ReturnCode.SHARING_VIOLATION;
    }

    /// Hands a command to the card.
    static void transmit(Handle handle, Request.Transmit request, Consumer<Reply.Transmit> then) {
        ReturnCode checked = checkTransmit(handle, request.sendProtocol());
        CardDrive drive = handle.reader.drive();
        if (!checked.isSuccess()) {
            then.accept(refused(request, checked));
        } else if (drive == null || !drive.isPowered()) {
            then.accept(refused(request, drive == null ? ReturnCode.NO_SMARTCARD : ReturnCode.NOT_TRANSACTED));
        } else if (!handle.reader.passesCommand()) {
            then.accept(refused(request, ReturnCode.NO_SMARTCARD));
        } else {
            drive.transmit(request.data(), outcome -> then.accept(answer(request, outcome)));
        }
    }

    private static ReturnCode checkTransmit(Handle handle, int sendProtocol) {
        ReturnCode status = status(handle);
        if (!status.isSuccess() || sendProtocol == Protocol.RAW.value()) {
            return status;
        }
        EngineReader reader = handle.reader;
        if (reader.has(CardState.ABSENT)) {
            return ReturnCode.NO_SMARTCARD;
        }
        return sendProtocol == ProtocolChoice.ANY_OLD
                        || sendProtocol == reader.protocol().value()
                ? ReturnCode.SUCCESS
                : ReturnCode.PROTO_MISMATCH;
    }

    private static Reply.Transmit answer(Request.Transmit request, CardDrive.Outcome outcome) {
        return switch (outcome) {
            case CardDrive.Outcome.Answer(Bytes response) ->
                response.length() <= request.recvLength()
                        ? Reply.Transmit.success(RECV_PROTOCOL, request.recvPciLength(), response)
                        : new Reply.Transmit(
                                RECV_PROTOCOL,
                                request.recvPciLength(),
                                response.length(),
                                Bytes.EMPTY,
                                ReturnCode.INSUFFICIENT_BUFFER.value());
            case CardDrive.Outcome.Mute mute -> refused(request, mute.code().orElse(ReturnCode.NOT_TRANSACTED));
            case CardDrive.Outcome.Pulled _ -> refused(request, ReturnCode.NO_SMARTCARD);
        };
    }

    private static Reply.Transmit refused(Request.Transmit request, ReturnCode code) {
        return new Reply.Transmit(request.recvProtocol(), request.recvPciLength(), 0, Bytes.EMPTY, code.value());
    }

    /// Asks the reader, or through its PIN pad the card. Neither a reset nor a removal is in the way.
    static void control(Handle handle, Request.Control request, Consumer<Reply.Control> then) {
        EngineReader reader = handle.reader;
        ReturnCode access = access(handle);
        if (!access.isSuccess()) {
            then.accept(refused(access));
            return;
        }
        switch (ReaderControl.react(reader.profile, new ControlCode(request.controlCode()), request.data())) {
            case Reaction.Answer(Bytes data) -> then.accept(answer(request, data));
            case Reaction.Refusal(ReturnCode code) -> then.accept(refused(code));
            case Reaction.CardCommand(Bytes command) -> {
                CardDrive drive = reader.drive();
                if (drive == null || !drive.isPowered()) {
                    then.accept(refused(ReturnCode.NOT_TRANSACTED));
                } else {
                    drive.transmit(
                            command,
                            outcome -> then.accept(
                                    outcome instanceof CardDrive.Outcome.Answer(Bytes response)
                                            ? answer(request, response)
                                            : refused(ReturnCode.NOT_TRANSACTED)));
                }
            }
        }
    }

    private static Reply.Control answer(Request.Control request, Bytes data) {
        return data.length() <= request.recvLength()
                ? Reply.Control.success(data)
                : new Reply.Control(data.length(), Bytes.EMPTY, ReturnCode.INSUFFICIENT_BUFFER.value());
    }

    private static Reply.Control refused(ReturnCode code) {
        return new Reply.Control(0, Bytes.EMPTY, code.value());
    }

    static Reply.GetAttrib attribute(Handle handle, Request.GetAttrib request) {
        EngineReader reader = handle.reader;
        ReturnCode status = status(handle);
        if (!status.isSuccess()) {
            return unanswered(status);
        }
        var attribute = new Attribute(request.attribute());
        Optional<Bytes> value = isReaderName(attribute)
                ? Optional.of(ReaderAttributes.text(reader.name()))
                : ReaderAttributes.value(reader.profile, attribute, reader.cardAtHand());
        return value.map(Reply.GetAttrib::success).orElseGet(() -> unanswered(ReturnCode.UNEXPECTED));
    }

    /// The two that pcscd answers itself, because drivers do not know what it made of the name.
    private static boolean isReaderName(Attribute attribute) {
        return attribute.equals(Attribute.DEVICE_FRIENDLY_NAME_A) || attribute.equals(Attribute.DEVICE_SYSTEM_NAME_A);
    }

    private static Reply.GetAttrib unanswered(ReturnCode code) {
        return new Reply.GetAttrib(Bytes.EMPTY, 264, code.value());
    }

    /// No attribute of these readers can be set: the code is the one for a tag that a driver does not know.
    static Reply.SetAttrib setAttribute(Handle handle) {
        ReturnCode status = status(handle);
        return new Reply.SetAttrib((status.isSuccess() ? ReturnCode.UNEXPECTED : status).value());
    }
}
