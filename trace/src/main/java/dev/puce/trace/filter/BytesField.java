package dev.puce.trace.filter;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// A field whose values are bytes to search in.
public enum BytesField {
    /// The sent and the received bytes.
    DATA,
    SENT,
    RECEIVED;

    static Optional<BytesField> of(String word) {
        return Arrays.stream(values())
                .filter(field -> field.word().equals(word))
                .findFirst();
    }

    /// As it is typed.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
