package dev.puce.service.engine;

import dev.puce.pcsc.CardState;
import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.ShareMode;
import dev.puce.wire.Reply;
import dev.puce.wire.Request;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/// Executes CONNECT, RECONNECT and DISCONNECT.
///
/// The checks have pcscd's order, which decides which of several errors a client sees.
final class Connections {
    private final int maxHandlesPerReader;
    private final BiFunction<Client, EngineReader, Handle> newHandle;

    /// Outcome of a CONNECT.
    ///
    /// @param handle   null unless the code is success
    /// @param protocol the active protocol, 0 if it was not negotiated
    record Connected(Handle handle, int protocol, ReturnCode code) {
        private static Connected refused(ReturnCode code) {
            return new Connected(null, 0, code);
        }
    }

    /// Makes an instance.
    ///
    /// @param newHandle makes a handle with a unique number
    Connections(int maxHandlesPerReader, BiFunction<Client, EngineReader, Handle> newHandle) {
        this.maxHandlesPerReader = maxHandlesPerReader;
        this.newHandle = newHandle;
    }

    /// Checks the arguments of a CONNECT; returns the error, or success.
    static ReturnCode check(Request.Connect request) {
        var mode = new ShareMode(request.shareMode());
        if (!mode.equals(ShareMode.DIRECT) && !ProtocolChoice.isAcceptable(request.preferredProtocols())) {
            return ReturnCode.PROTO_MISMATCH;
        }
        return isKnown(mode) ? ReturnCode.SUCCESS : ReturnCode.INVALID_VALUE;
    }

    /// Checks the arguments of a RECONNECT; returns the error, or success.
    static ReturnCode check(Request.Reconnect request) {
        var initialization = new Disposition(request.initialization());
        var mode = new ShareMode(request.shareMode());
        if (!isKnown(initialization) || initialization.equals(Disposition.EJECT) || !isKnown(mode)) {
            return ReturnCode.INVALID_VALUE;
        }
        return mode.equals(ShareMode.DIRECT) || ProtocolChoice.isAcceptable(request.preferredProtocols())
                ? ReturnCode.SUCCESS
                : ReturnCode.PROTO_MISMATCH;
    }

    static boolean isKnown(Disposition disposition) {
        return disposition.value() >= Disposition.LEAVE.value() && disposition.value() <= Disposition.EJECT.value();
    }

    private static boolean isKnown(ShareMode mode) {
        return mode.equals(ShareMode.EXCLUSIVE) || mode.equals(ShareMode.SHARED) || mode.equals(ShareMode.DIRECT);
    }

    /// Connects. The response waits while another handle has a transaction.
    void connect(Client client, EngineReader reader, Request.Connect request, Consumer<Connected> then) {
        if (reader.sharing() == EngineReader.EXCLUSIVE) {
            then.accept(Connected.refused(ReturnCode.SHARING_VIOLATION));
            return;
        }
        reader.lock.whenFree(() -> connectUnlocked(client, reader, request, then));
    }

    private void connectUnlocked(
            Client client, EngineReader reader, Request.Connect request, Consumer<Connected> then) {
        boolean direct = request.shareMode() == ShareMode.DIRECT.value();
        if (reader.isUnplugged()) {
            then.accept(Connected.refused(ReturnCode.READER_UNAVAILABLE));
        } else if (reader.sharing() == EngineReader.EXCLUSIVE) { // another client was faster
            then.accept(Connected.refused(ReturnCode.SHARING_VIOLATION));
        } else if (direct) {
            then.accept(takeHandle(client, reader, request));
        } else if (!reader.has(CardState.PRESENT)) {
            then.accept(Connected.refused(ReturnCode.NO_SMARTCARD));
        } else if (reader.power() == EngineReader.Power.OFF) {
            reader.executor().powerOn(outcome -> {
                reader.poweredUp(outcome);
                then.accept(connectPowered(client, reader, request));
            });
        } else {
            then.accept(connectPowered(client, reader, request));
        }
    }

    private Connected connectPowered(Client client, EngineReader reader, Request.Connect request) {
        if (!reader.has(CardState.POWERED)) {
            return Connected.refused(ReturnCode.UNPOWERED_CARD);
        }
        reader.use();
        return takeHandle(client, reader, request);
    }

    private Connected takeHandle(Client client, EngineReader reader, Request.Connect request) {
        var mode = new ShareMode(request.shareMode());
        ReturnCode negotiated = negotiate(reader, mode, request.preferredProtocols());
        if (!negotiated.isSuccess()) {
            return Connected.refused(negotiated);
        }
        int protocol = reader.protocol().value();
        boolean exclusive = mode.equals(ShareMode.EXCLUSIVE);
        if (reader.sharing() == EngineReader.EXCLUSIVE || (exclusive && reader.sharing() != 0)) {
            return new Connected(null, protocol, ReturnCode.SHARING_VIOLATION);
        }
        if (reader.handles.size() >= maxHandlesPerReader) {
            return new Connected(null, protocol, ReturnCode.INTERNAL_ERROR);
        }
        Handle handle = newHandle.apply(client, reader);
        reader.handles.add(handle);
        if (exclusive) {
            reader.lock.lock(handle);
        }
        reader.share(exclusive ? EngineReader.EXCLUSIVE : reader.sharing() + 1);
        return new Connected(handle, protocol, ReturnCode.SUCCESS);
    }

    /// Negotiates the protocol. It belongs to the reader: the first client after a reset chooses for all.
    private static ReturnCode negotiate(EngineReader reader, ShareMode mode, int preferred) {
        if ((preferred & Protocol.RAW.value()) != 0) {
            reader.setProtocol(Protocol.RAW);
            return ReturnCode.SUCCESS;
        }
        if (mode.equals(ShareMode.DIRECT)) {
            return ReturnCode.SUCCESS;
        }
        if (!reader.protocol().equals(Protocol.UNDEFINED)) {
            return (preferred & reader.protocol().value()) != 0 ? ReturnCode.SUCCESS : ReturnCode.PROTO_MISMATCH;
        }
        Optional<Protocol> chosen = ProtocolChoice.choose(reader.atr(), preferred);
        chosen.ifPresent(reader::setProtocol);
        return chosen.isPresent() ? ReturnCode.SUCCESS : ReturnCode.PROTO_MISMATCH;
    }

    void reconnect(Handle handle, Request.Reconnect request, Consumer<Reply.Reconnect> then) {
        EngineReader reader = handle.reader;
        if (!reader.lock.admits(handle)) {
            then.accept(failed(ReturnCode.SHARING_VIOLATION));
        } else if (request.initialization() == Disposition.LEAVE.value()) {
            if (reader.has(CardState.ABSENT)) {
                then.accept(failed(ReturnCode.NO_SMARTCARD));
            } else if (reader.has(CardState.SWALLOWED)) {
                then.accept(failed(ReturnCode.UNRESPONSIVE_CARD));
            } else if (request.shareMode() != ShareMode.DIRECT.value()
                    && !reader.executor().isPowered()) {
                powerUpAgain(
                        reader,
                        powered -> then.accept(
                                powered.isSuccess()
                                        ? updateSharing(handle, request)
                                        : failed(ReturnCode.UNRESPONSIVE_CARD)));
            } else {
                then.accept(updateSharing(handle, request));
            }
        } else {
            reader.flagAll(ReturnCode.RESET_CARD);
            reader.restart(request.initialization() == Disposition.UNPOWER.value(), code -> {
                if (code.isSuccess()) {
                    then.accept(updateSharing(handle, request));
                } else {
                    then.accept(failed(
                            code.equals(ReturnCode.REMOVED_CARD)
                                    ? ReturnCode.NO_SMARTCARD
                                    : ReturnCode.UNRESPONSIVE_CARD));
                }
            });
        }
    }

    /// Restores the power that another client or the idle timer has switched off. pcscd negotiates with the
    /// unpowered card instead, and the card stays unpowered. As in pcscd, the negotiated protocol stays valid.
    private static void powerUpAgain(EngineReader reader, Consumer<ReturnCode> then) {
        Protocol negotiated = reader.protocol();
        reader.executor().powerOn(outcome -> {
            ReturnCode powered = reader.poweredUp(outcome);
            reader.setProtocol(negotiated);
            then.accept(powered);
        });
    }

    private static Reply.Reconnect failed(ReturnCode code) {
        return new Reply.Reconnect(0, code.value());
    }

    private static Reply.Reconnect updateSharing(Handle handle, Request.Reconnect request) {
        EngineReader reader = handle.reader;
        var mode = new ShareMode(request.shareMode());
        ReturnCode negotiated = negotiate(reader, mode, request.preferredProtocols());
        if (!negotiated.isSuccess()) {
            return failed(negotiated);
        }
        if (!mode.equals(ShareMode.DIRECT)) {
            reader.use();
        }
        int protocol = reader.protocol().value();
        if (mode.equals(ShareMode.EXCLUSIVE)) {
            if (reader.sharing() > 1) {
                return new Reply.Reconnect(protocol, ReturnCode.SHARING_VIOLATION.value());
            }
            if (reader.sharing() != EngineReader.EXCLUSIVE) {
                reader.lock.lock(handle);
                reader.share(EngineReader.EXCLUSIVE);
            }
        } else if (reader.sharing() == EngineReader.EXCLUSIVE) {
            // As in pcscd, the lock of exclusive use becomes a transaction that the client must end.
            reader.lock.unlock(handle, 1);
            reader.share(1);
        }
        handle.clearEvent();
        return new Reply.Reconnect(protocol, ReturnCode.SUCCESS.value());
    }

    /// Disconnects. Any disposition except leave waits while another handle has a transaction.
    void disconnect(Handle handle, Disposition disposition, Consumer<ReturnCode> then) {
        EngineReader reader = handle.reader;
        if (!isKnown(disposition)) {
            then.accept(ReturnCode.INVALID_VALUE);
        } else if (reader.isUnplugged() || disposition.equals(Disposition.LEAVE)) {
            leave(handle, then);
        } else if (reader.lock.isOwnedBy(handle)) {
            disconnectUnlocked(handle, disposition, then);
        } else {
            reader.lock.whenFree(() -> disconnectUnlocked(handle, disposition, then));
        }
    }

    private static void disconnectUnlocked(Handle handle, Disposition disposition, Consumer<ReturnCode> then) {
        EngineReader reader = handle.reader;
        if (disposition.equals(Disposition.RESET)) {
            reader.flagAll(ReturnCode.RESET_CARD);
            reader.restart(false, _ -> leave(handle, then));
        } else if (disposition.equals(Disposition.UNPOWER)) {
            reader.flagAll(ReturnCode.RESET_CARD);
            if (reader.hasCard()) {
                reader.executor().powerOff(outcome -> {
                    if (outcome instanceof CardExecutor.Outcome.Answer) {
                        reader.poweredDown();
                    }
                    leave(handle, then);
                });
            } else {
                reader.absent();
                leave(handle, then);
            }
        } else { // EJECT: virtual readers have no eject mechanism
            leave(handle, then);
        }
    }

    private static void leave(Handle handle, Consumer<ReturnCode> then) {
        EngineReader reader = handle.reader;
        reader.removeHandle(handle);
        reader.lock.release(handle);
        then.accept(ReturnCode.SUCCESS);
    }
}
