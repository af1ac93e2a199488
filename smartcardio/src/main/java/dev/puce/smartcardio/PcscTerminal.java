package dev.puce.smartcardio;

import dev.puce.cards.Reader;
import dev.puce.pcsc.PcscException;
import dev.puce.pcsc.ReturnCode;
import dev.puce.smartcardio.TerminalOptions.SecondConnect;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import javax.smartcardio.Card;
import javax.smartcardio.CardException;
import javax.smartcardio.CardTerminal;

/// A terminal (a PC/SC reader). Thread-safe.
final class PcscTerminal extends CardTerminal {
    private final PcscTerminalFactory factory;
    private final Reader reader;
    private final ReentrantLock lock = new ReentrantLock();
    private Optional<PcscCard> last = Optional.empty();

    PcscTerminal(PcscTerminalFactory factory, Reader reader) {
        this.factory = factory;
        this.reader = reader;
    }

    @Override
    public String getName() {
        return reader.name();
    }

    @Override
    public Card connect(String protocol) throws CardException {
        var requested = ConnectProtocol.parse(protocol);
        boolean shareable = factory.options().connecting() == SecondConnect.SAME
                && !requested.exclusive()
                && !requested.raw()
                && !requested.isDirect();
        if (!shareable) {
            return open(requested);
        }
        lock.lock();
        try {
            if (last.isPresent() && last.get().isUsable()) {
                if (requested.accepts(last.get().getProtocol())) {
                    return last.get();
                }
                throw new CardException("cannot connect to \"" + getName() + "\" with " + protocol
                        + ": it is already connected with " + last.get().getProtocol() + "; disconnect that first");
            }
            last = Optional.of(open(requested));
            return last.get();
        } finally {
            lock.unlock();
        }
    }

    private PcscCard open(ConnectProtocol requested) throws CardException {
        try {
            var connection = reader.connect(requested.options(factory.options().policy()));
            return new PcscCard(connection, requested, factory);
        } catch (PcscException e) {
            if (e.code().equals(ReturnCode.CANCELLED)) {
                throw Interruption.during("connecting to \"" + getName() + "\"");
            }
            throw PcscFailure.of(e);
        }
    }

    @Override
    public boolean isCardPresent() throws CardException {
        try {
            return reader.isCardPresent();
        } catch (PcscException e) {
            throw PcscFailure.of(e);
        }
    }

    @Override
    public boolean waitForCardPresent(long timeout) throws CardException {
        try {
            return reader.awaitCard(limit(timeout));
        } catch (PcscException e) {
            throw PcscFailure.of(e);
        } catch (InterruptedException _) {
            throw Interruption.during("waiting for a card in \"" + getName() + "\"");
        }
    }

    @Override
    public boolean waitForCardAbsent(long timeout) throws CardException {
        try {
            return reader.awaitNoCard(limit(timeout));
        } catch (PcscException e) {
            throw PcscFailure.of(e);
        } catch (InterruptedException _) {
            throw Interruption.during("waiting for the removal of a card from \"" + getName() + "\"");
        }
    }

    private static Duration limit(long millis) {
        if (millis < 0) {
            throw new IllegalArgumentException("timeout is " + millis + " ms, must not be negative");
        }
        return millis == 0 ? Duration.ofNanos(Long.MAX_VALUE) : Duration.ofMillis(millis);
    }

    @Override
    public String toString() {
        return "PC/SC terminal " + getName();
    }
}
