package dev.puce.service.card.piv;

import dev.puce.iso7816.BerTlv;
import dev.puce.iso7816.Bytes;
import dev.puce.service.card.keys.CardKey;
import dev.puce.service.card.keys.CardRandom;
import dev.puce.service.card.keys.KeyAlgorithm;
import dev.puce.service.card.keys.Personalization;
import dev.puce.service.card.keys.SelfMadeCertificate;
import dev.puce.service.card.memory.CardMemory;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;

/// Makes a PIV card for a person: keys and certificates in the four slots, and the mandatory data objects.
public final class PivPersonalization {
    private static final String SPECIMEN = "puce virtual PIV card";
    private static final Bytes CARD_CAPABILITIES =
            Bytes.hex("F015A000000116FF02000000000000000000000000000000F10121F20121"
                    + "F300F40100F50110F600F700FA00FB00FC00FD00FE00");
    private static final Bytes AGENCY = Bytes.hex("3019D4E739DA739CED39CE739D836858210842108421C84210C3EB");

    /// Name of the signer of attestations.
    static final String ATTESTATION = "puce PIV attestation";

    private PivPersonalization() {}

    /// Fills an empty memory. Without a choice of algorithm the keys are on P-256.
    public static void write(CardMemory memory, Personalization person, SecureRandom random) {
        KeyAlgorithm algorithm = person.algorithm().orElse(KeyAlgorithm.P256);
        if (!PivAlgorithm.has(algorithm) || algorithm == KeyAlgorithm.X25519) {
            throw new IllegalArgumentException("a PIV card has no " + algorithm
                    + " keys that sign. It has: rsa2048, rsa3072, rsa4096, p256, p384, ed25519");
        }
        memory.put("serial", Bytes.of(0).plus(Bytes.of(CardRandom.bytes(random, 3))));
        writeInitialSecrets(memory);
        PivObjects.write(memory, Bytes.hex("5FC107"), CARD_CAPABILITIES);
        PivObjects.write(memory, Bytes.hex("5FC102"), holderIdentifier(random));
        PivObjects.write(memory, Bytes.hex("5FC109"), printed(person.holder().orElse("Anna Maria Eriksson")));
        var keys = new PivKeys(memory);
        for (PivSlot slot : List.of(
                PivSlot.AUTHENTICATION, PivSlot.SIGNATURE, PivSlot.KEY_MANAGEMENT, PivSlot.CARD_AUTHENTICATION)) {
            CardKey key = algorithm.generate(random);
            keys.write(slot, key, PivSlot.PinPolicy.DEFAULT, PivKeys.GENERATED);
            Bytes certificate = SelfMadeCertificate.selfSigned(person.holder().orElse(SPECIMEN), key)
                    .encode(random);
            PivObjects.write(memory, slot.certificateTag(), certificateObject(certificate));
        }
        CardKey attestation = KeyAlgorithm.P256.generate(random);
        keys.write(PivSlot.ATTESTATION, attestation, PivSlot.PinPolicy.NEVER, PivKeys.IMPORTED);
        Bytes certificate =
                SelfMadeCertificate.selfSigned(ATTESTATION, attestation).encode(random);
        PivObjects.write(memory, PivSlot.ATTESTATION.certificateTag(), certificateObject(certificate));
    }

    /// PIN 123456, PUK 12345678 and the usual management key.
    static void writeInitialSecrets(CardMemory memory) {
        Pins.setDefaults(memory);
        ManagementKey.setDefault(memory);
    }

    /// Certificate, not compressed, no error detection code (NIST SP 800-73-5, part 1, table 10).
    static Bytes certificateObject(Bytes certificate) {
        return BerTlv.of("70", certificate).encode().plus(Bytes.hex("710100FE00"));
    }

    /// CHUID: a number that no real agency has, and a random identifier of the card (part 1, table 9).
    private static Bytes holderIdentifier(SecureRandom random) {
        return AGENCY.plus(
                        BerTlv.of("34", Bytes.of(CardRandom.bytes(random, 16))).encode())
                .plus(BerTlv.of("35", Bytes.ofText("20991231", StandardCharsets.US_ASCII))
                        .encode())
                .plus(Bytes.hex("3E00FE00"));
    }

    private static Bytes printed(String name) {
        return BerTlv.of("01", Bytes.ofText(name, StandardCharsets.UTF_8))
                .encode()
                .plus(Bytes.hex("FE00"));
    }
}
