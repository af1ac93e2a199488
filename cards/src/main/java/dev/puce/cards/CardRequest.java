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
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// A request to wait for a card: which cards, in which readers, and how long.
///
///     Card card = readers.cardRequest()
///             .matching(CardFilter.atr("3B 65 00 00 9C 02 02 07 02"))
///             .timeout(Duration.ofSeconds(10))
///             .connect();
///
/// A card that is already present matches, unless [#newCardsOnly()] was called. A mute card never matches. The
/// wait continues while the PC/SC service is missing or restarts. It ends with an interrupt, after the timeout, or
/// when the readers are closed. It uses no thread of its own and delays no other call.
///
/// Immutable and thread-safe; each method returns another request.
public final class CardRequest {
    private static final Duration UNLIMITED = Duration.ofNanos(Long.MAX_VALUE);

    private final Readers readers;
    private final Predicate<String> where;
    private final Predicate<? super InsertedCard> which;
    private final boolean newOnly;
    private final Duration timeout;

    CardRequest(Readers readers) {
        this(readers, _ -> true, CardFilter.ANY, false, UNLIMITED);
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

    /// Limits the request to these readers, whether they are attached yet or not. Replaces an earlier limit.
    public CardRequest in(Reader first, Reader... more) {
        var names = new HashSet<>(Set.of(first.name()));
        for (Reader reader : more) {
            names.add(reader.name());
        }
        return new CardRequest(readers, names::contains, which, newOnly, timeout);
    }

    /// Limits the request to readers with a matching name, see [Readers#find(String)]. Replaces an earlier limit.
    public CardRequest in(String pattern) {
        return new CardRequest(readers, new NamePattern(pattern)::matches, which, newOnly, timeout);
    }

    /// Limits the request to matching cards: a [CardFilter], or any predicate. The predicate may connect to the
    /// card. An exception that it throws ends the wait. With several calls, a card must match all filters.
    public CardRequest matching(Predicate<? super InsertedCard> filter) {
        Predicate<? super InsertedCard> before = which;
        Objects.requireNonNull(filter);
        return new CardRequest(readers, where, card -> before.test(card) && filter.test(card), newOnly, timeout);
    }

    /// Limits the request to cards that are inserted after the wait has started. After a restart of the service
    /// every card counts as new, because nothing tells them apart.
    public CardRequest newCardsOnly() {
        return new CardRequest(readers, where, which, true, timeout);
    }

    /// Limits the wait (monotonic clock). Without this call the wait is unlimited. With zero, the request looks once
    /// at the cards that are present and starts no monitor.
    public CardRequest timeout(Duration longest) {
        return new CardRequest(readers, where, which, newOnly, longest);
    }

    /// Waits for a matching card.
    ///
    /// @return the card; empty after the timeout
    /// @throws PcscException with `SCARD_E_CANCELLED` if the readers were closed
    public Optional<InsertedCard> poll() throws InterruptedException {
        if (!timeout.isPositive()) {
            return present();
        }
        long start = System.nanoTime();
        long limit = TimeUnit.NANOSECONDS.convert(timeout);
        try (EventQueue events = readers.monitor().queue()) {
            while (true) {
                Optional<ReaderEvent> event = events.poll(Duration.ofNanos(limit - (System.nanoTime() - start)));
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

    /// Waits for a matching card.
    ///
    /// @throws PcscException with `SCARD_E_TIMEOUT` after the timeout, `SCARD_E_CANCELLED` if the readers were
    /// closed
    public InsertedCard await() throws InterruptedException {
        return poll().orElseThrow(this::timedOut);
    }

    /// Waits for a matching card and connects to it, shared.
    public Card connect() throws InterruptedException {
        return await().connect();
    }

    /// Waits for a matching card and connects to it.
    public Card connect(ConnectOptions options) throws InterruptedException {
        return await().connect(options);
    }

    /// Starts to wait and returns at once. No thread waits; the monitor's observer threads call the filter.
    /// Cancelling the future ends the wait.
    ///
    /// @return a future that fails as [#await()] does: with `SCARD_E_TIMEOUT` after the timeout, with
    /// `SCARD_E_CANCELLED` if the readers were closed, or with an exception of the filter
    public CompletableFuture<InsertedCard> async() {
        var card = new CompletableFuture<InsertedCard>();
        readers.monitor().subscribe(new CardArrival(this::match, card));
        if (!timeout.equals(UNLIMITED)) {
            var timer = new CompletableFuture<Void>();
            var _ = timer.thenRun(() -> card.completeExceptionally(timedOut()));
            var _ = card.whenComplete((_, _) -> timer.cancel(false));
            var _ = timer.completeOnTimeout(null, TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
        }
        return card;
    }

    /// Looks once for a matching card. Without a service there is none.
    private Optional<InsertedCard> present() {
        return attached().stream()
                .filter(reader -> where.test(reader.name()))
                .map(reader -> readers.stateIfAttached(reader.name()))
                .flatMap(Optional::stream)
                .map(state -> match(new ReaderEvent.CardInserted(state.reader(), state.atr(), true)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private List<Reader> attached() {
        try {
            return readers.list();
        } catch (PcscException e) {
            if (LostServiceCodes.contains(e.code())) {
                return List.of();
            }
            throw e;
        }
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

    /// The failure of a wait whose readers were closed.
    static PcscException closed() {
        return failure("continue to wait for a card, because the readers were closed", ReturnCode.CANCELLED);
    }

    private static PcscException failure(String attempt, ReturnCode code) {
        return new PcscException(
                attempt, new Call.GetStatusChange(0, OptionalLong.empty(), Optional.empty()), code, Result.NONE);
    }
}
