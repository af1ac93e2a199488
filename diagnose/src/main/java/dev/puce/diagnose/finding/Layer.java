package dev.puce.diagnose.finding;

/// The part of a system that is most likely at fault.
public enum Layer {
    /// The program that uses cards.
    APPLICATION("the application"),
    /// A library between the program and PC/SC, such as a PKCS #11 module.
    MIDDLEWARE("the middleware"),
    /// The PC/SC service, such as pcscd.
    DAEMON("the daemon"),
    /// The driver of the reader, such as libccid.
    DRIVER("the driver"),
    /// The reader, its cable or its power supply.
    READER("the reader"),
    /// The card, or the application on it.
    CARD("the card"),
    /// Another program that uses the same card.
    ANOTHER_PROGRAM("another program"),
    /// A person: a wrong PIN, a missing card.
    USER("the user"),
    /// The trace does not show it.
    UNKNOWN("unknown");

    private final String words;

    Layer(String words) {
        this.words = words;
    }

    /// The layer in words: `the daemon`.
    public String words() {
        return words;
    }
}
