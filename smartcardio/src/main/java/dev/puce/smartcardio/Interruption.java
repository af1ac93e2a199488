package dev.puce.smartcardio;

import javax.smartcardio.CardException;

/// Converts interrupts into exceptions of methods that do not declare `InterruptedException`.
final class Interruption {
    private Interruption() {}

    /// Makes the exception and keeps the thread interrupted.
    static CardException during(String what) {
        Thread.currentThread().interrupt();
        return new CardException("the thread was interrupted while " + what);
    }
}
