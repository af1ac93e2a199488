package dev.puce.cli.reader;

import dev.puce.cards.Card;
import dev.puce.cards.script.Expectation;
import dev.puce.cards.script.ScriptStep;
import dev.puce.decode.CardSession;
import dev.puce.decode.Exchange;
import dev.puce.decode.value.Node;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.Printable;
import dev.puce.iso7816.ResponseApdu;
import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.Protocols;
import dev.puce.pcsc.ShareMode;
import dev.puce.trace.redaction.RedactedCommands;
import dev.puce.trace.redaction.Redactor;
import java.io.PrintWriter;
import java.util.Optional;

/// Carries out the steps of `puce send` with one card and shows them, without secrets unless asked for.
final class CardDialogue {
    private final Card card;
    private final RedactedCommands commands;
    private final CardSession session = new CardSession();
    private final Form form;
    private final boolean json;
    private final PrintWriter out;

    /// Form of the output.
    enum Form {
        /// A line for each command and answer.
        TEXT,
        /// Also the decoded values below each answer.
        VERBOSE,
        /// JSON Lines.
        JSON
    }

    CardDialogue(Card card, Redactor redactor, Form form, PrintWriter out) {
        this.card = card;
        this.commands = new RedactedCommands(redactor);
        this.form = form;
        this.json = form == Form.JSON;
        this.out = out;
        session.reset(card.atr().bytes());
    }

    /// Carries out one step.
    ///
    /// @return whether it succeeded: the answer meets the script's expectation, or its status word is 9000
    boolean take(ScriptStep step) {
        return switch (step) {
            case ScriptStep.Transmit(Bytes command, Optional<Expectation> expectation) ->
                transmit(command, expectation);
            case ScriptStep.Reset() -> restart("reset", Disposition.RESET);
            case ScriptStep.PowerDown() -> restart("power off and on", Disposition.UNPOWER);
            case ScriptStep.Exit() -> true;
        };
    }

    private boolean transmit(Bytes command, Optional<Expectation> expectation) {
        var shown = commands.show(command);
        session.command(shown.visible(), shown.hidden().isPresent());
        if (!json) {
            String words = session.unanswered().line().command();
            println("> " + shown + "  " + Printable.of(words)); // before the answer, which may take long
        }
        Bytes answer = card.transmit(command);
        var shownAnswer = commands.answered(answer);
        var exchange =
                session.response(shownAnswer.visible(), shownAnswer.hidden().isPresent());
        boolean expected = expectation.map(wanted -> wanted.matches(answer)).orElse(true);
        println(
                json
                        ? ExchangeJson.of(shown, shownAnswer, exchange.line())
                        : "< " + shownAnswer + "  "
                                + Printable.of(exchange.line().answer()));
        if (form == Form.VERBOSE) {
            explain(exchange);
        }
        if (!expected && !json) {
            println("! expected " + expectation.get());
        }
        return expectation.isPresent()
                ? expected
                : ResponseApdu.tryParse(answer)
                        .filter(response -> response.status().isOk())
                        .isPresent();
    }

    /// Prints the decoded values of the redacted command and its answer.
    private void explain(Exchange exchange) {
        for (Node tree : exchange.tree()) {
            tree.describe().lines().forEach(line -> println("  " + Printable.of(line)));
        }
    }

    private boolean restart(String what, Disposition initialization) {
        if (!json) {
            println("> " + what);
        }
        card.reconnect(ShareMode.SHARED, Protocols.of(card.protocol()), initialization);
        session.reset(card.atr().bytes());
        println(json ? ExchangeJson.ofReset(card.atr().bytes()) : "< ATR " + card.atr());
        return true;
    }

    private void println(String line) {
        out.println(line);
        out.flush();
    }
}
