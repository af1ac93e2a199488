package com.licel.jcardsim.bouncycastle.crypto.prng;

import com.licel.jcardsim.bouncycastle.crypto.Digest;
import dev.puce.javacard.CardScope;

/// Takes the place of the simulator's generator of the same name, which starts from the same state on every card, so
/// that all cards would have the same keys. This one draws from the card that is running.
public final class DigestRandomGenerator implements RandomGenerator {
    /// @param unused the simulator passes one
    public DigestRandomGenerator(Digest unused) {}

    @Override
    public void addSeedMaterial(byte[] seed) {
        // The card's source is random already, or seeded on purpose.
    }

    @Override
    public void addSeedMaterial(long seed) {
        // As above.
    }

    @Override
    public void nextBytes(byte[] bytes) {
        CardScope.nextBytes(bytes);
    }

    @Override
    public void nextBytes(byte[] bytes, int start, int length) {
        var drawn = new byte[length];
        CardScope.nextBytes(drawn);
        System.arraycopy(drawn, 0, bytes, start, length);
    }
}
