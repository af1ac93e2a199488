package dev.puce.service.card.emrtd;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.StatusWord;
import dev.puce.service.card.apdu.RefusedException;
import dev.puce.service.card.keys.BlockCipher;
import dev.puce.service.card.keys.CardRandom;
import dev.puce.service.card.keys.MessageAuthentication;
import java.security.SecureRandom;

/// Basic access control (ICAO Doc 9303, part 11, 4.3): a reader proves that it has seen the printed page.
final class BasicAccessControl {
    private static final int CHALLENGE = 8;
    private static final int SECRET = 16;
    private static final int CRYPTOGRAM = 32;
    private static final int MAC = 8;

    private final BlockCipher encryption;
    private final Bytes macKey;
    private final SecureRandom random;
    private Bytes challenge = Bytes.EMPTY;

    /// @param keyInformation see [Mrz#keyInformation]
    BasicAccessControl(Bytes keyInformation, SecureRandom random) {
        Bytes seed = KeyDerivation.digest("SHA-1", keyInformation).slice(0, SECRET);
        this.encryption = BlockCipher.tripleDes(KeyDerivation.derive(seed, KeyDerivation.ENCRYPTION));
        this.macKey = KeyDerivation.derive(seed, KeyDerivation.MAC);
        this.random = random;
    }

    void reset() {
        challenge = Bytes.EMPTY;
    }

    /// GET CHALLENGE.
    Bytes challenge() {
        challenge = Bytes.of(CardRandom.bytes(random, CHALLENGE));
        return challenge;
    }

    /// The data of both answers, and the session that they open.
    ///
    /// @param answer  cryptogram and MAC for the reader
    /// @param session protection of the commands that follow
    record Opened(Bytes answer, SecureMessaging session) {}

    /// EXTERNAL AUTHENTICATE.
    ///
    /// @param data cryptogram and MAC of the reader, 40 bytes
    /// @throws RefusedException if there was no challenge (6985), or the reader has other keys (6300)
    Opened authenticate(Bytes data) throws RefusedException {
        if (challenge.isEmpty()) {
            throw new RefusedException(StatusWord.CONDITIONS_NOT_SATISFIED);
        }
        if (data.length() != CRYPTOGRAM + MAC) {
            throw new RefusedException(StatusWord.WRONG_LENGTH);
        }
        Bytes mine = challenge;
        challenge = Bytes.EMPTY;
        Bytes cryptogram = data.slice(0, CRYPTOGRAM);
        Bytes plain = encryption.decryptChain(encryption.zeros(), cryptogram);
        Bytes theirs = plain.slice(0, CHALLENGE);
        boolean right = data.from(CRYPTOGRAM).equals(mac(cryptogram))
                && plain.slice(CHALLENGE, 2 * CHALLENGE).equals(mine);
        if (!right) {
            throw new RefusedException(new StatusWord(0x6300));
        }
        Bytes mySecret = Bytes.of(CardRandom.bytes(random, SECRET));
        Bytes answer =
                encryption.encryptChain(encryption.zeros(), mine.plus(theirs).plus(mySecret));
        Bytes seed = MessageAuthentication.xor(plain.from(2 * CHALLENGE), mySecret);
        Bytes counter = mine.from(CHALLENGE / 2).plus(theirs.from(CHALLENGE / 2));
        return new Opened(answer.plus(mac(answer)), SecureMessaging.tripleDes(seed, counter));
    }

    private Bytes mac(Bytes data) {
        return MessageAuthentication.retail(
                macKey, Bytes.of(new byte[CHALLENGE]), MessageAuthentication.pad(data, CHALLENGE));
    }
}
