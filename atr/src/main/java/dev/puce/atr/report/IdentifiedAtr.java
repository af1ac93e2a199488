package dev.puce.atr.report;

import dev.puce.atr.list.CardListEntry;
import dev.puce.atr.list.NearMiss;
import dev.puce.iso7816.atr.Atr;
import java.util.List;

/// An ATR with what a card list says about it.
///
/// @param atr        the ATR
/// @param matches    entries whose pattern it matches, in file order
/// @param nearMisses entries that it nearly matches; empty unless they were asked for
public record IdentifiedAtr(Atr atr, List<CardListEntry> matches, List<NearMiss> nearMisses) {
    public IdentifiedAtr {
        matches = List.copyOf(matches);
        nearMisses = List.copyOf(nearMisses);
    }
}
