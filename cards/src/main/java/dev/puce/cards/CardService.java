package dev.puce.cards;

import java.util.function.Function;
import java.util.function.Predicate;

/// A way to use a certain kind of card: which cards it is for, and how to begin.
///
///     CardService<Purse> purses = CardService.of(CardFilter.atr("3B 65 00 00 9C 02 02 07 02"), Purse::new);
///     try (Purse purse = purses.connect(readers.cardRequest().timeout(Duration.ofSeconds(10)))) {
///         purse.balance();
///     }
///
/// Those of [#of] are as thread-safe as the functions that they are made of.
///
/// @param <S> what programs use; it owns the [Card] that it gets
public interface CardService<S> {
    /// The card itself: commands pass through.
    CardService<Card> PASS_THROUGH = of(CardFilter.ANY, card -> card);

    /// Whether the service is for such a card.
    boolean supports(InsertedCard card);

    /// Begins to use a card.
    S over(Card card);

    /// Waits for a card that the service supports, and begins to use it.
    ///
    /// @param request where and how long to wait, and for which of the cards that this service supports
    default S connect(CardRequest request) throws InterruptedException {
        return over(request.matching(this::supports).connect());
    }

    /// A service made of two functions.
    static <S> CardService<S> of(Predicate<? super InsertedCard> supports, Function<Card, S> begin) {
        return new CardService<>() {
            @Override
            public boolean supports(InsertedCard card) {
                return supports.test(card);
            }

            @Override
            public S over(Card card) {
                return begin.apply(card);
            }
        };
    }
}
