package dev.puce.pcsc;

/// How the 32-bit values of the vocabulary say "the source of the call did not show this".
final class Unknown {
    /// A number that no API defines and that no known program passes.
    static final int VALUE = 0xA5A5A5A5;

    /// The text of an unknown value.
    static final String TEXT = "?";

    private Unknown() {}
}
