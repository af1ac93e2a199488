package dev.puce.decode;

import dev.puce.decode.dictionary.ClassKind;
import dev.puce.decode.dictionary.Dictionary;
import dev.puce.decode.dictionary.Tlv;
import dev.puce.decode.dictionary.View;
import dev.puce.decode.special.Dictionaries;
import dev.puce.decode.value.Outcome;
import dev.puce.iso7816.StatusWord;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Explains status words by application.
final class Statuses {
    private static final int CTAP_MESSAGE = 0x10;
    private static final int CTAP_GET_RESPONSE = 0x11;
    private static final int NO_CREDENTIALS = 0x2E;

    private static final Status NO_ANSWER = new Status(
            Optional.empty(),
            "no answer",
            Outcome.NO_ANSWER,
            OptionalInt.empty(),
            OptionalInt.empty(),
            OptionalInt.empty());
    private static final Status TEXT =
            new Status(Optional.empty(), "", Outcome.OK, OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());
    private static final Status DONE = new Status(
            Optional.of(StatusWord.OK), "", Outcome.OK, OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());

    private Statuses() {}

    static Status of(Exchange exchange) {
        if (exchange.lastLink().part().response().isEmpty()) {
            return NO_ANSWER;
        }
        if (!exchange.hasStatus()) {
            return exchange.answerData().isEmpty()
                    ? new Status(
                            Optional.empty(),
                            "the answer has no status word",
                            Outcome.FAILURE,
                            OptionalInt.empty(),
                            OptionalInt.empty(),
                            OptionalInt.empty())
                    : TEXT;
        }
        int value = exchange.lastLink().status();
        if (value == 0x9000) {
            return inner(exchange);
        }
        return explained(exchange, value);
    }

    static Status of(StatusWord word, Application application) {
        var row = Dictionaries.of(application.families()).status(-1, word.value());
        return new Status(
                Optional.of(word),
                row == null ? "" : row.meaning(word.value()),
                row == null ? Outcome.FAILURE : row.outcome(),
                word.triesLeft(),
                word.rightNe(),
                word.bytesAvailable());
    }

    /// The dictionary in which the status words of an exchange are explained.
    static Dictionary dictionary(Exchange exchange) {
        return switch (exchange.kind()) {
            case READER -> Dictionaries.of(List.of("reader"));
            case DESFIRE -> Dictionaries.of(List.of("desfire"));
            case GSM -> Dictionaries.of(List.of("sim"));
            default ->
                exchange.selectsApplication()
                        ? selected(exchange)
                        : exchange.state().application().families().isEmpty() && exchange.row() != null
                                ? Dictionaries.of(
                                        List.of(exchange.row().family().name()))
                                : exchange.state().dictionary();
        };
    }

    /// The dictionary of the application that a SELECT reached, or that it asked for if it failed.
    private static Dictionary selected(Exchange exchange) {
        if (Transition.isDone(exchange.lastLink().status())) {
            return exchange.after().dictionary();
        }
        var wanted = Application.ofAid(exchange.readableCommand().bytes());
        return Dictionaries.of(wanted.map(Application::families).orElse(List.of()));
    }

    /// The status inside secure messaging or inside a CTAP response, which says more than the outer 9000.
    private static Status inner(Exchange exchange) {
        if (exchange.context().protection() == Protection.ISO) {
            View status = Tlv.find(exchange.answerData(), 0x99);
            if (status.length() == 2 && status.u16(0) != 0x9000) {
                var row = dictionary(exchange).status(exchange.firstShape().ins(), status.u16(0));
                String meaning = row == null ? "" : " " + row.meaning(status.u16(0));
                return ended("inside: " + status.hex() + meaning, row == null ? Outcome.FAILURE : row.outcome());
            }
        }
        int ins = exchange.firstShape().ins();
        boolean ctap = exchange.application().uses("fido") && (ins == CTAP_MESSAGE || ins == CTAP_GET_RESPONSE);
        int code = ctap && exchange.kind() == ClassKind.PROPRIETARY
                ? exchange.answerData().u8(0)
                : 0;
        if (code != 0) {
            String name = Dictionaries.family("fido").values("status").name(code);
            return ended(
                    "CTAP %02X %s".formatted(code, name), code == NO_CREDENTIALS ? Outcome.ABSENT : Outcome.FAILURE);
        }
        return DONE;
    }

    private static Status ended(String meaning, Outcome outcome) {
        return new Status(
                Optional.of(StatusWord.OK),
                meaning,
                outcome,
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.empty());
    }

    private static Status explained(Exchange exchange, int value) {
        var word = new StatusWord(value);
        int ins = exchange.firstShape().ins();
        var row = dictionary(exchange).status(ins, value);
        String meaning = row == null ? "" : row.meaning(value);
        Outcome outcome = row == null ? Outcome.FAILURE : row.outcome();
        boolean verification = (isVerification(ins) && exchange.kind() != ClassKind.DESFIRE)
                || exchange.application().uses("hsmauth");
        var tries = OptionalInt.empty();
        if (verification && (value & 0xFFF0) == 0x63C0) {
            tries = OptionalInt.of(value & 0x0F);
            boolean query = exchange.commandData().isEmpty() && !exchange.isCommandHidden();
            meaning = triesLeft(value & 0x0F, query);
            outcome = query ? Outcome.STATE : Outcome.FAILURE;
        } else if (value == 0x6983 || value == 0x9840) {
            tries = OptionalInt.of(0);
        }
        return new Status(Optional.of(word), meaning, outcome, tries, word.rightNe(), waiting(exchange, word));
    }

    private static String triesLeft(int tries, boolean query) {
        String left = tries == 0 ? "blocked" : tries == 1 ? "1 try left" : tries + " tries left";
        return query ? left : "wrong, " + left;
    }

    private static OptionalInt waiting(Exchange exchange, StatusWord word) {
        int sw1 = word.sw1();
        boolean gsm = exchange.kind() == ClassKind.GSM;
        boolean toolkit =
                gsm || (exchange.kind().hasChannel() && exchange.application().uses("uicc"));
        boolean waits = sw1 == 0x61 || (sw1 == 0x9F && gsm) || (sw1 == 0x91 && toolkit);
        return waits ? OptionalInt.of(word.sw2() == 0 ? 256 : word.sw2()) : OptionalInt.empty();
    }

    private static boolean isVerification(int ins) {
        return switch (ins) {
            case 0x20, 0x21, 0x24, 0x25, 0x26, 0x28, 0x2C, 0x2D, 0x22, 0x82, 0x86, 0x87, 0x43, 0x44 -> true;
            default -> false;
        };
    }
}
