package dev.puce.service.card.keys;

import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/// Sources of random numbers for cards: real ones, and reproducible ones for tests.
public final class CardRandom {
    private CardRandom() {}

    /// Numbers that differ between cards.
    public static SecureRandom fresh() {
        return new SecureRandom();
    }

    /// The same numbers for the same seed, on every machine.
    public static SecureRandom seeded(long seed) {
        try {
            var random = SecureRandom.getInstance("SHA1PRNG");
            random.setSeed(seed); // before the first number: replaces the seed instead of adding to it
            return random;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK lacks the generator SHA1PRNG of java.base", e);
        }
    }

    /// That many random bytes.
    public static byte[] bytes(SecureRandom random, int count) {
        var bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
