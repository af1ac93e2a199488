package dev.puce.cards;

import dev.puce.cards.event.ReaderEvent;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Function;

/// Completes a future with the first matching card, and stays subscribed to events only until then.
///
/// @param match returns the matching card of an event, if any
/// @param card  the future; its completion, in any way, ends the subscription
record CardArrival(Function<ReaderEvent, Optional<InsertedCard>> match, CompletableFuture<InsertedCard> card)
        implements Flow.Subscriber<ReaderEvent> {
    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        var _ = card.whenComplete((_, _) -> subscription.cancel());
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(ReaderEvent event) {
        if (card.isDone()) {
            return;
        }
        try {
            match.apply(event).ifPresent(card::complete);
        } catch (RuntimeException e) {
            card.completeExceptionally(e); // the filter failed: report it through the future
        }
    }

    @Override
    public void onError(Throwable error) {
        card.completeExceptionally(error);
    }

    /// The monitor was closed with its readers.
    @Override
    public void onComplete() {
        card.completeExceptionally(CardRequest.closed());
    }
}
