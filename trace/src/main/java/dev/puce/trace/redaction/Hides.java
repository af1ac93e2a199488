package dev.puce.trace.redaction;

import java.util.Locale;

/// The part of a command or its response that a row of `secrets.tsv` hides. The table explains the words.
enum Hides {
    DATA,
    COMMAND,
    ANSWER,
    COUNTER,
    DIALOGUE,
    DGI,
    ENVELOPE,
    OBJECTS,
    TUNNEL,
    FEATURE,
    PUBLIC,
    HARMLESS;

    /// Whether a structure, frame or command inside decides, which may continue in the next command.
    boolean isInside() {
        return this == DGI || this == ENVELOPE || this == OBJECTS;
    }

    static Hides of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
