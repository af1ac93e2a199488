package dev.puce.atr.list;

import java.util.List;

/// An entry that an ATR of the same length matches in all but a few characters.
///
/// @param entry       what nearly matches
/// @param differences offsets of the characters that differ; TS has 0
public record NearMiss(CardListEntry entry, List<Integer> differences) {
    public NearMiss {
        differences = List.copyOf(differences);
    }
}
