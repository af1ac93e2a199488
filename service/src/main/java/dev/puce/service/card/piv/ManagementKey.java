package dev.puce.service.card.piv;

import dev.puce.iso7816.BerTlv;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.StatusWord;
import dev.puce.service.card.apdu.RefusedException;
import dev.puce.service.card.keys.BlockCipher;
import dev.puce.service.card.keys.CardRandom;
import dev.puce.service.card.memory.CardMemory;
import java.security.SecureRandom;
import java.util.Optional;

/// The key 9B, with which an administrator authenticates (NIST SP 800-73-5, part 2, 3.2.4 and appendix A).
final class ManagementKey {
    static final int REFERENCE = 0x9B;

    /// Identifier of triple DES with three keys.
    static final int TRIPLE_DES = 0x03;

    private static final String KEY = "management.key";
    private static final String TYPE = "management.algorithm";
    private static final Bytes USUAL = Bytes.hex("010203040506070801020304050607080102030405060708");

    private final CardMemory memory;
    private final SecureRandom random;
    private boolean authenticated;
    private Bytes witness = Bytes.EMPTY;
    private Bytes challenge = Bytes.EMPTY;

    ManagementKey(CardMemory memory, SecureRandom random) {
        this.memory = memory;
        this.random = random;
    }

    /// Writes the key of a new card: triple DES, 01 to 08 three times.
    static void setDefault(CardMemory memory) {
        memory.put(TYPE, TRIPLE_DES);
        memory.put(KEY, USUAL);
    }

    void reset() {
        authenticated = false;
        forgetChallenges();
    }

    private void forgetChallenges() {
        witness = Bytes.EMPTY;
        challenge = Bytes.EMPTY;
    }

    int algorithm() {
        return memory.number(TYPE);
    }

    boolean isDefault() {
        return memory.getOrEmpty(KEY).equals(USUAL);
    }

    void require() throws RefusedException {
        if (!authenticated) {
            throw new RefusedException(StatusWord.SECURITY_NOT_SATISFIED);
        }
    }

    /// Sets another key.
    void change(int algorithm, Bytes key) throws RefusedException {
        int length = switch (algorithm) {
            case TRIPLE_DES, 0x0A -> 24;
            case 0x08 -> 16;
            case 0x0C -> 32;
            default -> throw new RefusedException(StatusWord.WRONG_DATA);
        };
        if (key.length() != length) {
            throw new RefusedException(StatusWord.WRONG_DATA);
        }
        memory.put(TYPE, algorithm);
        memory.put(KEY, key);
    }

    private BlockCipher cipher() {
        Bytes key = memory.getOrEmpty(KEY);
        return algorithm() == TRIPLE_DES ? BlockCipher.tripleDes(key) : BlockCipher.aes(key);
    }

    /// A step of GENERAL AUTHENTICATE.
    ///
    /// @param template the dynamic authentication template (7C)
    /// @return the content of the answer's template
    BerTlv step(BerTlv template) throws RefusedException {
        Optional<Bytes> sentWitness = template.find("80").map(BerTlv::value);
        Optional<Bytes> sentChallenge = template.find("81").map(BerTlv::value);
        Optional<Bytes> sentResponse = template.find("82").map(BerTlv::value);
        if (sentWitness.isPresent()) {
            return sentWitness.get().isEmpty()
                    ? requestWitness()
                    : finishMutual(sentWitness.get(), sentChallenge.orElse(Bytes.EMPTY));
        }
        if (sentChallenge.isPresent() && sentChallenge.get().isEmpty()) {
            return requestChallenge();
        }
        if (sentResponse.isPresent() && !sentResponse.get().isEmpty()) {
            return finishExternal(sentResponse.get());
        }
        throw new RefusedException(StatusWord.WRONG_DATA);
    }

    private BerTlv requestWitness() {
        reset();
        witness = randomBlock();
        return BerTlv.of("80", cipher().encrypt(witness));
    }

    private BerTlv finishMutual(Bytes decrypted, Bytes sentChallenge) throws RefusedException {
        boolean right = !witness.isEmpty() && decrypted.equals(witness);
        forgetChallenges();
        if (!right) {
            throw new RefusedException(StatusWord.SECURITY_NOT_SATISFIED);
        }
        if (sentChallenge.length() != cipher().zeros().length()) {
            throw new RefusedException(StatusWord.WRONG_DATA);
        }
        authenticated = true;
        return BerTlv.of("82", cipher().encrypt(sentChallenge));
    }

    private BerTlv requestChallenge() {
        reset();
        challenge = randomBlock();
        return BerTlv.of("81", challenge);
    }

    private BerTlv finishExternal(Bytes response) throws RefusedException {
        boolean right = !challenge.isEmpty() && response.equals(cipher().encrypt(challenge));
        forgetChallenges();
        if (!right) {
            throw new RefusedException(StatusWord.SECURITY_NOT_SATISFIED);
        }
        authenticated = true;
        return BerTlv.of("82", Bytes.EMPTY);
    }

    private Bytes randomBlock() {
        return Bytes.of(CardRandom.bytes(random, cipher().zeros().length()));
    }
}
