package dev.puce.pcsc;

import dev.puce.iso7816.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Somebody who answers PC/SC calls: a native library, pcscd through its socket, a recording, a test.
///
/// Everything goes through [#answer(Call)]: a call in, its return code and result out, nothing thrown for a function
/// that failed. The other methods are the same functions with Java's parameters and results; they throw
/// [PcscException] for every return code but `SCARD_S_SUCCESS` (exceptions to this are named). To observe, change or
/// answer calls, implement `answer` and pass on what is not yours.
///
/// **Handles** are numbers of the platform's API, without a life of their own: a context from
/// [#establishContext(Scope)] until [#releaseContext(long)], a card from [#connect] until [#disconnect].
///
/// **Threads**: all methods may be called from any thread. As in pcsc-lite, calls on one context and its cards run one
/// after the other, so a wait in [#getStatusChange] delays everything else on its context; use a context of its own
/// for waiting. Only [#cancel(long)] overtakes.
///
/// **Interrupts**: over the socket an interrupt ends a wait in [#getStatusChange] with `SCARD_E_CANCELLED`, context
/// and cards stay usable; and it ends any other blocking call with `SCARD_E_CANCELLED` too, but the connection of the
/// context to the daemon is lost then, because its answer is. Native calls cannot be interrupted: [#cancel(long)].
public interface Pcsc extends AutoCloseable {
    /// Size of the biggest answer that SCardTransmit can return, in bytes: 65,536 of data and 2 of status word. Use
    /// [#MAX_BUFFER] for buffers.
    int MAX_RESPONSE = 65_538;

    /// Size of a buffer into which every answer fits, in bytes (`MAX_BUFFER_SIZE_EXTENDED` of pcsc-lite).
    int MAX_BUFFER = 65_548;

    /// Waits for ever: `INFINITE`, 0xFFFFFFFF ms.
    Duration INFINITE = Duration.ofMillis(0xFFFF_FFFFL);

    /// The PC/SC service of this machine: what the system property `dev.puce.pcsc` says ([#open(String)]), else the
    /// native library, else, where there is none, pcscd's socket. Whether the service runs shows when a context is
    /// established.
    ///
    /// @throws RuntimeException if the platform's library is missing and nothing can take its place; the message
    /// says what was tried and what to do
    static Pcsc open() {
        return open(System.getProperty(PcscProvider.PROPERTY, "auto"));
    }

    /// A PC/SC service of the caller's choice.
    ///
    /// @param backend `auto`; `native` or `native:LIBRARY` for a native library, found or named; `socket` or
    ///                `socket:PATH` for pcscd's socket, found (environment variable `PCSCLITE_CSOCK_NAME`, then the
    ///                usual places) or named; or a path alone, of a library or a socket
    /// @throws IllegalArgumentException if it is none of these
    static Pcsc open(String backend) {
        return PcscProvider.find().open(backend);
    }

    /// Makes a call and returns what came back, whatever it is.
    ///
    /// An empty optional in the call means the function's default: all groups, no readers, a receive buffer of
    /// [#MAX_BUFFER] bytes, no time limit.
    ///
    /// @return code and result; `SCARD_E_UNSUPPORTED_FEATURE` for [Call.Unknown] and [Call.FreeMemory]: nobody can
    /// make them
    Answer answer(Call call);

    /// Who answers, for people: `native library libpcsclite.so.1`, `pcscd at /run/pcscd/pcscd.comm`.
    String description();

    /// The platform's control code for a function number of a reader driver (`SCARD_CTL_CODE`); pcsc-lite's and
    /// macOS' formula unless the backend knows another.
    ///
    /// @param function 0 to 4095 for Windows; 3400 is `CM_IOCTL_GET_FEATURE_REQUEST`
    default ControlCode controlCode(int function) {
        return ControlCode.pcscLite(function);
    }

    /// Cancels waits, releases every context that was established here and not released, and what else is held. All
    /// calls afterwards answer `SCARD_E_INVALID_HANDLE` or `SCARD_E_NO_SERVICE`. Closing twice does nothing.
    @Override
    void close();

    /// `SCardEstablishContext`.
    ///
    /// @return the context
    default long establishContext(Scope scope) {
        var call = new Call.EstablishContext(scope);
        return answer(call).expect(call, Result.EstablishContext.class).context();
    }

    /// `SCardReleaseContext`. The connections of the context end too: a card in a transaction is reset, others are
    /// left as they are.
    default void releaseContext(long context) {
        var call = new Call.ReleaseContext(context);
        answer(call).expect(call, Result.None.class);
    }

    /// `SCardIsValidContext`. Only says whether the library knows the number; the daemon may be gone all the same.
    default boolean isValidContext(long context) {
        return answer(new Call.IsValidContext(context)).code().isSuccess();
    }

    /// `SCardListReaderGroups`.
    default List<String> listReaderGroups(long context) {
        var call = new Call.ListReaderGroups(context);
        return answer(call).expect(call, Result.ListReaderGroups.class).groups();
    }

    /// `SCardListReaders` for all groups.
    ///
    /// @return the names of the readers; empty where the function says `SCARD_E_NO_READERS_AVAILABLE`
    default List<String> listReaders(long context) {
        return listReaders(new Call.ListReaders(context, Optional.empty()));
    }

    /// `SCardListReaders`.
    ///
    /// @param groups names of groups; ignored by pcsc-lite and macOS
    /// @return the names of the readers; empty where the function says `SCARD_E_NO_READERS_AVAILABLE`
    default List<String> listReaders(long context, List<String> groups) {
        return listReaders(new Call.ListReaders(context, Optional.of(groups)));
    }

    private List<String> listReaders(Call.ListReaders call) {
        Answer answer = answer(call);
        if (answer.code().equals(ReturnCode.NO_READERS_AVAILABLE)) {
            return List.of();
        }
        return answer.expect(call, Result.ListReaders.class).readers();
    }

    /// `SCardGetStatusChange`: waits until a reader is in another state than its query says.
    ///
    /// @param timeout longest wait, counted in milliseconds (rounded up); zero asks for the states of this moment;
    ///                [#INFINITE] or more waits for ever
    /// @return one state per query, in the same order; after a time-out (`SCARD_E_TIMEOUT`) none of them has
    /// [EventState#CHANGED]
    default List<ReaderState> getStatusChange(long context, Duration timeout, List<ReaderQuery> readers) {
        long millis = timeout.compareTo(INFINITE) >= 0
                ? INFINITE.toMillis()
                : timeout.plusNanos(999_999).toMillis();
        var call = new Call.GetStatusChange(context, OptionalLong.of(millis), Optional.of(readers));
        Answer answer = answer(call);
        if (answer.code().equals(ReturnCode.TIMEOUT) && answer.result() instanceof Result.GetStatusChange(var states)) {
            return states;
        }
        return answer.expect(call, Result.GetStatusChange.class).readers();
    }

    /// `SCardCancel`: ends a wait in [#getStatusChange] on that context with `SCARD_E_CANCELLED`, from another thread.
    /// Does nothing if there is none; it is not remembered for a later wait.
    default void cancel(long context) {
        var call = new Call.Cancel(context);
        answer(call).expect(call, Result.None.class);
    }

    /// `SCardConnect`. Blocks while another program has a transaction on that reader.
    ///
    /// @param protocols the protocols that are welcome; [Protocols#NONE] goes with [ShareMode#DIRECT] only
    /// @return the card's handle and the protocol in use
    default Result.Connect connect(long context, String reader, ShareMode shareMode, Protocols protocols) {
        var call = new Call.Connect(context, reader, shareMode, protocols);
        return answer(call).expect(call, Result.Connect.class);
    }

    /// `SCardReconnect`: another share mode or protocol, or again after a reset (`SCARD_W_RESET_CARD`).
    ///
    /// @param initialization what happens to the card first: leave, reset or unpower
    /// @return the protocol in use
    default Protocol reconnect(long card, ShareMode shareMode, Protocols protocols, Disposition initialization) {
        var call = new Call.Reconnect(card, shareMode, protocols, initialization);
        return answer(call).expect(call, Result.Reconnect.class).activeProtocol();
    }

    /// `SCardDisconnect`.
    default void disconnect(long card, Disposition disposition) {
        var call = new Call.Disconnect(card, disposition);
        answer(call).expect(call, Result.None.class);
    }

    /// `SCardBeginTransaction`. Blocks while another program has a transaction; transactions nest on pcsc-lite.
    default void beginTransaction(long card) {
        var call = new Call.BeginTransaction(card);
        answer(call).expect(call, Result.None.class);
    }

    /// `SCardEndTransaction`.
    default void endTransaction(long card, Disposition disposition) {
        var call = new Call.EndTransaction(card, disposition);
        answer(call).expect(call, Result.None.class);
    }

    /// `SCardStatus`.
    default Result.Status status(long card) {
        var call = new Call.Status(card);
        return answer(call).expect(call, Result.Status.class);
    }

    /// `SCardTransmit`, with an answer of any length.
    ///
    /// @param protocol the protocol in use, as [#connect] or [#reconnect] said
    default Bytes transmit(long card, Protocol protocol, Bytes command) {
        var call = new Call.Transmit(card, Pci.of(protocol), command, OptionalLong.empty());
        return answer(call).expect(call, Result.Transmit.class).recvBuffer();
    }

    /// `SCardTransmit` without objects in between: the fast way for many exchanges.
    ///
    /// @param protocol the protocol in use, as [#connect] or [#reconnect] said
    /// @param command  the command APDU
    /// @param response where the response APDU goes, from index 0; [#MAX_BUFFER] bytes are always enough
    /// @return length of the response in bytes
    /// @throws PcscException with `SCARD_E_INSUFFICIENT_BUFFER` if the response is longer than `response`; the card
    /// has executed the command then
    default int transmit(long card, Protocol protocol, byte[] command, byte[] response) {
        var call = new Call.Transmit(card, Pci.of(protocol), Bytes.of(command), OptionalLong.of(response.length));
        Bytes answer = answer(call).expect(call, Result.Transmit.class).recvBuffer();
        answer.copyTo(response, 0);
        return answer.length();
    }

    /// `SCardControl`, with an answer of any length.
    default Bytes control(long card, ControlCode code, Bytes input) {
        var call = new Call.Control(card, code, input, OptionalLong.empty());
        return answer(call).expect(call, Result.Control.class).recvBuffer();
    }

    /// `SCardGetAttrib`.
    default Bytes getAttrib(long card, Attribute attribute) {
        var call = new Call.GetAttrib(card, attribute);
        return answer(call).expect(call, Result.GetAttrib.class).value();
    }

    /// `SCardSetAttrib`.
    default void setAttrib(long card, Attribute attribute, Bytes value) {
        var call = new Call.SetAttrib(card, attribute, value);
        answer(call).expect(call, Result.None.class);
    }
}
