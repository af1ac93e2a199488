package dev.puce.smartcardio;

import javax.smartcardio.CardException;

/// A thread was interrupted in a method whose signature does not know of interrupts.
final class Interruption {
    private Interruption() {}

    /// Keeps the thread interrupted.
    static CardException during(String what) {
        Thread.currentThread().interrupt();
        return new CardException("the thread was interrupted while " + what);
    }
}
