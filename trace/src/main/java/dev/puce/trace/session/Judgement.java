package dev.puce.trace.session;

import dev.puce.decode.Confidence;
import dev.puce.decode.Exchange;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.TracedCall;
import java.util.Set;

/// Importance of a step for a person who looks for a failure. Expected results are not failures: the timeout of a
/// wait, the query of a buffer size, an attribute that a reader does not have, the absence of an application or a
/// card.
public enum Judgement {
    /// The step did its work, or is an event of the trace without a return code.
    NORMAL,
    /// A wait for cards or readers that reports no change, or ends with its timeout.
    POLL,
    /// The program asked for an application or object that the card does not have, while it still looks for its
    /// application.
    PROBE,
    /// An error or state that a program expects and handles. Examples are the query of a buffer size or of a PIN's
    /// tries, a reader without a card, and a wrong Le that the card corrects.
    HANDLED,
    /// The selected application lacks the file, object or instruction.
    ABSENT,
    /// The call failed or never returned, or the card refused the command.
    FAILURE;

    private static final Set<ReturnCode> EXPECTED =
            Set.of(ReturnCode.INSUFFICIENT_BUFFER, ReturnCode.NO_READERS_AVAILABLE);
    private static final Set<ReturnCode> END_OF_WAIT = Set.of(ReturnCode.TIMEOUT, ReturnCode.CANCELLED);
    private static final Set<ReturnCode> NO_CARD = Set.of(ReturnCode.NO_SMARTCARD, ReturnCode.REMOVED_CARD);

    /// Judges a step by itself and its context. Later steps may show that a program handled a failure.
    public static Judgement of(Step step) {
        var end = step.last().outcome();
        if (end.isEmpty()) {
            return step.call().call() instanceof Call.Unknown ? NORMAL : FAILURE;
        }
        var code = end.get().code();
        if (isPoll(step, code)) {
            return POLL;
        }
        if (code.isFailure()) {
            return isExpected(step.last(), code) ? HANDLED : FAILURE;
        }
        var exchange = step.seen().exchange();
        return exchange.isPresent()
                        && (code.isSuccess() || exchange.get().response().isPresent())
                ? of(exchange.get())
                : NORMAL;
    }

    private static boolean isPoll(Step step, ReturnCode code) {
        return step.call().call() instanceof Call.GetStatusChange
                && step.seen().changes().isEmpty()
                && (!code.isFailure() || END_OF_WAIT.contains(code));
    }

    /// Whether the call is a wait that ended with its timeout or by SCardCancel.
    public static boolean isEndOfWait(TracedCall traced) {
        return traced.call() instanceof Call.GetStatusChange
                && traced.outcome().isPresent()
                && END_OF_WAIT.contains(traced.outcome().get().code());
    }

    private static Judgement of(Exchange exchange) {
        return switch (exchange.status().outcome()) {
            case OK, WARNING -> NORMAL;
            case MORE -> exchange.status().rightNe().isPresent() ? HANDLED : NORMAL;
            case STATE -> HANDLED;
            case ABSENT -> isProbe(exchange) ? PROBE : ABSENT;
            case FAILURE -> isProbe(exchange) ? PROBE : FAILURE;
            case NO_ANSWER -> FAILURE;
        };
    }

    private static boolean isProbe(Exchange exchange) {
        if (exchange.isCommandHidden()) {
            return false;
        }
        boolean selected = exchange.context().confidence() == Confidence.SELECTED
                || exchange.context().confidence() == Confidence.ASSUMED;
        return switch (exchange.status().outcome()) {
            case ABSENT -> !selected || isSelectByName(exchange);
            case FAILURE -> !selected && isGetData(exchange);
            default -> false;
        };
    }

    /// Whether the command selects an application by its name (ISO/IEC 7816-4:2020, 11.2.2).
    public static boolean isSelectByName(Exchange exchange) {
        var command = exchange.command();
        return command.length() > 3 && command.get(1) == 0xA4 && command.get(2) == 0x04;
    }

    private static boolean isGetData(Exchange exchange) {
        var command = exchange.command();
        return command.length() > 3 && (command.get(1) == 0xCA || command.get(1) == 0xCB);
    }

    private static boolean isExpected(TracedCall traced, ReturnCode code) {
        if (EXPECTED.contains(code)) {
            return true;
        }
        return switch (traced.call()) {
            case Call.GetStatusChange _ -> END_OF_WAIT.contains(code);
            case Call.Connect _ -> code.equals(ReturnCode.NO_SMARTCARD);
            case Call.Disconnect _ -> NO_CARD.contains(code);
            case Call.GetAttrib _, Call.IsValidContext _ -> true;
            case Call.Control control -> isQuery(control);
            default -> false;
        };
    }

    /// Whether the call asks the reader for its features or properties, without sending anything.
    public static boolean isQuery(Call.Control control) {
        return control.sendBuffer().isEmpty() && control.hidden().isEmpty();
    }
}
