package dev.puce.trace.filter;

import dev.puce.pcsc.TracedCall;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// A field whose values are numbers.
public enum NumberField {
    PID,
    UID,
    CONNECTION,
    /// Number of the call in its trace.
    SEQ,
    /// Nanoseconds since the start of the trace.
    TIME,
    /// Nanoseconds from begin to end of the call.
    DURATION,
    /// Tries left of a PIN or key, as the status word reports.
    TRIES;

    static Optional<NumberField> of(String word) {
        return Arrays.stream(values())
                .filter(field -> field.word().equals(word))
                .findFirst();
    }

    /// As it is typed.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Whether values are times, written with their unit.
    boolean isTime() {
        return this == TIME || this == DURATION;
    }

    /// The call's value, if it has one.
    OptionalLong of(CallSubject subject) {
        TracedCall traced = subject.traced();
        return switch (this) {
            case PID -> widen(traced.caller().pid());
            case UID -> widen(traced.caller().uid());
            case CONNECTION ->
                traced.caller().connection() == 0
                        ? OptionalLong.empty()
                        : OptionalLong.of(traced.caller().connection());
            case SEQ -> OptionalLong.of(traced.sequence());
            case TIME -> nanos(traced.startNanos());
            case DURATION ->
                traced.outcome().isEmpty()
                        ? OptionalLong.empty()
                        : nanos(traced.outcome().get().durationNanos());
            case TRIES ->
                subject.seen()
                        .exchange()
                        .map(exchange -> widen(exchange.status().triesLeft()))
                        .orElse(OptionalLong.empty());
        };
    }

    private static OptionalLong nanos(long value) {
        return value == TracedCall.UNKNOWN_NANOS ? OptionalLong.empty() : OptionalLong.of(value);
    }

    private static OptionalLong widen(OptionalInt value) {
        return value.isPresent() ? OptionalLong.of(value.getAsInt()) : OptionalLong.empty();
    }
}
