package dev.puce.javacard;

import java.security.SecureRandom;
import java.util.function.Supplier;

/// The card whose code is running on this thread: simulator and applets reach its random numbers and its
/// diagnostics through this.
public final class CardScope {
    private static final ScopedValue<SecureRandom> RANDOM = ScopedValue.newInstance();

    /// For code of the simulator outside of any card.
    private static final SecureRandom FRESH = new SecureRandom();

    private CardScope() {}

    /// Runs code of a card.
    ///
    /// @param random source of the card's random numbers
    static <T> T run(SecureRandom random, Supplier<T> code) {
        try {
            return ScopedValue.where(RANDOM, random).call(code::get);
        } finally {
            AppletOutput.endLine();
        }
    }

    /// Whether code of a card is running on this thread.
    static boolean isCard() {
        return RANDOM.isBound();
    }

    /// Random bytes of the card that is running.
    public static void nextBytes(byte[] bytes) {
        RANDOM.orElse(FRESH).nextBytes(bytes);
    }
}
