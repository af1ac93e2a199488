package dev.puce.service.card.emrtd;

import dev.puce.iso7816.BerTlv;
import dev.puce.iso7816.Bytes;
import dev.puce.service.card.keys.CardKey;
import dev.puce.service.card.keys.KeyAlgorithm;
import dev.puce.service.card.keys.Personalization;
import dev.puce.service.card.memory.CardMemory;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.TreeMap;

/// Makes a passport for a person: data groups 1, 2, 14 and 15, their signed hashes, and two keys.
public final class EmrtdPersonalization {
    static final String KEY_INFORMATION = "mrzKeyInformation";
    static final String CAN = "can";
    static final String ACTIVE_AUTHENTICATION = "key.activeAuthentication";
    static final String CHIP_AUTHENTICATION = "key.chipAuthentication";

    private static final Bytes USUAL_CAN = Bytes.ofText("123456", StandardCharsets.US_ASCII);

    private EmrtdPersonalization() {}

    /// Fills an empty memory with the specimen of Doc 9303, under the holder's name.
    ///
    /// @throws IllegalArgumentException if other keys than those on P-256 are asked for
    public static void write(CardMemory memory, Personalization person, SecureRandom random) {
        if (person.algorithm()
                .filter(algorithm -> algorithm != KeyAlgorithm.P256)
                .isPresent()) {
            throw new IllegalArgumentException("the passport has keys on p256 only");
        }
        Mrz specimen = Mrz.specimen();
        write(memory, person.holder().map(specimen::withHolder).orElse(specimen), random);
    }

    static void write(CardMemory memory, Mrz mrz, SecureRandom random) {
        CardKey active = KeyAlgorithm.P256.generate(random);
        CardKey chip = KeyAlgorithm.P256.generate(random);
        memory.put(KEY_INFORMATION, mrz.keyInformation());
        memory.put(CAN, USUAL_CAN);
        memory.put(ACTIVE_AUTHENTICATION, active.encode());
        memory.put(CHIP_AUTHENTICATION, chip.encode());
        var groups = new TreeMap<Integer, Bytes>();
        groups.put(1, BerTlv.of("61", BerTlv.of("5F1F", ascii(mrz.text()))).encode());
        groups.put(2, FaceImage.dataGroup2());
        groups.put(14, BerTlv.of("6E", SecurityInfos.dataGroup14(chip)).encode());
        groups.put(15, BerTlv.of("6F", SecurityInfos.subjectKey(active)).encode());
        groups.forEach((number, content) -> Files.write(memory, 0x0100 + number, content));
        Files.write(memory, Files.SECURITY_OBJECT, SecurityObject.sign(groups, random));
        Files.write(memory, Files.COMMON, common());
        Files.write(memory, Files.CARD_ACCESS, SecurityInfos.cardAccess());
    }

    /// EF.COM: LDS 1.7, Unicode 4.0, tags of the data groups.
    private static Bytes common() {
        return BerTlv.of(
                        "60",
                        BerTlv.of("5F01", ascii("0107")),
                        BerTlv.of("5F36", ascii("040000")),
                        BerTlv.of("5C", Bytes.hex("61756E6F")))
                .encode();
    }

    private static Bytes ascii(String text) {
        return Bytes.ofText(text, StandardCharsets.US_ASCII);
    }
}
