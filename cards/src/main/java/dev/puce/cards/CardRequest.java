package dev.puce.cards;

import dev.puce.cards.event.EventQueue;
import dev.puce.cards.event.ReaderEvent;
import dev.puce.iso7816.atr.Atr;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.PcscException;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// A wait for a card: which cards, in which readers, how long.
///
///     Card card = readers.cardRequest()
///             .matching(CardFilter.atr("3B 65 00 00 9C 02 02 07 02"))
///             .timeout(Duration.ofSeconds(10))
///             .connect();
///
/// A card that is there already counts, unless [#newCardsOnly()] was said; a mute one never does. A service
/// that is not there, or goes, is waited for too. The wait ends with an interrupt, with the time-out, or when
/// the readers are closed; it needs no thread of its own and delays no other call.
///
/// Immutable and thread-safe; each method returns another request.
public final class CardRequest {
    private static final Duration FOR_EVER = Duration.ofNanos(Long.MAX_VALUE);

    private final Readers readers;
    private final Predicate<String> where;
    private final Predicate<? super InsertedCard> which;
    private final boolean newOnly;
    private final Duration timeout;

    CardRequest(Readers readers) {
        this(readers, _ -> true, CardFilter.ANY, false, FOR_EVER);
    }

    private CardRequest(
            Readers readers,
            Predicate<String> where,
            Predicate<? super InsertedCard> which,
            boolean newOnly,
            Duration timeout) {
        this.readers = readers;
        this.where = where;
        this.which = which;
        this.newOnly = newOnly;
        this.timeout = timeout;
    }

    /// Only in these readers, whether they are there yet or not; takes the place of what was said before.
    public CardRequest in(Reader first, Reader... more) {
        var names = new HashSet<>(Set.of(first.name()));
        for (Reader reader : more) {
            names.add(reader.name());
        }
        return new CardRequest(readers, names::contains, which, newOnly, timeout);
    }

    /// Only in readers whose name fits, see [Readers#find(String)]; takes the place of what was said before.
    public CardRequest in(String pattern) {
        return new CardRequest(readers, new NamePattern(pattern)::matches, which, newOnly, timeout);
    }

    /// Only these cards: a [CardFilter], or any predicate. It may connect to the card; what it throws ends the
    /// wait. Said more than once, all must fit.
    public CardRequest matching(Predicate<? super InsertedCard> filter) {
        Predicate<? super InsertedCard> before = which;
        Objects.requireNonNull(filter);
        return new CardRequest(readers, where, card -> before.test(card) && filter.test(card), newOnly, timeout);
    }

    /// Only cards that are inserted after the wait has begun. After a restart of the service every card is new:
    /// nobody can tell.
    public CardRequest newCardsOnly() {
        return new CardRequest(readers, where, which, true, timeout);
    }

    /// No longer than this (monotonic clock); without it the wait has no limit.
    public CardRequest timeout(Duration longest) {
        return new CardRequest(readers, where, which, newOnly, longest);
    }

    /// Waits.
    ///
    /// @return the card; empty after the time-out
    /// @throws PcscException with `SCARD_E_CANCELLED` if the readers were closed
    public Optional<InsertedCard> poll() throws InterruptedException {
        long begin = System.nanoTime();
        long limit = TimeUnit.NANOSECONDS.convert(timeout);
        try (EventQueue events = readers.monitor().queue()) {
            while (true) {
                Optional<ReaderEvent> event = events.poll(Duration.ofNanos(limit - (System.nanoTime() - begin)));
                if (event.isEmpty()) {
                    if (events.isFinished()) {
                        throw closed();
                    }
                    return Optional.empty();
                }
                Optional<InsertedCard> card = match(event.get());
                if (card.isPresent()) {
                    return card;
                }
            }
        }
    }

    /// Waits.
    ///
    /// @throws PcscException with `SCARD_E_TIMEOUT` after the time-out, `SCARD_E_CANCELLED` if the readers were
    /// closed
    public InsertedCard await() throws InterruptedException {
        return poll().orElseThrow(this::timedOut);
    }

    /// Waits and connects, shared.
    public Card connect() throws InterruptedException {
        return await().connect();
    }

    /// Waits and connects.
    public Card connect(ConnectOptions options) throws InterruptedException {
        return await().connect(options);
    }

    /// Begins to wait and returns at once. No thread waits; a filter that was given is called by the monitor's
    /// observers' threads. Cancelling the future ends the wait.
    ///
    /// @return fails as [#await()] does: with `SCARD_E_TIMEOUT` after the time-out, with `SCARD_E_CANCELLED` if
    /// the readers were closed, with what the filter throws
    public CompletableFuture<InsertedCard> async() {
        var card = new CompletableFuture<InsertedCard>();
        readers.monitor().subscribe(new CardArrival(this::match, card));
        if (!timeout.equals(FOR_EVER)) {
            var timer = new CompletableFuture<Void>();
            var _ = timer.thenRun(() -> card.completeExceptionally(timedOut()));
            var _ = card.whenComplete((_, _) -> timer.cancel(false));
            var _ = timer.completeOnTimeout(null, TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
        }
        return card;
    }

    private Optional<InsertedCard> match(ReaderEvent event) {
        if (event instanceof ReaderEvent.CardInserted(String reader, var atr, boolean initial)
                && !atr.isEmpty()
                && !(newOnly && initial)
                && where.test(reader)) {
            return Optional.of(new InsertedCard(readers.named(reader), Atr.parse(atr)))
                    .filter(which);
        }
        return Optional.empty();
    }

    private PcscException timedOut() {
        return failure("find such a card within " + timeout.toMillis() + " ms", ReturnCode.TIMEOUT);
    }

    /// The wait was ended by closing the readers.
    static PcscException closed() {
        return failure("wait for a card any longer, because the readers were closed", ReturnCode.CANCELLED);
    }

    private static PcscException failure(String attempt, ReturnCode code) {
        return new PcscException(
                attempt, new Call.GetStatusChange(0, OptionalLong.empty(), Optional.empty()), code, Result.NONE);
    }
}
