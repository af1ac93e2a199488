package dev.puce.pcsc;

import dev.puce.iso7816.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A PC/SC service that answers calls: a native library, pcscd through its socket, a recording, a test.
///
/// All functions use [#answer(Call)]. It returns return code and result, and does not throw if a function fails.
/// The other methods are the same functions with Java parameters and results. They throw [PcscException] for
/// every return code except `SCARD_S_SUCCESS`, unless documented otherwise. To observe, change or answer calls,
/// implement `answer` and forward the other calls.
///
/// **Handles** are numbers of the platform's API. A context is valid from [#establishContext(Scope)] until
/// [#releaseContext(long)], a card from [#connect] until [#disconnect].
///
/// **Threads**: all methods are thread-safe. As in pcsc-lite, calls on one context and its cards run one after
/// the other. A wait in [#getStatusChange] therefore delays other calls on its context; use a separate context
/// for waiting. Only [#cancel(long)] does not wait.
///
/// **Interrupts**: with the socket backend, an interrupt ends a blocking call with `SCARD_E_CANCELLED`. After a
/// wait in [#getStatusChange], context and cards stay usable. After another call, the context loses its
/// connection to the daemon, because the reply is lost. Native calls cannot be interrupted; use [#cancel(long)].
public interface Pcsc extends AutoCloseable {
    /// Maximum length of a response of SCardTransmit, in bytes: 65,536 of data and 2 of status word. Use
    /// [#MAX_BUFFER] for buffers.
    int MAX_RESPONSE = 65_538;

    /// Size of a buffer that is large enough for every response, in bytes (`MAX_BUFFER_SIZE_EXTENDED` of
    /// pcsc-lite).
    int MAX_BUFFER = 65_548;

    /// An infinite timeout: `INFINITE`, 0xFFFFFFFF ms.
    Duration INFINITE = Duration.ofMillis(0xFFFF_FFFFL);

    /// Opens the PC/SC service of this machine. The system property `dev.puce.pcsc` selects it ([#open(String)]).
    /// The default is the native library or, without one, pcscd's socket. [#establishContext(Scope)] fails if the
    /// service is not running.
    ///
    /// @throws RuntimeException if the platform's library is missing and there is no alternative; the message
    /// names the attempts and a remedy
    static Pcsc open() {
        return open(System.getProperty(PcscProvider.PROPERTY, "auto"));
    }

    /// Opens the PC/SC service that the caller selects.
    ///
    /// @param backend `auto`, `native` or `native:LIBRARY` for a native library, `socket` or `socket:PATH` for
    /// pcscd's socket (default: environment variable `PCSCLITE_CSOCK_NAME`, then the usual places), or the path
    /// of a library or a socket
    /// @throws IllegalArgumentException if `backend` has another form
    static Pcsc open(String backend) {
        return PcscProvider.find().open(backend);
    }

    /// Makes a call and returns its outcome, success or failure.
    ///
    /// An empty optional in the call means the function's default: all groups, no readers, a receive buffer of
    /// [#MAX_BUFFER] bytes, an infinite timeout.
    ///
    /// @return code and result; `SCARD_E_UNSUPPORTED_FEATURE` for [Call.FreeMemory], [Call.NameOnly],
    /// [Call.Mark] and [Call.Unknown], which cannot be made
    Answer answer(Call call);

    /// Describes the service for messages: `native library libpcsclite.so.1`, `pcscd at /run/pcscd/pcscd.comm`.
    String description();

    /// Returns the platform's control code for a function number of a reader driver (`SCARD_CTL_CODE`). The
    /// default is the encoding of pcsc-lite and macOS.
    ///
    /// @param function 0 to 4095 for Windows; 3400 is `CM_IOCTL_GET_FEATURE_REQUEST`
    default ControlCode controlCode(int function) {
        return ControlCode.pcscLite(function);
    }

    /// Cancels waits, releases all contexts that were established here, and frees resources. Later calls return
    /// `SCARD_E_INVALID_HANDLE` or `SCARD_E_NO_SERVICE`. Closing twice has no effect.
    @Override
    void close();

    /// Calls `SCardEstablishContext`.
    ///
    /// @return the context
    default long establishContext(Scope scope) {
        var call = new Call.EstablishContext(scope);
        return answer(call).expect(call, Result.EstablishContext.class).context();
    }

    /// Calls `SCardReleaseContext`. This also ends the connections of the context: a card in a transaction is
    /// reset, other cards are left as they are.
    default void releaseContext(long context) {
        var call = new Call.ReleaseContext(context);
        answer(call).expect(call, Result.None.class);
    }

    /// Calls `SCardIsValidContext`. It only checks whether the library knows the number; the daemon may have
    /// stopped.
    default boolean isValidContext(long context) {
        return answer(new Call.IsValidContext(context)).code().isSuccess();
    }

    /// Calls `SCardListReaderGroups`.
    default List<String> listReaderGroups(long context) {
        var call = new Call.ListReaderGroups(context);
        return answer(call).expect(call, Result.ListReaderGroups.class).groups();
    }

    /// Calls `SCardListReaders` for all groups.
    ///
    /// @return the names of the readers; empty if the function returns `SCARD_E_NO_READERS_AVAILABLE`
    default List<String> listReaders(long context) {
        return listReaders(new Call.ListReaders(context, Optional.empty()));
    }

    /// Calls `SCardListReaders`.
    /// @param groups names of groups; pcsc-lite and macOS ignore them
    /// @return the names of the readers; empty if the function returns `SCARD_E_NO_READERS_AVAILABLE`
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

    /// Calls `SCardGetStatusChange`: waits until the state of a reader differs from its query.
    ///
    /// @param timeout maximum wait, rounded up to milliseconds. Zero returns the current states, [#INFINITE] or
    /// more never times out
    /// @return one state per query, in the same order; after a timeout (`SCARD_E_TIMEOUT`) none of them has
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

    /// Calls `SCardCancel`: ends a wait of another thread in [#getStatusChange] on that context with
    /// `SCARD_E_CANCELLED`. Without such a wait it has no effect, also not on later waits.
    default void cancel(long context) {
        var call = new Call.Cancel(context);
        answer(call).expect(call, Result.None.class);
    }

    /// Calls `SCardConnect`. Blocks while another program has a transaction on that reader.
    ///
    /// @param protocols the accepted protocols; [Protocols#NONE] is valid only with [ShareMode#DIRECT]
    /// @return the card's handle and the protocol in use
    default Result.Connect connect(long context, String reader, ShareMode shareMode, Protocols protocols) {
        var call = new Call.Connect(context, reader, shareMode, protocols);
        return answer(call).expect(call, Result.Connect.class);
    }

    /// Calls `SCardReconnect`: changes share mode or protocol, or connects again after a reset
    /// (`SCARD_W_RESET_CARD`).
    ///
    /// @param initialization action on the card before: leave, reset or unpower
    /// @return the protocol in use
    default Protocol reconnect(long card, ShareMode shareMode, Protocols protocols, Disposition initialization) {
        var call = new Call.Reconnect(card, shareMode, protocols, initialization);
        return answer(call).expect(call, Result.Reconnect.class).activeProtocol();
    }

    /// Calls `SCardDisconnect`.
    default void disconnect(long card, Disposition disposition) {
        var call = new Call.Disconnect(card, disposition);
        answer(call).expect(call, Result.None.class);
    }

    /// Calls `SCardBeginTransaction`. Blocks while another program has a transaction; transactions nest on
    /// pcsc-lite.
    default void beginTransaction(long card) {
        var call = new Call.BeginTransaction(card);
        answer(call).expect(call, Result.None.class);
    }

    /// Calls `SCardEndTransaction`.
    default void endTransaction(long card, Disposition disposition) {
        var call = new Call.EndTransaction(card, disposition);
        answer(call).expect(call, Result.None.class);
    }

    /// Calls `SCardStatus`.
    default Result.Status status(long card) {
        var call = new Call.Status(card);
        return answer(call).expect(call, Result.Status.class);
    }

    /// Calls `SCardTransmit` with a response of any length.
    ///
    /// @param protocol the protocol in use, as returned by [#connect] or [#reconnect]
    default Bytes transmit(long card, Protocol protocol, Bytes command) {
        var call = new Call.Transmit(card, Pci.of(protocol), command, OptionalLong.empty());
        return answer(call).expect(call, Result.Transmit.class).recvBuffer();
    }

    /// Calls `SCardTransmit` with arrays. Backends may implement it without allocation (`bench/transmit/run.sh`).
    ///
    /// @param protocol the protocol in use, as returned by [#connect] or [#reconnect]
    /// @param command  the command APDU
    /// @param response receives the response APDU from index 0; [#MAX_BUFFER] bytes are always enough
    /// @return length of the response in bytes
    /// @throws PcscException with `SCARD_E_INSUFFICIENT_BUFFER` if the response is longer than `response`; the card
    /// has executed the command then
    default int transmit(long card, Protocol protocol, byte[] command, byte[] response) {
        var call = new Call.Transmit(card, Pci.of(protocol), Bytes.of(command), OptionalLong.of(response.length));
        Bytes answer = answer(call).expect(call, Result.Transmit.class).recvBuffer();
        answer.copyTo(response, 0);
        return answer.length();
    }

    /// Calls `SCardControl` with a reply of any length.
    default Bytes control(long card, ControlCode code, Bytes input) {
        var call = new Call.Control(card, code, input, OptionalLong.empty());
        return answer(call).expect(call, Result.Control.class).recvBuffer();
    }

    /// Calls `SCardGetAttrib`.
    default Bytes getAttrib(long card, Attribute attribute) {
        var call = new Call.GetAttrib(card, attribute);
        return answer(call).expect(call, Result.GetAttrib.class).value();
    }

    /// Calls `SCardSetAttrib`.
    default void setAttrib(long card, Attribute attribute, Bytes value) {
        var call = new Call.SetAttrib(card, attribute, value);
        answer(call).expect(call, Result.None.class);
    }
}
