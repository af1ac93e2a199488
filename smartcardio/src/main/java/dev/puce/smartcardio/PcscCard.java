package dev.puce.smartcardio;

import dev.puce.cards.Transaction;
import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.ControlCode;
import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.PcscException;
import dev.puce.pcsc.Protocol;
import dev.puce.smartcardio.TerminalOptions.ExclusiveTo;
import java.util.Optional;
import java.util.function.Supplier;
import javax.smartcardio.ATR;
import javax.smartcardio.Card;
import javax.smartcardio.CardChannel;
import javax.smartcardio.CardException;

/// A connection to a card. Thread-safe; after beginExclusive only one thread may use it, as the specification
/// says.
final class PcscCard extends Card {
    private final dev.puce.cards.Card connection;
    private final ConnectProtocol requested;
    /// Keeps the factory's readers alive as long as one of their cards.
    private final PcscTerminalFactory factory;

    private final PcscChannel basicChannel;
    private final ATR atr;
    private volatile Optional<Exclusivity> exclusivity = Optional.empty();

    private record Exclusivity(Thread thread, Transaction transaction) {}

    PcscCard(dev.puce.cards.Card connection, ConnectProtocol requested, PcscTerminalFactory factory) {
        this.connection = connection;
        this.requested = requested;
        this.factory = factory;
        this.atr = new ATR(connection.atr().bytes().toArray());
        this.basicChannel = new PcscChannel(this, 0, factory.options().commands());
    }

    /// Returns whether a second connect may return this card: it is open, and the card was neither removed nor
    /// reset.
    boolean isUsable() {
        try {
            return connection.isOpen() && connection.status() != null;
        } catch (PcscException | IllegalStateException _) {
            return false;
        }
    }

    @Override
    public ATR getATR() {
        return atr;
    }

    @Override
    public String getProtocol() {
        Protocol protocol = connection.protocol();
        if (requested.name().equals("T=CL")) {
            return "T=CL";
        }
        return switch (protocol.value()) {
            case 0 -> "DIRECT";
            case 1 -> "T=0";
            case 2 -> "T=1";
            case 4 -> "RAW";
            default -> protocol.symbol();
        };
    }

    @Override
    public CardChannel getBasicChannel() {
        requireOpen();
        return basicChannel;
    }

    @Override
    public CardChannel openLogicalChannel() throws CardException {
        Bytes answer = use(() -> connection.transmit(Bytes.of(0x00, 0x70, 0x00, 0x00, 0x01)));
        boolean opened = answer.length() == 3 && answer.get(1) == 0x90 && answer.get(2) == 0x00;
        if (!opened) {
            throw new CardException("cannot open a logical channel: the response to MANAGE CHANNEL is " + answer);
        }
        return new PcscChannel(this, answer.get(0), factory.options().commands());
    }

    @Override
    public void beginExclusive() throws CardException {
        requireOpen();
        synchronized (basicChannel) {
            if (exclusivity.isPresent()) {
                throw new CardException("cannot begin exclusive access: thread "
                        + exclusivity.get().thread().getName() + " already has it");
            }
            exclusivity = Optional.of(new Exclusivity(Thread.currentThread(), use(connection::begin)));
        }
    }

    @Override
    public void endExclusive() throws CardException {
        requireOpen();
        synchronized (basicChannel) {
            boolean mine = exclusivity.filter(this::isMine).isPresent();
            if (!mine) {
                throw new IllegalStateException("this thread has no exclusive access to the card");
            }
            Transaction transaction = exclusivity.get().transaction();
            exclusivity = Optional.empty();
            use(() -> {
                transaction.end(Disposition.LEAVE);
                return true;
            });
        }
    }

    @Override
    public byte[] transmitControlCommand(int controlCode, byte[] command) throws CardException {
        Bytes input = Bytes.of(command);
        return use(() -> connection.control(new ControlCode(controlCode), input))
                .toArray();
    }

    @Override
    public void disconnect(boolean reset) throws CardException {
        requireAccess();
        if (connection.isOpen()) {
            exclusivity = Optional.empty();
            try {
                connection.disconnect(reset ? Disposition.RESET : Disposition.LEAVE);
            } catch (PcscException e) {
                throw PcscFailure.of(e);
            }
        }
    }

    @Override
    public String toString() {
        return "PC/SC card in " + connection.reader() + ", protocol " + getProtocol();
    }

    /// Sends a command unchanged and writes the response to the buffer.
    ///
    /// @return length of the response in bytes
    int transmit(byte[] command, byte[] buffer) throws CardException {
        requireAccess();
        requireOpen();
        try {
            return connection.transmit(command, buffer);
        } catch (PcscException e) {
            throw PcscFailure.of(e);
        }
    }

    void requireOpen() {
        if (!connection.isOpen()) {
            throw new IllegalStateException("the card in \"" + connection.reader() + "\" has been disconnected");
        }
    }

    private <T> T use(Supplier<T> work) throws CardException {
        requireOpen();
        requireAccess();
        try {
            return work.get();
        } catch (PcscException e) {
            throw PcscFailure.of(e);
        }
    }

    private void requireAccess() throws CardException {
        Optional<Exclusivity> current = exclusivity;
        if (current.isPresent() && !isMine(current.get())) {
            throw new CardException("thread " + current.get().thread().getName() + " has exclusive access to the card");
        }
    }

    private boolean isMine(Exclusivity current) {
        return factory.options().exclusiveTo() == ExclusiveTo.CONNECTION || current.thread() == Thread.currentThread();
    }
}
