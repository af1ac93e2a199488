package dev.puce.service.engine;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.ReturnCode;
import dev.puce.service.card.VirtualCard;
import dev.puce.service.card.VirtualCard.CardUnresponsiveException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// Runs the exchanges of one inserted card, one at a time and in order.
///
/// Exchanges run on a separate thread and report to the loop. A card that [VirtualCard#answersAtOnce] runs on the
/// loop itself, which saves two thread switches per command.
final class CardExecutor {
    /// Outcome of an exchange.
    sealed interface Outcome {
        /// The card answered, with its ATR or a response APDU; empty for a power-down.
        record Answer(Bytes bytes) implements Outcome {}

        /// The card did not answer.
        ///
        /// @param code return code for the application, if the card demands one
        record Mute(Optional<ReturnCode> code) implements Outcome {}

        /// The card was removed before it could answer.
        record Removed() implements Outcome {}
    }

    /// A request to a card.
    @FunctionalInterface
    interface Exchange {
        Bytes with(VirtualCard card) throws CardUnresponsiveException;
    }

    /// A submitted exchange; its outcome is reported once.
    private static final class Job {
        private final Exchange exchange;
        private final Consumer<Outcome> then;
        private boolean reported;

        private Job(Exchange exchange, Consumer<Outcome> then) {
            this.exchange = exchange;
            this.then = then;
        }

        private void report(Outcome outcome) {
            reported = true;
            then.accept(outcome);
        }
    }

    private static final System.Logger LOG = System.getLogger(CardExecutor.class.getName());
    private static final Outcome REMOVED = new Outcome.Removed();

    private final VirtualCard card;
    private final EventLoop loop;
    private final Executor cardThreads;
    private final boolean onLoop;
    private final ArrayDeque<Job> queue = new ArrayDeque<>();
    private Job current;
    private boolean powered;
    private boolean removed;

    CardExecutor(VirtualCard card, EventLoop loop, Executor cardThreads) {
        this.card = card;
        this.loop = loop;
        this.cardThreads = cardThreads;
        this.onLoop = card.answersAtOnce();
    }

    /// Returns whether it runs this card.
    @SuppressWarnings("ReferenceEquality") // the same object, not an equal one
    boolean runs(VirtualCard other) {
        return card == other;
    }

    /// Returns whether the card has power, according to the finished exchanges.
    boolean isPowered() {
        return powered;
    }

    /// Performs a cold reset; the outcome is the ATR.
    void powerOn(Consumer<Outcome> then) {
        submit(VirtualCard::powerOn, outcome -> {
            powered = outcome instanceof Outcome.Answer;
            then.accept(outcome);
        });
    }

    /// Performs a warm reset; the outcome is the ATR.
    void reset(Consumer<Outcome> then) {
        submit(VirtualCard::reset, outcome -> {
            powered = outcome instanceof Outcome.Answer;
            then.accept(outcome);
        });
    }

    /// Powers the card off and performs a cold reset; the outcome is the ATR.
    void powerCycle(Consumer<Outcome> then) {
        powerOff(_ -> {});
        powerOn(then);
    }

    void powerOff(Consumer<Outcome> then) {
        submit(CardExecutor::off, outcome -> {
            powered = false;
            then.accept(outcome);
        });
    }

    /// Sends a command; the outcome is the response.
    void transmit(Bytes command, Consumer<Outcome> then) {
        submit(card -> card.transmit(command), then);
    }

    /// Removes the card from the reader. All pending exchanges end at once, even if the card hangs in one.
    void remove() {
        removed = true;
        powered = false;
        var abandoned = new ArrayDeque<>(queue);
        queue.clear();
        if (current != null) {
            abandoned.addFirst(current);
            current = null;
        }
        if (onLoop) {
            perform(CardExecutor::off);
        } else {
            cardThreads.execute(() -> perform(CardExecutor::off));
        }
        abandoned.forEach(job -> job.report(REMOVED));
    }

    private void submit(Exchange exchange, Consumer<Outcome> then) {
        if (removed) {
            then.accept(REMOVED);
            return;
        }
        queue.add(new Job(exchange, then));
        runNext();
    }

    private void runNext() {
        while (current == null && !queue.isEmpty()) {
            Job job = queue.poll();
            current = job;
            if (onLoop) {
                finish(job, perform(job.exchange));
            } else {
                cardThreads.execute(() -> {
                    Outcome outcome = perform(job.exchange);
                    loop.execute(() -> {
                        finish(job, outcome);
                        runNext();
                    });
                });
            }
        }
    }

    private void finish(Job job, Outcome outcome) {
        if (!job.reported) { // otherwise the card was removed in the meantime
            current = null;
            job.report(outcome);
        }
    }

    /// Runs an exchange. A card that was removed during an exchange may already have another executor, so this
    /// method locks the card.
    private Outcome perform(Exchange exchange) {
        synchronized (card) {
            try {
                return new Outcome.Answer(exchange.with(card));
            } catch (CardUnresponsiveException mute) {
                return new Outcome.Mute(mute.code());
            } catch (
                    Throwable fault) { // for example a class missing in an applet: the client must still get a response
                LOG.log(System.Logger.Level.WARNING, "a virtual card failed, the application sees a mute card", fault);
                return new Outcome.Mute(Optional.empty());
            }
        }
    }

    private static Bytes off(VirtualCard card) {
        card.powerOff();
        return Bytes.EMPTY;
    }
}
