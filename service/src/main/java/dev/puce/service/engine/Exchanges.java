package dev.puce.service.engine;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Attribute;
import dev.puce.pcsc.CardState;
import dev.puce.pcsc.ControlCode;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.ReturnCode;
import dev.puce.service.driver.ControlCommands;
import dev.puce.service.driver.ControlResult;
import dev.puce.service.driver.ReaderAttributes;
import dev.puce.wire.Reply;
import dev.puce.wire.Request;
import java.util.Optional;
import java.util.function.Consumer;

/// Executes STATUS, TRANSMIT, CONTROL, GET_ATTRIB and SET_ATTRIB.
final class Exchanges {
    /// Protocol of the receive PCI in every response: common drivers always write this value.
    private static final int RECV_PROTOCOL = 1;

    private Exchanges() {}

    /// Checks whether the handle may be used: no other handle has the lock, and the card was neither reset nor
    /// removed.
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

    /// Sends a command to the card.
    static void transmit(Handle handle, Request.Transmit request, Consumer<Reply.Transmit> then) {
        ReturnCode checked = checkTransmit(handle, request.sendProtocol());
        CardExecutor executor = handle.reader.executor();
        if (!checked.isSuccess()) {
            then.accept(refused(request, checked));
        } else if (executor == null || !executor.isPowered()) {
            then.accept(refused(request, executor == null ? ReturnCode.NO_SMARTCARD : ReturnCode.NOT_TRANSACTED));
        } else if (!handle.reader.acceptsCommand()) {
            then.accept(refused(request, ReturnCode.NO_SMARTCARD));
        } else {
            executor.transmit(request.data(), outcome -> then.accept(answer(request, outcome)));
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
        return sendProtocol == ProtocolChoice.LEGACY_ANY
                        || sendProtocol == reader.protocol().value()
                ? ReturnCode.SUCCESS
                : ReturnCode.PROTO_MISMATCH;
    }

    private static Reply.Transmit answer(Request.Transmit request, CardExecutor.Outcome outcome) {
        return switch (outcome) {
            case CardExecutor.Outcome.Answer(Bytes response) ->
                response.length() <= request.recvLength()
                        ? Reply.Transmit.success(RECV_PROTOCOL, request.recvPciLength(), response)
                        : new Reply.Transmit(
                                RECV_PROTOCOL,
                                request.recvPciLength(),
                                response.length(),
                                Bytes.EMPTY,
                                ReturnCode.INSUFFICIENT_BUFFER.value());
            case CardExecutor.Outcome.Mute mute -> refused(request, mute.code().orElse(ReturnCode.NOT_TRANSACTED));
            case CardExecutor.Outcome.Removed _ -> refused(request, ReturnCode.NO_SMARTCARD);
        };
    }

    private static Reply.Transmit refused(Request.Transmit request, ReturnCode code) {
        return new Reply.Transmit(request.recvProtocol(), request.recvPciLength(), 0, Bytes.EMPTY, code.value());
    }

    /// Sends data to the reader, or through its PIN pad to the card. Works even after a reset or removal.
    static void control(Handle handle, Request.Control request, Consumer<Reply.Control> then) {
        EngineReader reader = handle.reader;
        ReturnCode access = access(handle);
        if (!access.isSuccess()) {
            then.accept(refused(access));
            return;
        }
        switch (ControlCommands.execute(reader.profile, new ControlCode(request.controlCode()), request.data())) {
            case ControlResult.Response(Bytes data) -> then.accept(answer(request, data));
            case ControlResult.Failure(ReturnCode code) -> then.accept(refused(code));
            case ControlResult.CardCommand(Bytes command) -> {
                CardExecutor executor = reader.executor();
                if (executor == null || !executor.isPowered()) {
                    then.accept(refused(ReturnCode.NOT_TRANSACTED));
                } else {
                    executor.transmit(
                            command,
                            outcome -> then.accept(
                                    outcome instanceof CardExecutor.Outcome.Answer(Bytes response)
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
            return refusedAttribute(status);
        }
        var attribute = new Attribute(request.attribute());
        Optional<Bytes> value = isReaderName(attribute)
                ? Optional.of(ReaderAttributes.text(reader.name()))
                : ReaderAttributes.value(reader.profile, attribute, reader.cardStatus());
        return value.map(Reply.GetAttrib::success).orElseGet(() -> refusedAttribute(ReturnCode.UNEXPECTED));
    }

    /// Returns whether pcscd itself answers for the attribute, because drivers do not know the name that pcscd
    /// made.
    private static boolean isReaderName(Attribute attribute) {
        return attribute.equals(Attribute.DEVICE_FRIENDLY_NAME_A) || attribute.equals(Attribute.DEVICE_SYSTEM_NAME_A);
    }

    private static Reply.GetAttrib refusedAttribute(ReturnCode code) {
        return new Reply.GetAttrib(Bytes.EMPTY, 264, code.value());
    }

    /// Refuses to set an attribute, with the code of a driver for an unsupported one.
    static Reply.SetAttrib setAttribute(Handle handle) {
        ReturnCode status = status(handle);
        return new Reply.SetAttrib((status.isSuccess() ? ReturnCode.UNEXPECTED : status).value());
    }
}
