package dev.puce.cli.reader;

import dev.puce.cards.Card;
import dev.puce.iso7816.ApduDescription;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.ResponseApdu;
import dev.puce.trace.redaction.RedactedCommands;
import dev.puce.trace.redaction.Redactor;
import java.io.PrintWriter;

/// Does with a card what `puce send` is told, and shows it: no secrets, unless asked for.
final class CardDialogue {
    private final Card card;
    private final RedactedCommands commands;
    private final boolean json;
    private final PrintWriter out;

    CardDialogue(Card card, Redactor redactor, boolean json, PrintWriter out) {
        this.card = card;
        this.commands = new RedactedCommands(redactor);
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
        var shown = commands.show(command);
        if (!json) {
            println("> " + shown + "  " + ApduDescription.of(command)); // a card may think for long
        }
        Bytes answer = card.transmit(command);
        commands.answered(answer);
        println(
                json
                        ? ExchangeJson.of(command, shown, answer)
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
