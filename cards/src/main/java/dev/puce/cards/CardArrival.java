package dev.puce.cards;

import dev.puce.cards.event.ReaderEvent;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Function;

/// Completes a future with the first card that fits, and subscribes to events no longer than that.
///
/// @param match which card of an event fits, if any
/// @param card  the future; when it is done, in whatever way, the subscription ends
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
            card.completeExceptionally(e); // of the filter: whoever waits for the card gets to know it
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
