package dev.puce.service.card.fido;

import dev.puce.service.card.keys.CardKey;
import dev.puce.service.card.keys.KeyAlgorithm;
import dev.puce.service.card.keys.Personalization;
import dev.puce.service.card.keys.SelfMadeCertificate;
import dev.puce.service.card.memory.CardMemory;
import java.security.SecureRandom;

/// Makes a FIDO authenticator: the key that encrypts credentials, and an attestation key with its certificate.
public final class FidoPersonalization {
    static final String ATTESTATION_KEY = "attestation.key";
    static final String ATTESTATION_CERTIFICATE = "attestation.certificate";

    private FidoPersonalization() {}

    /// Fills an empty memory. An authenticator knows its users only by their credentials, so the holder's name is not
    /// used.
    ///
    /// @throws IllegalArgumentException if the person wants other keys than those on P-256
    public static void write(CardMemory memory, Personalization person, SecureRandom random) {
        KeyAlgorithm algorithm = person.algorithm().orElse(KeyAlgorithm.P256);
        if (algorithm != KeyAlgorithm.P256) {
            throw new IllegalArgumentException("a FIDO card has no " + algorithm + " keys. It has: p256");
        }
        CardKey key = algorithm.generate(random);
        memory.put(ATTESTATION_KEY, key.encode());
        memory.put(
                ATTESTATION_CERTIFICATE,
                SelfMadeCertificate.selfSigned("puce virtual FIDO card", key).encode(random));
        new Credentials(memory, random).erase();
    }
}
