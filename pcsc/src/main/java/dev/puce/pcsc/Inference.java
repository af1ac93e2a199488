package dev.puce.pcsc;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// A part of a traced call that puce inferred from a log, because the log does not state it.
public enum Inference {
    /// The program or thread was found by time alone.
    CALLER,
    /// The reader was found by context.
    READER,
    /// Several calls were open, and the log does not tell which of them the answer belongs to.
    ANSWER;

    /// The name in recordings: `caller`.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The inference of that name in recordings, if puce knows it.
    public static Optional<Inference> of(String label) {
        return Arrays.stream(values())
                .filter(inference -> inference.label().equals(label))
                .findFirst();
    }
}
