package dev.puce.service.card.openpgp;

import dev.puce.iso7816.Bytes;
import dev.puce.service.card.keys.CardKey;
import dev.puce.service.card.keys.KeyAlgorithm;
import dev.puce.service.card.keys.KeyAlgorithm.Family;
import dev.puce.service.card.keys.Personalization;
import dev.puce.service.card.keys.SelfMadeCertificate;
import dev.puce.service.card.memory.CardMemory;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/// Makes an OpenPGP card for a person: three keys, their fingerprints, and a certificate for authentication.
public final class OpenPgpPersonalization {
    /// Date of the keys, 2026-01-01: fixed, so that a seeded card is reproducible.
    private static final int CREATED = 1_767_225_600;

    private static final int GENERATED = 1;
    private static final int AUTHENTICATION_CERTIFICATE = 0;

    private OpenPgpPersonalization() {}

    /// Fills an empty memory. Without a choice of algorithm the keys are Ed25519 and X25519.
    public static void write(CardMemory memory, Personalization person, SecureRandom random) {
        Contents contents = OpenPgpCard.personalize(memory, random);
        KeyAlgorithm wanted = person.algorithm().orElse(KeyAlgorithm.ED25519);
        for (KeySlot slot : KeySlot.values()) {
            KeyAlgorithm algorithm = fitting(slot, wanted);
            CardKey key = algorithm.generate(random);
            contents.writeAttributes(slot, AlgorithmAttributes.of(slot, algorithm));
            contents.writeKey(slot, key, GENERATED);
            contents.write(slot.fingerprintTag(), Fingerprint.of(key, slot, CREATED));
            contents.write(slot.dateTag(), Fingerprint.number(CREATED));
            if (slot == KeySlot.AUTHENTICATION) {
                var certificate = SelfMadeCertificate.selfSigned(person.holder().orElse("puce OpenPGP card"), key);
                contents.writeCertificate(AUTHENTICATION_CERTIFICATE, certificate.encode(random));
            }
        }
        // Surname<<given names, with < for a space (4.4.3.3).
        person.holder().ifPresent(name -> contents.write(0x5B, holder(name)));
    }

    /// @throws IllegalArgumentException if a card has no such keys
    private static KeyAlgorithm fitting(KeySlot slot, KeyAlgorithm wanted) {
        boolean curve25519 = wanted.family() == Family.EDWARDS || wanted.family() == Family.MONTGOMERY;
        KeyAlgorithm algorithm =
                !curve25519 ? wanted : slot.use() == KeySlot.KeyUse.SIGN ? KeyAlgorithm.ED25519 : KeyAlgorithm.X25519;
        if (!AlgorithmAttributes.choices(slot).contains(algorithm)) {
            throw new IllegalArgumentException(
                    "an OpenPGP card has no " + wanted + " keys. It has: " + AlgorithmAttributes.choices(slot));
        }
        return algorithm;
    }

    private static Bytes holder(String name) {
        int space = name.lastIndexOf(' ');
        String text = space < 0
                ? name
                : name.substring(space + 1) + "<<" + name.substring(0, space).replace(' ', '<');
        return Bytes.ofText(text.replace(' ', '<'), StandardCharsets.UTF_8);
    }
}
