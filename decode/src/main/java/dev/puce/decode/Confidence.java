package dev.puce.decode;

/// How the selected application is known.
public enum Confidence {
    /// The card accepted a SELECT by name.
    SELECTED("selected"),
    /// The user named the application.
    ASSUMED("assumed"),
    /// The card accepted a SELECT, and refused a later SELECT of another application. Most cards keep the
    /// selection.
    PROBABLE("selected before a failed SELECT"),
    /// The ATR names the application.
    FROM_ATR("inferred from the ATR"),
    /// A command exists only in this application.
    FROM_COMMAND("inferred from the command"),
    /// The application is not known.
    UNKNOWN("unknown");

    private final String words;

    Confidence(String words) {
        this.words = words;
    }

    /// The level in words: `inferred from the ATR`.
    public String words() {
        return words;
    }
}
