package dev.puce.trace.render;

import dev.puce.decode.Exchange;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.TracedCall;
import java.util.Set;

/// Decides which steps a person must see. Expected results are not failures: the timeout of a wait, the query of a
/// buffer size, an attribute that a reader does not have, the absence of an application or a card.
final class Severity {
    private static final Set<ReturnCode> EXPECTED =
            Set.of(ReturnCode.INSUFFICIENT_BUFFER, ReturnCode.NO_READERS_AVAILABLE);
    private static final Set<ReturnCode> END_OF_WAIT = Set.of(ReturnCode.TIMEOUT, ReturnCode.CANCELLED);
    private static final Set<ReturnCode> NO_CARD = Set.of(ReturnCode.NO_SMARTCARD, ReturnCode.REMOVED_CARD);

    private Severity() {}

    static Row.Level of(Step step) {
        var end = step.last().outcome();
        if (end.isEmpty()) {
            return Row.Level.FAILURE;
        }
        var code = end.get().code();
        if (code.isFailure()) {
            return isExpected(step.last(), code) ? Row.Level.NORMAL : Row.Level.FAILURE;
        }
        return step.seen()
                .exchange()
                .filter(exchange -> code.isSuccess() || exchange.response().isPresent())
                .map(Severity::of)
                .orElse(Row.Level.NORMAL);
    }

    private static Row.Level of(Exchange exchange) {
        return switch (exchange.status().outcome()) {
            case OK, MORE, STATE, WARNING -> Row.Level.NORMAL;
            case ABSENT -> Row.Level.QUIET;
            case FAILURE -> Folds.isProbe(exchange) ? Row.Level.QUIET : Row.Level.FAILURE;
            case NO_ANSWER -> Row.Level.FAILURE;
        };
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
    static boolean isQuery(Call.Control control) {
        return control.sendBuffer().isEmpty() && control.hidden().isEmpty();
    }
}
