package dev.puce.cli;

import dev.puce.cards.Card;
import dev.puce.iso7816.ApduDescription;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.ResponseApdu;
import dev.puce.pcsc.Hidden;
import dev.puce.spy.redaction.Redactor;
import java.io.PrintWriter;
import java.util.Optional;

/// Does with a card what `puce send` is told, and shows it: no secrets, unless asked for.
final class CardDialogue {
    private static final long CARD = 0; // the one whose secrets are kept apart from those of others

    private final Card card;
    private final Redactor redactor;
    private final boolean json;
    private final PrintWriter out;

    CardDialogue(Card card, Redactor redactor, boolean json, PrintWriter out) {
        this.card = card;
        this.redactor = redactor;
        this.json = json;
        this.out = out;
    }

    /// Does one thing.
    ///
    /// @return whether the card was content: its status word is 9000
    boolean take(SendStep step) {
        return switch (step) {
            case SendStep.Transmit(Bytes command) -> transmit(command);
            case SendStep.Reset() -> reset();
        };
    }

    private boolean transmit(Bytes command) {
        int visible = redactor.visible(redactor.secrets().command(CARD, command), command);
        Bytes shown = visible < 0 ? command : command.slice(0, visible);
        Optional<Hidden> hidden = Optional.of(visible).filter(at -> at >= 0).map(at -> redactor.hidden(command, at));
        if (!json) {
            String end = hidden.map(secret -> " " + secret).orElse("");
            println("> " + shown + end + "  " + ApduDescription.of(command)); // a card may think for long
        }
        Bytes answer = card.transmit(command);
        redactor.secrets().response(CARD, answer);
        println(
                json
                        ? ExchangeJson.of(command, shown, hidden, answer)
                        : "< " + answer + "  " + ApduDescription.ofResponse(answer));
        return ResponseApdu.tryParse(answer)
                .filter(response -> response.status().isOk())
                .isPresent();
    }

    private boolean reset() {
        if (!json) {
            println("> reset");
        }
        card.reset();
        println(json ? ExchangeJson.ofReset(card.atr().bytes()) : "< ATR " + card.atr());
        return true;
    }

    private void println(String line) {
        out.println(line);
        out.flush();
    }
}
