package dev.puce.cards;

import dev.puce.iso7816.Bytes;
import java.util.function.Predicate;

/// Which cards are meant. Any predicate will do; these are the usual ones. They have no state; any thread may use
/// them.
@FunctionalInterface
public interface CardFilter extends Predicate<InsertedCard> {
    /// Every card.
    CardFilter ANY = _ -> true;

    /// Cards with this ATR.
    static CardFilter atr(Bytes atr) {
        return card -> card.atr().bytes().equals(atr);
    }

    /// Cards with this ATR, given in hex.
    static CardFilter atr(String atr) {
        return atr(Bytes.hex(atr));
    }

    /// Cards whose ATR has the same bits where the mask has ones.
    ///
    /// @throws IllegalArgumentException if mask and ATR are not equally long
    static CardFilter atr(Bytes atr, Bytes mask) {
        if (atr.length() != mask.length()) {
            throw new IllegalArgumentException("the mask has " + mask.length() + " bytes, and the ATR " + atr.length());
        }
        return card -> matches(card.atr().bytes(), atr, mask);
    }

    /// Cards whose ATR has the same bits where the mask has ones, both given in hex.
    ///
    /// @throws IllegalArgumentException if mask and ATR are not equally long
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
