package dev.puce.cards;

import dev.puce.cards.ConnectOptions.AfterReset;
import dev.puce.cards.apdu.Interceptor;
import dev.puce.cards.apdu.Transmitter;
import dev.puce.cards.part10.ControlConnection;
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
/// Each connection has its own context and handle, so calls and waits of other connections do not delay it. To
/// PC/SC, two connections to one card look like two programs. [#close()] disconnects as the options say.
///
/// **Threads**: any thread may use a connection. Its calls run one at a time. A command and its follow-ups (GET
/// RESPONSE, chained parts) form one unit that calls of other threads cannot interrupt. Two calls do not wait for
/// running calls: [#begin()], which may itself wait long, and closing, which ends a call that waits for another
/// program. A transaction locks out other *connections*, not other threads that use this one. A thread that needs
/// exclusive access needs its own connection.
public final class Card implements Transmitter, ControlConnection, AutoCloseable {
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

    /// Returns the name of the reader.
    @Override
    public String reader() {
        return reader;
    }

    /// Returns the answer to reset; empty (0 bytes) on a direct connection to a reader without a card.
    public Atr atr() {
        return atr;
    }

    /// Returns the active protocol; [Protocol#UNDEFINED] on a direct connection to an unpowered card.
    public Protocol protocol() {
        return connection.protocol();
    }

    @Override
    public Bytes transmit(Bytes command) {
        return transport.transmit(command);
    }

    /// Sends a command without allocating objects, if only the policy sits between this method and the card. For
    /// programs that exchange very many commands.
    ///
    /// @param command  the command APDU
    /// @param response receives the response, from index 0
    /// @return length of the response in bytes
    /// @throws PcscException with `SCARD_E_INSUFFICIENT_BUFFER` if `response` is too short; the card has executed
    /// the command by then
    public int transmit(byte[] command, byte[] response) {
        return transport.transmit(command, response);
    }

    @Override
    public Transmitter with(Interceptor... interceptors) {
        return transport.with(interceptors);
    }

    /// Opens another logical channel.
    public LogicalChannel openLogicalChannel() {
        return LogicalChannel.open(transport);
    }

    /// Begins a transaction: until it ends, no other connection can use the card. Waits while another connection
    /// has one.
    ///
    /// @throws PcscException with `SCARD_W_RESET_CARD` if another program has reset the card and the options do
    /// not say [AfterReset#RECONNECT]
    public Transaction begin() {
        beginTransaction();
        return new Transaction(this);
    }

    /// Begins a transaction, and waits no longer than `timeout` for another one to end.
    ///
    /// With the native library, an abandoned wait continues in the background until the other transaction ends.
    /// Other calls of this connection wait for it.
    ///
    /// @throws PcscException with `SCARD_E_TIMEOUT`, or with `SCARD_E_CANCELLED` after an interrupt
    public Transaction begin(Duration timeout) {
        return calls.run(
                new Call.BeginTransaction(connection.handle), this::begin, Transaction::close, Optional.of(timeout));
    }

    /// Reconnects with the same options and without resetting the card; used after `SCARD_W_RESET_CARD`.
    public void reconnect() {
        reconnect(options.shareMode(), options.protocols(), Disposition.LEAVE);
    }

    /// Resets the card (warm reset) and reconnects.
    public void reset() {
        reconnect(options.shareMode(), options.protocols(), Disposition.RESET);
    }

    /// Reconnects with other parameters.
    ///
    /// @param initialization action on the card before reconnecting: leave, reset or unpower
    public void reconnect(ShareMode shareMode, Protocols protocols, Disposition initialization) {
        lock.lock();
        try {
            connection.protocol(pcsc().reconnect(connection.handle, shareMode, protocols, initialization));
            atr = readAtr();
        } finally {
            lock.unlock();
        }
    }

    /// Returns the current reader, state, protocol and ATR. Also detects, without disturbing the card, that it was
    /// removed or reset.
    @Override
    public Result.Status status() {
        return exclusively(pcsc -> pcsc.status(connection.handle));
    }

    /// Sends data to the reader itself (`SCardControl`).
    ///
    /// @param code  see [#controlCode(int)]
    /// @param input data for the reader, may be empty
    @Override
    public Bytes control(ControlCode code, Bytes input) {
        return exclusively(pcsc -> pcsc.control(connection.handle, code, input));
    }

    /// Returns this platform's control code for a function of a reader driver (`SCARD_CTL_CODE`).
    @Override
    public ControlCode controlCode(int function) {
        return connection.pcsc().controlCode(function);
    }

    /// Reads an attribute of reader or card; empty if the reader does not support it. Drivers report that with
    /// various codes, so the result is also empty if the driver failed to read the attribute. [#requireAttribute]
    /// reports the code.
    public Optional<Bytes> attribute(Attribute attribute) {
        try {
            return Optional.of(requireAttribute(attribute));
        } catch (PcscException e) {
            if (MissingFeature.matches(e.code())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// Reads a text attribute, for example [Attribute#VENDOR_NAME]; empty if the reader does not support it.
    ///
    /// @return the text (UTF-8) up to the first NUL character; not all drivers end the text with one
    public Optional<String> textAttribute(Attribute attribute) {
        return attribute(attribute)
                .map(value -> value.text(StandardCharsets.UTF_8).split("\0", 2)[0]);
    }

    /// Reads an attribute of reader or card.
    ///
    /// @throws PcscException if the driver refuses; [MissingFeature] lists the codes for an unsupported attribute
    public Bytes requireAttribute(Attribute attribute) {
        return exclusively(pcsc -> pcsc.getAttrib(connection.handle, attribute));
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

    /// Returns the optional features of the reader (PC/SC part 10); empty if the reader does not support the
    /// request.
    public ReaderFeatures features() {
        return ReaderFeatures.of(this);
    }

    /// Returns the reader's PIN pad, if it has one.
    public Optional<PinPad> pinPad() {
        return PinPad.of(this);
    }

    /// Disconnects with another disposition than the options have.
    ///
    /// @throws PcscException if the disposition failed; the connection is closed in any case
    public void disconnect(Disposition disposition) {
        connection.close(disposition);
    }

    /// Returns whether the connection is not closed yet. For the card's presence, see [#status()].
    public boolean isOpen() {
        return connection.isOpen();
    }

    /// Disconnects as the options say. Throws nothing, even if the card or service is gone. Closing twice does
    /// nothing.
    @Override
    public void close() {
        connection.close();
    }

    /// Returns reader and protocol, for messages.
    @Override
    public String toString() {
        return "card in \"" + reader + "\", " + connection.protocol();
    }

    /// Ends a transaction; a reset that was asked for does not make this connection fail afterwards.
    /// Ends a transaction. After a requested reset, reconnects so that this connection stays usable.
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
            boolean retry =
                    options.afterReset() == AfterReset.RECONNECT && e.code().equals(ReturnCode.RESET_CARD);
            if (!retry) {
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

    /// Runs a call while no command of another thread runs. Otherwise the call could interrupt a command and its
    /// follow-ups. Also, when two threads use one connection, libpcsclite delays all others too.
    private <T> T exclusively(Function<Pcsc, T> question) {
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
