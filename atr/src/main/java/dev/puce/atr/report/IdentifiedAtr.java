package dev.puce.atr.report;

import dev.puce.atr.list.CardListEntry;
import dev.puce.atr.list.NearMiss;
import dev.puce.iso7816.atr.Atr;
import java.util.List;

/// An ATR with its entries in a card list.
///
/// @param atr        the ATR
/// @param matches    entries whose pattern matches it, in file order
/// @param nearMisses similar entries; empty unless wanted
/// @param searched   whether there was a list to search
public record IdentifiedAtr(Atr atr, List<CardListEntry> matches, List<NearMiss> nearMisses, boolean searched) {
    public IdentifiedAtr {
        matches = List.copyOf(matches);
        nearMisses = List.copyOf(nearMisses);
    }
}
