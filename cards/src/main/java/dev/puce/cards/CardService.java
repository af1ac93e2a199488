package dev.puce.cards;

import java.util.function.Function;
import java.util.function.Predicate;

/// An API for a certain kind of card: which cards it supports, and how to start using one.
///
///     CardService<Purse> purses = CardService.of(CardFilter.atr("3B 65 00 00 9C 02 02 07 02"), Purse::new);
///     try (Purse purse = purses.connect(readers.cardRequest().timeout(Duration.ofSeconds(10)))) {
///         purse.balance();
///     }
///
/// A service from [#of] is as thread-safe as its functions.
///
/// @param <S> the API that programs use; it owns the [Card] that it receives
public interface CardService<S> {
    /// Returns the card itself and passes commands through.
    CardService<Card> PASS_THROUGH = of(CardFilter.ANY, card -> card);

    /// Returns whether the service supports this card.
    boolean supports(InsertedCard card);

    /// Starts to use a card.
    S over(Card card);

    /// Waits for a supported card and starts to use it.
    ///
    /// @param request where and how long to wait; its filters apply in addition
    default S connect(CardRequest request) throws InterruptedException {
        return over(request.matching(this::supports).connect());
    }

    /// Makes a service of two functions.
    static <S> CardService<S> of(Predicate<? super InsertedCard> supports, Function<Card, S> start) {
        return new CardService<>() {
            @Override
            public boolean supports(InsertedCard card) {
                return supports.test(card);
            }

            @Override
            public S over(Card card) {
                return start.apply(card);
            }
        };
    }
}
