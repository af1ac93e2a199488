package dev.puce.cards;

import dev.puce.cards.apdu.Interceptor;
import dev.puce.cards.apdu.Transmitter;
import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.PcscException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/// A transaction: while it lasts, no other connection of this or another program can use the card.
///
///     try (Transaction transaction = card.begin()) {
///         transaction.transmit("00 20 00 80 08 31323334FFFFFFFF");
///         transaction.transmit("00 2A 9E 9A ...");
///     }
///
/// It belongs to the connection, not to a thread: any thread may use and end it. Windows resets the card after 5
/// seconds without a command in a transaction; [#keepAlive()] prevents that.
public final class Transaction implements Transmitter, AutoCloseable {
    /// Interval of the requests of [#keepAlive()]: well below the 5 seconds after which Windows resets the card.
    static final Duration KEEP_ALIVE = Duration.ofSeconds(2);

    private final Card card;
    private final AtomicBoolean ended = new AtomicBoolean();

    Transaction(Card card) {
        this.card = card;
    }

    /// Returns the card.
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

    /// Requests the card's status every two seconds until the transaction ends. So Windows does not reset the card
    /// while its user hesitates. A virtual thread sends the requests.
    public Transaction keepAlive() {
        return keepAlive(KEEP_ALIVE);
    }

    /// Works as [#keepAlive()], with another interval.
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
                // card or service are gone: the next command reports it to its caller
            }
        });
        return this;
    }

    /// Ends the transaction with a disposition.
    ///
    /// After a reset this connection reconnects at once. Other connections fail with `SCARD_W_RESET_CARD` until
    /// they reconnect.
    ///
    /// @throws PcscException if PC/SC refuses; the transaction counts as ended
    public void end(Disposition disposition) {
        if (ended.compareAndSet(false, true)) {
            card.endTransaction(disposition);
        }
    }

    /// Ends the transaction and leaves the card as it is. Throws nothing: a removed or reset card has no
    /// transaction any more.
    @Override
    public void close() {
        try {
            end(Disposition.LEAVE);
        } catch (PcscException | IllegalStateException _) {
            // the transaction ended with the card or the connection
        }
    }

    private void requireOpen() {
        if (ended.get()) {
            throw new IllegalStateException("the transaction has ended");
        }
    }
}
