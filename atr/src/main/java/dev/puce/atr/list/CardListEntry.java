package dev.puce.atr.list;

import java.util.List;

/// An entry of a card list: a pattern for ATRs and descriptions of the cards.
///
/// @param line         line of the pattern in its file, from 1
/// @param pattern      the pattern as in the file: hex pairs with single spaces, or a regular expression over
/// them
/// @param descriptions descriptions of the cards, one per line; may be URLs
public record CardListEntry(int line, String pattern, List<String> descriptions) {
    public CardListEntry {
        descriptions = List.copyOf(descriptions);
    }
}
