package dev.puce.diagnose.machine;

import static dev.puce.diagnose.machine.DoctorStep.note;
import static dev.puce.diagnose.machine.DoctorStep.ok;
import static dev.puce.diagnose.machine.DoctorStep.problem;

import dev.puce.cards.Card;
import dev.puce.cards.ConnectOptions;
import dev.puce.cards.Reader;
import dev.puce.diagnose.machine.DoctorStep.Subject;
import dev.puce.pcsc.EventState;
import dev.puce.pcsc.PcscException;
import dev.puce.pcsc.ReaderState;
import dev.puce.pcsc.ReturnCode;
import java.nio.file.Path;
import java.time.Duration;

/// Checks the card in a reader: present, mute or answering, and the program that holds it. Connects to the card,
/// shared, and sends it no command.
///
/// @param socket the daemon's socket, whose clients may hold the card
record CardCheck(Path socket) {
    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(3);

    DoctorStep check(Reader reader) {
        ReaderState state = reader.state();
        EventState flags = state.eventState();
        if (!flags.has(EventState.PRESENT)) {
            return ok(Subject.CARD, reader.name() + ": empty");
        }
        if (flags.has(EventState.MUTE)) {
            return problem(
                    Subject.CARD,
                    reader.name() + ": the card is mute, it sends no ATR",
                    "Turn the card over, clean its contacts, and try it in another reader.");
        }
        return flags.has(EventState.EXCLUSIVE) ? held(reader) : connect(reader, state);
    }

    private DoctorStep held(Reader reader) {
        return problem(
                Subject.CARD,
                reader.name() + ": another program holds the card exclusively"
                        + Holders.of(socket).ofCard(),
                "Close that program, or wait until it releases the card.");
    }

    private DoctorStep connect(Reader reader, ReaderState state) {
        var options = ConnectOptions.shared().timeout(LONGEST_CONNECT);
        try (Card _ = reader.connect(options)) {
            String text = reader.name() + ": the card answers, ATR " + state.atr();
            return state.eventState().has(EventState.INUSE)
                    ? note(Subject.CARD, text + "; in use" + Holders.of(socket).ofCard())
                    : ok(Subject.CARD, text);
        } catch (PcscException e) {
            return failed(reader, e.code());
        }
    }

    private DoctorStep failed(Reader reader, ReturnCode code) {
        if (code.equals(ReturnCode.SHARING_VIOLATION)) {
            return held(reader);
        }
        if (code.equals(ReturnCode.TIMEOUT)) {
            return problem(
                    Subject.CARD,
                    reader.name() + ": no connection within " + LONGEST_CONNECT.toSeconds() + " s"
                            + Holders.of(socket).ofTransaction(),
                    "Close the program that has a transaction, or wait until it ends the transaction.");
        }
        return problem(
                Subject.CARD,
                reader.name() + ": cannot connect: " + code,
                code.advice().map(CardCheck::sentence).orElse("Insert the card again, or try another card."));
    }

    private static String sentence(String advice) {
        return Character.toUpperCase(advice.charAt(0)) + advice.substring(1) + ".";
    }
}
