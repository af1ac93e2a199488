package dev.puce.cards;

import dev.puce.cards.ConnectOptions.AfterReset;
import dev.puce.cards.apdu.Interceptor;
import dev.puce.cards.apdu.LogicalChannel;
import dev.puce.cards.apdu.Transmitter;
import dev.puce.cards.part10.PinPad;
import dev.puce.cards.part10.ReaderFeatures;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.atr.Atr;
import dev.puce.pcsc.Attribute;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.ControlCode;
import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.Pcsc;
import dev.puce.pcsc.PcscException;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.Protocols;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.ShareMode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// A connection to a card, or with [ConnectOptions#direct()] to a reader.
///
/// Each has a context and a handle of its own: what other connections and waits do delays nothing here, and two
/// connections to one card are two programs for PC/SC. [#close()] ends it as its options say.
///
/// **Threads**: any thread may use it. Its calls run one after the other, and a command and what its policy sends after
/// it (GET RESPONSE, chained parts) are one unit that nothing of another thread gets into. Two calls do not wait for
/// those that run: [#begin()], which itself may wait for long, and closing, which ends a call that waits for another
/// program. A transaction keeps other *connections* away, not other threads that use this one; give each thread that
/// needs that its own connection.
public final class Card implements Transmitter, AutoCloseable {
    private final Connection connection;
    private final String reader;
    private final ConnectOptions options;
    private final CallsWithTimeout calls;
    private final ReentrantLock lock = new ReentrantLock();
    private final CardTransport transport;
    private volatile Atr atr;

    private Card(Connection connection, String reader, ConnectOptions options, CallsWithTimeout calls) {
        this.connection = connection;
        this.reader = reader;
        this.options = options;
        this.calls = calls;
        this.transport = new CardTransport(connection, options, lock);
        this.atr = Atr.parse(Bytes.EMPTY);
    }

    static Card over(Connection connection, String reader, ConnectOptions options, CallsWithTimeout calls) {
        var card = new Card(connection, reader, options, calls);
        card.atr = card.readAtr();
        return card;
    }

    /// Name of the reader.
    public String reader() {
        return reader;
    }

    /// The answer to reset; empty (0 bytes) on a direct connection to a reader without a card.
    public Atr atr() {
        return atr;
    }

    /// The protocol in use; [Protocol#UNDEFINED] on a direct connection to a card without power.
    public Protocol protocol() {
        return connection.protocol();
    }

    @Override
    public Bytes transmit(Bytes command) {
        return transport.transmit(command);
    }

    /// Sends a command without making objects in between, as far as nothing but the policy stands before the
    /// card: for programs that exchange very much.
    ///
    /// @param command  the command APDU
    /// @param response where the answer goes, from index 0
    /// @return length of the answer in bytes
    /// @throws PcscException with `SCARD_E_INSUFFICIENT_BUFFER` if `response` is too short; the card has
    /// executed the command then
    public int transmit(byte[] command, byte[] response) {
        return transport.transmit(command, response);
    }

    @Override
    public Transmitter with(Interceptor... interceptors) {
        return transport.with(interceptors);
    }

    /// Opens a further logical channel.
    public LogicalChannel openLogicalChannel() {
        return LogicalChannel.open(transport);
    }

    /// Begins a transaction: until its end no other connection can use the card. Waits while another one has one.
    ///
    /// @throws PcscException with `SCARD_W_RESET_CARD` if another program has reset the card, unless
    /// [AfterReset#RECONNECT] was asked for
    public Transaction begin() {
        beginTransaction();
        return new Transaction(this);
    }

    /// Begins a transaction, and waits no longer than `timeout` for another one to end.
    ///
    /// Where the native library is used, a wait that is given up goes on in the background until the other
    /// transaction ends; other calls of this connection wait for that.
    ///
    /// @throws PcscException with `SCARD_E_TIMEOUT`, or with `SCARD_E_CANCELLED` after an interrupt
    public Transaction begin(Duration timeout) {
        return calls.run(
                new Call.BeginTransaction(connection.handle), this::begin, Transaction::close, Optional.of(timeout));
    }

    /// Connects again in the same way, without resetting the card; after `SCARD_W_RESET_CARD`.
    public void reconnect() {
        reconnect(options.shareMode(), options.protocols(), Disposition.LEAVE);
    }

    /// Connects again after resetting the card (warm reset).
    public void reset() {
        reconnect(options.shareMode(), options.protocols(), Disposition.RESET);
    }

    /// Connects again in another way.
    ///
    /// @param initialization what happens to the card first: leave, reset or unpower
    public void reconnect(ShareMode shareMode, Protocols protocols, Disposition initialization) {
        lock.lock();
        try {
            connection.protocol(pcsc().reconnect(connection.handle, shareMode, protocols, initialization));
            atr = readAtr();
        } finally {
            lock.unlock();
        }
    }

    /// Reader, state, protocol and ATR as PC/SC knows them now. Also finds out, without disturbing the card,
    /// whether it was removed or reset.
    public Result.Status status() {
        return alone(pcsc -> pcsc.status(connection.handle));
    }

    /// Sends something to the reader itself (`SCardControl`).
    ///
    /// @param code  see [#controlCode(int)]
    /// @param input what the reader gets, may be empty
    public Bytes control(ControlCode code, Bytes input) {
        return alone(pcsc -> pcsc.control(connection.handle, code, input));
    }

    /// This platform's control code for a function of a reader driver (`SCARD_CTL_CODE`).
    public ControlCode controlCode(int function) {
        return connection.pcsc().controlCode(function);
    }

    /// Reads an attribute of reader or card; empty if the reader does not know it. Drivers say so with
    /// different codes, so this is also empty where reading failed in the driver; [#requireAttribute] tells the
    /// code.
    public Optional<Bytes> attribute(Attribute attribute) {
        try {
            return Optional.of(requireAttribute(attribute));
        } catch (PcscException e) {
            if (MissingFeature.isSaidBy(e.code())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// Reads an attribute that is text, for example [Attribute#VENDOR_NAME]; empty if the reader does not know it.
    ///
    /// @return the text (UTF-8) up to the NUL character with which drivers end it, or do not
    public Optional<String> textAttribute(Attribute attribute) {
        return attribute(attribute)
                .map(value -> value.text(StandardCharsets.UTF_8).split("\0", 2)[0]);
    }

    /// Reads an attribute of reader or card.
    public Bytes requireAttribute(Attribute attribute) {
        return alone(pcsc -> pcsc.getAttrib(connection.handle, attribute));
    }

    /// Sets an attribute of reader or card.
    public void attribute(Attribute attribute, Bytes value) {
        lock.lock();
        try {
            pcsc().setAttrib(connection.handle, attribute, value);
        } finally {
            lock.unlock();
        }
    }

    /// What the reader can do besides (PC/SC part 10); nothing, if it does not understand the question.
    public ReaderFeatures features() {
        return ReaderFeatures.of(this);
    }

    /// The reader's PIN pad, if it has one.
    public Optional<PinPad> pinPad() {
        return PinPad.of(this);
    }

    /// Disconnects in another way than the options say.
    ///
    /// @throws PcscException if that could not be done to the card; the connection is closed all the same
    public void disconnect(Disposition disposition) {
        connection.close(disposition);
    }

    /// Whether it can be used: not closed yet. Says nothing about the card; see [#status()].
    public boolean isOpen() {
        return connection.isOpen();
    }

    /// Disconnects as the options say. Nothing is thrown, whatever happened to card and service, and closing
    /// twice does nothing.
    @Override
    public void close() {
        connection.close();
    }

    /// For people: reader and protocol.
    @Override
    public String toString() {
        return "card in \"" + reader + "\", " + connection.protocol();
    }

    /// Ends a transaction; a reset that was asked for does not make this connection fail afterwards.
    void endTransaction(Disposition disposition) {
        lock.lock();
        try {
            pcsc().endTransaction(connection.handle, disposition);
            boolean reset = !disposition.equals(Disposition.LEAVE);
            if (reset) {
                reconnect();
            }
        } finally {
            lock.unlock();
        }
    }

    private void beginTransaction() {
        try {
            pcsc().beginTransaction(connection.handle);
        } catch (PcscException e) {
            boolean again =
                    options.afterReset() == AfterReset.RECONNECT && e.code().equals(ReturnCode.RESET_CARD);
            if (!again) {
                throw e;
            }
            reconnect();
            pcsc().beginTransaction(connection.handle);
        }
    }

    private Atr readAtr() {
        boolean direct = options.shareMode().equals(ShareMode.DIRECT);
        try {
            return Atr.parse(pcsc().status(connection.handle).atr());
        } catch (PcscException e) {
            if (direct) {
                return Atr.parse(Bytes.EMPTY);
            }
            connection.close();
            throw e;
        }
    }

    /// Asks while no command of another thread runs. What asked meanwhile would get into the middle of what belongs
    /// together; and libpcsclite, when two threads meet on one connection, keeps all others waiting too.
    private <T> T alone(Function<Pcsc, T> question) {
        lock.lock();
        try {
            return question.apply(pcsc());
        } finally {
            lock.unlock();
        }
    }

    private Pcsc pcsc() {
        return connection.pcsc();
    }
}
