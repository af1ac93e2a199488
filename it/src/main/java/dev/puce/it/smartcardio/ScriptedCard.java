package dev.puce.it.smartcardio;

import dev.puce.iso7816.Bytes;
import dev.puce.it.PinForgettingCard;
import java.util.function.UnaryOperator;

/// A card whose answers are a function of the commands.
public final class ScriptedCard extends PinForgettingCard {
    /// Offers T=1, historical bytes "test".
    public static final Bytes ATR = Bytes.hex("3B 84 01 74 65 73 74 93");

    private final UnaryOperator<Bytes> answer;

    private ScriptedCard(UnaryOperator<Bytes> answer) {
        super(ATR);
        this.answer = answer;
    }

    /// Makes a card.
    ///
    /// @param answer maps a command to its answer
    public static ScriptedCard of(UnaryOperator<Bytes> answer) {
        return new ScriptedCard(answer);
    }

    @Override
    public Bytes transmit(Bytes command) {
        return answer.apply(command);
    }
}
