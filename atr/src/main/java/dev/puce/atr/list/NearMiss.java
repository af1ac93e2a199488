package dev.puce.atr.list;

import java.util.List;

/// An entry whose pattern has the same length as an ATR and differs in a few characters.
///
/// @param entry       the similar entry
/// @param differences offsets of the characters that differ; TS has 0
public record NearMiss(CardListEntry entry, List<Integer> differences) {
    public NearMiss {
        differences = List.copyOf(differences);
    }
}
