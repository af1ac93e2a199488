package dev.puce.cards;

import dev.puce.iso7816.Bytes;
import java.util.function.Predicate;

/// Selects cards. Any predicate works; this interface has the usual ones. They are stateless and thread-safe.
@FunctionalInterface
public interface CardFilter extends Predicate<InsertedCard> {
    /// Matches every card.
    CardFilter ANY = _ -> true;

    /// Matches cards with this ATR.
    static CardFilter atr(Bytes atr) {
        return card -> card.atr().bytes().equals(atr);
    }

    /// Matches cards with this ATR, given in hex.
    static CardFilter atr(String atr) {
        return atr(Bytes.hex(atr));
    }

    /// Matches cards whose ATR equals `atr` in all bits that are set in the mask.
    ///
    /// @throws IllegalArgumentException if mask and ATR differ in length
    static CardFilter atr(Bytes atr, Bytes mask) {
        if (atr.length() != mask.length()) {
            throw new IllegalArgumentException("the mask has " + mask.length() + " bytes and the ATR " + atr.length()
                    + ": make them equally long");
        }
        return card -> matches(card.atr().bytes(), atr, mask);
    }

    /// Matches cards whose ATR equals `atr` in all bits that are set in the mask, both given in hex.
    ///
    /// @throws IllegalArgumentException if mask and ATR differ in length
    static CardFilter atr(String atr, String mask) {
        return atr(Bytes.hex(atr), Bytes.hex(mask));
    }

    private static boolean matches(Bytes candidate, Bytes atr, Bytes mask) {
        if (candidate.length() != atr.length()) {
            return false;
        }
        for (int i = 0; i < atr.length(); i++) {
            if (((candidate.get(i) ^ atr.get(i)) & mask.get(i)) != 0) {
                return false;
            }
        }
        return true;
    }
}
