package dev.puce.service.engine;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.ReturnCode;
import dev.puce.service.card.VirtualCard;
import dev.puce.service.card.VirtualCard.CardUnresponsiveException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// Works one inserted card: one exchange after the other, in the order they were asked for.
///
/// Exchanges happen on a thread of their own and report to the loop. A card that [VirtualCard#answersAtOnce] is worked
/// on the loop itself, which saves two changes of thread per command.
final class CardDrive {
    /// What one exchange came to.
    sealed interface Outcome {
        /// The card answered, with its ATR or a response APDU; nothing for a power-down.
        record Answer(Bytes bytes) implements Outcome {}

        /// The card did not answer.
        ///
        /// @param code what it wants the application to see, if it cares
        record Mute(Optional<ReturnCode> code) implements Outcome {}

        /// The card was pulled before it could answer.
        record Pulled() implements Outcome {}
    }

    /// Something that a card is asked to do.
    @FunctionalInterface
    interface Exchange {
        Bytes with(VirtualCard card) throws CardUnresponsiveException;
    }

    /// An exchange that was asked for; told its outcome once, and nothing after that.
    private static final class Job {
        private final Exchange exchange;
        private final Consumer<Outcome> then;
        private boolean told;

        private Job(Exchange exchange, Consumer<Outcome> then) {
            this.exchange = exchange;
            this.then = then;
        }

        private void tell(Outcome outcome) {
            told = true;
            then.accept(outcome);
        }
    }

    private static final System.Logger LOG = System.getLogger(CardDrive.class.getName());
    private static final Outcome PULLED = new Outcome.Pulled();

    private final VirtualCard card;
    private final EventLoop loop;
    private final Executor cardThreads;
    private final boolean onLoop;
    private final ArrayDeque<Job> waiting = new ArrayDeque<>();
    private Job current;
    private boolean powered;
    private boolean pulled;

    CardDrive(VirtualCard card, EventLoop loop, Executor cardThreads) {
        this.card = card;
        this.loop = loop;
        this.cardThreads = cardThreads;
        this.onLoop = card.answersAtOnce();
    }

    /// Whether it is this card that is driven.
    @SuppressWarnings("ReferenceEquality") // this very card, not one that is equal to it
    boolean works(VirtualCard other) {
        return card == other;
    }

    /// Whether the card has power, as far as the exchanges that are done tell.
    boolean isPowered() {
        return powered;
    }

    /// Cold reset; answers with the ATR.
    void powerOn(Consumer<Outcome> then) {
        submit(VirtualCard::powerOn, outcome -> {
            powered = outcome instanceof Outcome.Answer;
            then.accept(outcome);
        });
    }

    /// Warm reset; answers with the ATR.
    void reset(Consumer<Outcome> then) {
        submit(VirtualCard::reset, outcome -> {
            powered = outcome instanceof Outcome.Answer;
            then.accept(outcome);
        });
    }

    /// Power off, then cold reset; answers with the ATR.
    void powerCycle(Consumer<Outcome> then) {
        powerOff(_ -> {});
        powerOn(then);
    }

    void powerOff(Consumer<Outcome> then) {
        submit(CardDrive::off, outcome -> {
            powered = false;
            then.accept(outcome);
        });
    }

    /// Hands over a command; answers with the response.
    void transmit(Bytes command, Consumer<Outcome> then) {
        submit(card -> card.transmit(command), then);
    }

    /// The card leaves the reader: whatever it still was to do is told so at once, even if it hangs in an exchange.
    void pull() {
        pulled = true;
        powered = false;
        var abandoned = new ArrayDeque<>(waiting);
        waiting.clear();
        if (current != null) {
            abandoned.addFirst(current);
            current = null;
        }
        if (onLoop) {
            perform(CardDrive::off);
        } else {
            cardThreads.execute(() -> perform(CardDrive::off));
        }
        abandoned.forEach(job -> job.tell(PULLED));
    }

    private void submit(Exchange exchange, Consumer<Outcome> then) {
        if (pulled) {
            then.accept(PULLED);
            return;
        }
        waiting.add(new Job(exchange, then));
        work();
    }

    private void work() {
        while (current == null && !waiting.isEmpty()) {
            Job job = waiting.poll();
            current = job;
            if (onLoop) {
                finish(job, perform(job.exchange));
            } else {
                cardThreads.execute(() -> {
                    Outcome outcome = perform(job.exchange);
                    loop.execute(() -> {
                        finish(job, outcome);
                        work();
                    });
                });
            }
        }
    }

    private void finish(Job job, Outcome outcome) {
        if (!job.told) { // else the card was pulled meanwhile
            current = null;
            job.tell(outcome);
        }
    }

    /// A card that was pulled in the middle of an exchange may sit in another drive already: one call at a time.
    private Outcome perform(Exchange exchange) {
        synchronized (card) {
            try {
                return new Outcome.Answer(exchange.with(card));
            } catch (CardUnresponsiveException mute) {
                return new Outcome.Mute(mute.code());
            } catch (Throwable fault) { // a class that an applet lacks, for example: who waits must get an answer
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
