package dev.puce.service.card.keys;

import java.security.SecureRandom;
import java.util.Arrays;

/// Yields given bytes. The JDK computes the public key of Ed25519 and X25519 only while it generates a key, so an
/// imported private key goes in as the generator's random bytes.
final class FixedRandom extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final byte[] content;

    FixedRandom(byte[] content) {
        this.content = content.clone();
    }

    @Override
    public void nextBytes(byte[] bytes) {
        System.arraycopy(Arrays.copyOf(content, bytes.length), 0, bytes, 0, bytes.length);
    }
}
