package dev.puce.trace.filter;

import dev.puce.iso7816.StatusWord;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Result;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// A property that a call has or has not.
public enum Flag {
    /// The return code is not success, or the card's status word reports an error or a warning.
    ERROR,
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

    boolean matches(Subject subject) {
        var traced = subject.traced();
        return switch (this) {
            case ERROR ->
                traced.outcome().isPresent() && (traced.outcome().get().code().isFailure() || cardRefused(subject));
            case UNFINISHED -> traced.outcome().isEmpty();
            case HIDDEN -> isHidden(traced.call()) || isHidden(traced.result());
        };
    }

    private static boolean isHidden(Call call) {
        return (call instanceof Call.Transmit transmit && transmit.hidden().isPresent())
                || (call instanceof Call.Control control && control.hidden().isPresent());
    }

    private static boolean isHidden(Result result) {
        return (result instanceof Result.Transmit transmit && transmit.hidden().isPresent())
                || (result instanceof Result.Control control && control.hidden().isPresent());
    }

    private static boolean cardRefused(Subject subject) {
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
