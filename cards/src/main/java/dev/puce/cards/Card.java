package dev.puce.cards;

import dev.puce.cards.ConnectOptions.AfterReset;
import dev.puce.cards.apdu.Interceptor;
import dev.puce.cards.apdu.LogicalChannel;
import dev.puce.cards.apdu.TransmitPolicy.MoreData;
import dev.puce.cards.apdu.Transmitter;
import dev.puce.cards.part10.PinPad;
import dev.puce.cards.part10.ReaderFeatures;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.atr.Atr;
import dev.puce.pcsc.Attribute;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.ControlCode;
import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.Pci;
import dev.puce.pcsc.Pcsc;
import dev.puce.pcsc.PcscException;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.Protocols;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.ShareMode;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;

/// A connection to a card, or with [ConnectOptions#direct()] to a reader.
///
/// Each has a context and a handle of its own: what other connections and waits do delays nothing here, and two
/// connections to one card are two programs for PC/SC. [#close()] ends it as its options say.
///
/// **Threads**: any thread may use it. A command and what its policy sends after it (GET RESPONSE, chained
/// parts) are
/// one
/// unit that nothing of another thread gets into. A transaction keeps other *connections* away, not other
/// threads that
/// use this one; give each thread that needs that its own connection.
public final class Card implements Transmitter, AutoCloseable {
    private final Connection connection;
    private final String reader;
    private final ConnectOptions options;
    private final ReentrantLock lock = new ReentrantLock();
    private final Transmitter afterPolicy;
    private final Transmitter basicChannel;
    private volatile Atr atr;

    private Card(Connection connection, String reader, ConnectOptions options) {
        this.connection = connection;
        this.reader = reader;
        this.options = options;
        this.afterPolicy = command -> pcsc().transmit(connection.handle, connection.protocol(), forProtocol(command));
        Transmitter chain = afterPolicy.with(options.policy());
        this.basicChannel =
                new SerialTransmitter(chain.with(options.interceptors().toArray(Interceptor[]::new)), lock);
        this.atr = Atr.parse(Bytes.EMPTY);
    }

    static Card over(Connection connection, String reader, ConnectOptions options) {
        var card = new Card(connection, reader, options);
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
        return basicChannel.transmit(command);
    }

    /// Sends a command without making objects in between, as far as nothing but the policy stands before the
    /// card: for
    /// programs that exchange very much.
    ///
    /// @param command  the command APDU
    /// @param response where the answer goes, from index 0
    /// @return length of the answer in bytes
    /// @throws PcscException with `SCARD_E_INSUFFICIENT_BUFFER` if `response` is too short; the card has
    /// executed the
    /// command then
    public int transmit(byte[] command, byte[] response) {
        if (!options.interceptors().isEmpty() || !options.policy().isSentAsItIs(command) || isStripped(command)) {
            return copy(transmit(Bytes.of(command)), response);
        }
        lock.lock();
        try {
            int length = pcsc().transmit(connection.handle, connection.protocol(), command, response);
            if (!options.policy().isFollowedUp(response, length)) {
                return length;
            }
            Transmitter answered = new Answered(Bytes.copyOf(response, 0, length), afterPolicy);
            return copy(options.policy().intercept(Bytes.of(command), answered), response);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Transmitter with(Interceptor... interceptors) {
        return basicChannel.with(interceptors);
    }

    /// Opens a further logical channel.
    public LogicalChannel openLogicalChannel() {
        return LogicalChannel.open(basicChannel);
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
    /// transaction
    /// ends; other calls of this connection wait for that.
    ///
    /// @throws PcscException with `SCARD_E_TIMEOUT`, or with `SCARD_E_CANCELLED` after an interrupt
    public Transaction begin(Duration timeout) {
        return Abandonable.run(
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
    /// whether it
    /// was removed or reset.
    public Result.Status status() {
        return pcsc().status(connection.handle);
    }

    /// Sends something to the reader itself (`SCardControl`).
    ///
    /// @param code  see [#controlCode(int)]
    /// @param input what the reader gets, may be empty
    public Bytes control(ControlCode code, Bytes input) {
        return pcsc().control(connection.handle, code, input);
    }

    /// This platform's control code for a function of a reader driver (`SCARD_CTL_CODE`).
    public ControlCode controlCode(int function) {
        return connection.pcsc.controlCode(function);
    }

    /// Reads an attribute of reader or card; empty if the reader does not know it. Drivers say so with
    /// different codes,
    /// so this is also empty where reading failed in the driver; [#requireAttribute] tells the code.
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

    /// Reads an attribute of reader or card.
    public Bytes requireAttribute(Attribute attribute) {
        return pcsc().getAttrib(connection.handle, attribute);
    }

    /// Sets an attribute of reader or card.
    public void attribute(Attribute attribute, Bytes value) {
        pcsc().setAttrib(connection.handle, attribute, value);
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
    /// twice does
    /// nothing.
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

    /// T=0 has no room for data and Le in one command (ISO/IEC 7816-3:2006, 12.2.5): Le goes, and GET RESPONSE
    /// brings the
    /// answer. Unless the policy is raw: then the program sees to it.
    private Bytes forProtocol(Bytes command) {
        boolean strip = command.length() > 6 && isStripped(command.toArray());
        return strip ? command.slice(0, command.length() - 1) : command;
    }

    private boolean isStripped(byte[] command) {
        return command.length > 6
                && connection.protocol().equals(Protocol.T0)
                && options.policy().moreData() != MoreData.REPORT
                && (command[4] & 0xFF) + 6 == command.length;
    }

    private static int copy(Bytes answer, byte[] response) {
        if (answer.length() > response.length) {
            throw new PcscException(
                    new Call.Transmit(0, Pci.of(Protocol.UNDEFINED), Bytes.EMPTY, OptionalLong.of(response.length)),
                    ReturnCode.INSUFFICIENT_BUFFER,
                    new Result.BufferTooSmall(answer.length()));
        }
        answer.copyTo(response, 0);
        return answer.length();
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

    private Pcsc pcsc() {
        if (!connection.isOpen()) {
            throw new IllegalStateException("the connection to the card in \"" + reader + "\" is closed");
        }
        return connection.pcsc;
    }

    /// A card that has answered the first command already.
    private static final class Answered implements Transmitter {
        private final Transmitter card;
        private Optional<Bytes> answer;

        Answered(Bytes answer, Transmitter card) {
            this.answer = Optional.of(answer);
            this.card = card;
        }

        @Override
        public Bytes transmit(Bytes command) {
            Optional<Bytes> known = answer;
            answer = Optional.empty();
            return known.isPresent() ? known.get() : card.transmit(command);
        }
    }

    /// The card itself behind interceptors, one command of several threads after the other.
    private record SerialTransmitter(Transmitter chain, ReentrantLock lock) implements Transmitter {
        @Override
        public Bytes transmit(Bytes command) {
            lock.lock();
            try {
                return chain.transmit(command);
            } finally {
                lock.unlock();
            }
        }

        @Override
        public Transmitter with(Interceptor... interceptors) {
            return new SerialTransmitter(Transmitter.super.with(interceptors), lock);
        }
    }
}
