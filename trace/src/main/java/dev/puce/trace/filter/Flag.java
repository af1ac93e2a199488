package dev.puce.trace.filter;

import dev.puce.decode.value.Outcome;
import dev.puce.iso7816.StatusWord;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Result;
import dev.puce.trace.session.Judgement;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// A property that a call has or has not.
public enum Flag {
    /// The return code is not success, or the card's status word reports an error or a warning. The timeout of a
    /// wait and the query of a PIN's tries are not errors.
    ERROR,
    /// The program asked for an application or object that the card does not have, while it looks for its application.
    PROBE,
    /// A wait for cards or readers that ended without a change.
    POLL,
    /// An error or state that programs expect and handle, such as the query of a buffer size.
    HANDLED,
    /// The call never returned.
    UNFINISHED,
    /// Redaction took something away.
    HIDDEN;

    static Optional<Flag> of(String word) {
        return Arrays.stream(values()).filter(flag -> flag.word().equals(word)).findFirst();
    }

    /// As it is typed.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean matches(CallSubject subject) {
        var traced = subject.traced();
        return switch (this) {
            case ERROR ->
                traced.outcome().isPresent()
                        && (traced.outcome().get().code().isFailure() || cardRefused(subject))
                        && !isPoll(subject)
                        && !isState(subject);
            case PROBE -> subject.judgement() == Judgement.PROBE;
            case POLL -> isPoll(subject);
            case HANDLED -> subject.judgement() == Judgement.HANDLED;
            case UNFINISHED -> traced.outcome().isEmpty() && !(traced.call() instanceof Call.Unknown);
            case HIDDEN -> isHidden(traced.call()) || isHidden(traced.result());
        };
    }

    private static boolean isPoll(CallSubject subject) {
        return subject.traced().call() instanceof Call.GetStatusChange && subject.judgement() == Judgement.POLL;
    }

    private static boolean isState(CallSubject subject) {
        return subject.exchange()
                .filter(exchange -> exchange.status().outcome() == Outcome.STATE)
                .isPresent();
    }

    private static boolean isHidden(Call call) {
        return (call instanceof Call.Transmit transmit && transmit.hidden().isPresent())
                || (call instanceof Call.Control control && control.hidden().isPresent());
    }

    private static boolean isHidden(Result result) {
        return (result instanceof Result.Transmit transmit && transmit.hidden().isPresent())
                || (result instanceof Result.Control control && control.hidden().isPresent());
    }

    private static boolean cardRefused(CallSubject subject) {
        var response = subject.response();
        if (response.isEmpty() || response.get().length() < 2) {
            return false;
        }
        int end = response.get().length();
        var status = StatusWord.of(response.get().get(end - 2), response.get().get(end - 1));
        return switch (status.category()) {
            case NORMAL, PROPRIETARY -> false;
            case WARNING, EXECUTION_ERROR, CHECKING_ERROR, INVALID -> true;
        };
    }
}
