package dev.puce.diagnose.trace.rule;

import dev.puce.decode.Exchange;
import dev.puce.diagnose.trace.situation.Program;
import dev.puce.iso7816.Printable;
import dev.puce.iso7816.StatusWord;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.ReturnCode;
import dev.puce.trace.session.Judgement;
import dev.puce.trace.session.Step;
import java.util.Optional;

/// A step that did not do its work.
///
/// @param step      the step
/// @param judgement how a person judges the step by itself
/// @param program   the program that called
/// @param code      return code; [ReturnCode#UNKNOWN] if the call never returned or the source does not show it
public record Failure(Step step, Judgement judgement, Program program, ReturnCode code) {
    /// The call.
    public Call call() {
        return step.last().call();
    }

    /// Whether the call never returned.
    public boolean neverReturned() {
        return step.last().outcome().isEmpty();
    }

    /// Whether the return code is one of these.
    public boolean is(ReturnCode... codes) {
        for (ReturnCode candidate : codes) {
            if (candidate.equals(code)) {
                return true;
            }
        }
        return false;
    }

    /// The exchange with the card, if there is one.
    public Optional<Exchange> exchange() {
        return step.seen().exchange();
    }

    /// Status word of the card, if the call itself succeeded.
    public Optional<StatusWord> statusWord() {
        return code.isFailure()
                ? Optional.empty()
                : exchange().flatMap(exchange -> exchange.status().word());
    }

    /// Value of the status word; -1 without one.
    public int sw() {
        return statusWord().map(StatusWord::value).orElse(-1);
    }

    /// Instruction byte of the command; -1 without a command.
    public int ins() {
        return exchange()
                .filter(exchange -> exchange.command().length() >= 4)
                .map(exchange -> exchange.command().get(1))
                .orElse(-1);
    }

    /// Return code or status word as text; empty if the call never returned.
    public String codeText() {
        return code.isFailure()
                ? code.symbol()
                : statusWord().map(StatusWord::toString).orElse("");
    }

    /// The beginning of a sentence: `Call 12, SCardConnect, failed with SCARD_E_TIMEOUT (0x8010000A)`. The status word
    /// is without its meaning, because the explanation gives it.
    public String sentence() {
        long number = step.call().sequence();
        if (neverReturned()) {
            return "Call " + number + ", " + call().name() + ", had not returned";
        }
        if (code.isFailure()) {
            return "Call " + number + ", " + call().name() + ", failed with " + code;
        }
        String command = exchange().map(exchange -> exchange.line().command()).orElse("the command");
        return "Call " + number + ", " + Printable.of(command) + ", got "
                + statusWord()
                        .map(word -> "status " + word)
                        .orElse(exchange().flatMap(Exchange::response).isPresent() ? "no status word" : "no answer");
    }

    /// Name of the reader; empty if it is not known.
    public String reader() {
        if (!step.seen().reader().isEmpty()) {
            return step.seen().reader();
        }
        return call() instanceof Call.Connect connect ? connect.reader() : "";
    }
}
