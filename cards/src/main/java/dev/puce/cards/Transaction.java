package dev.puce.cards;

import dev.puce.cards.apdu.Interceptor;
import dev.puce.cards.apdu.Transmitter;
import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.PcscException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/// A time during which no other connection, of this or another program, can use a card.
///
///     try (Transaction transaction = card.begin()) {
///         transaction.transmit("00 20 00 80 08 31323334FFFFFFFF");
///         transaction.transmit("00 2A 9E 9A ...");
///     }
///
/// It belongs to the connection, not to a thread: any thread may use and end it. Windows resets a card whose
/// transaction is idle for 5 seconds; [#keepAlive()] prevents that.
public final class Transaction implements Transmitter, AutoCloseable {
    /// How often [#keepAlive()] asks: well below the 5 seconds after which Windows resets the card.
    static final Duration KEEP_ALIVE = Duration.ofSeconds(2);

    private final Card card;
    private final AtomicBoolean ended = new AtomicBoolean();

    Transaction(Card card) {
        this.card = card;
    }

    /// The card.
    public Card card() {
        return card;
    }

    /// Sends a command.
    ///
    /// @throws IllegalStateException if the transaction has ended
    @Override
    public Bytes transmit(Bytes command) {
        requireOpen();
        return card.transmit(command);
    }

    @Override
    public Transmitter with(Interceptor... interceptors) {
        Transmitter behind = card.with(interceptors);
        return command -> {
            requireOpen();
            return behind.transmit(command);
        };
    }

    /// Asks for the card's status every two seconds until the transaction ends, so that Windows does not reset
    /// a card that its user thinks about. A virtual thread does it.
    public Transaction keepAlive() {
        return keepAlive(KEEP_ALIVE);
    }

    /// As [#keepAlive()], with another period.
    public Transaction keepAlive(Duration period) {
        Thread.ofVirtual().name("puce-keep-alive").start(() -> {
            try {
                Thread.sleep(period);
                while (!ended.get() && card.isOpen()) {
                    card.status();
                    Thread.sleep(period);
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } catch (PcscException | IllegalStateException _) {
                // card or service are gone: the next command says so to somebody who can do something about it
            }
        });
        return this;
    }

    /// Ends the transaction in another way than leaving the card as it is.
    ///
    /// After a reset this connection is made anew at once; others fail with `SCARD_W_RESET_CARD` until they
    /// reconnect.
    ///
    /// @throws PcscException if PC/SC refuses; the transaction counts as ended all the same
    public void end(Disposition disposition) {
        if (ended.compareAndSet(false, true)) {
            card.endTransaction(disposition);
        }
    }

    /// Ends the transaction and leaves the card as it is. Nothing is thrown: a card that was removed or reset
    /// has no transaction any more.
    @Override
    public void close() {
        try {
            end(Disposition.LEAVE);
        } catch (PcscException | IllegalStateException _) {
            // what is gone needs no end
        }
    }

    private void requireOpen() {
        if (ended.get()) {
            throw new IllegalStateException("the transaction has ended");
        }
    }
}
