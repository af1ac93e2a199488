package dev.puce.decode.secure;

import dev.puce.decode.dictionary.View;
import dev.puce.iso7816.Bytes;
import java.security.GeneralSecurityException;
import java.util.Optional;

/// Decryption of GlobalPlatform's SCP02 (Card Specification 2.3.1, E) and SCP03 (amendment D).
public final class GlobalPlatformMessaging implements MessageDecryption {
    private static final int COMMAND_ENCRYPTION = 0x02;
    private static final int RESPONSE_MAC = 0x10;
    private static final int RESPONSE_ENCRYPTION = 0x20;

    private final DecryptionCipher cipher;
    private final int level;
    private final int macLength;
    private long counter;

    private GlobalPlatformMessaging(DecryptionCipher cipher, int level, int macLength) {
        this.cipher = cipher;
        this.level = level;
        this.macLength = macLength;
    }

    /// The secure channel that EXTERNAL AUTHENTICATE opens; empty if the protocol is another one.
    ///
    /// @param key           static key K-ENC
    /// @param hostChallenge data of INITIALIZE UPDATE
    /// @param update        response data of INITIALIZE UPDATE
    /// @param level         P1 of EXTERNAL AUTHENTICATE
    public static Optional<MessageDecryption> session(Bytes key, View hostChallenge, View update, int level) {
        try {
            return switch (update.u8(11)) {
                case 2 -> Optional.of(new GlobalPlatformMessaging(scp02(key, update), level, 8));
                case 3 -> {
                    int size = update.length() >= 45 ? 16 : 8;
                    Bytes context =
                            hostChallenge.bytes().plus(update.sub(13, 13 + size).bytes());
                    yield Optional.of(new GlobalPlatformMessaging(scp03(key, context), level, size));
                }
                default -> Optional.empty();
            };
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            return Optional.empty(); // the key has a length that the protocol does not use
        }
    }

    private static DecryptionCipher scp02(Bytes key, View update) throws GeneralSecurityException {
        Bytes derivation = Bytes.of(0x01, 0x82).plus(update.sub(12, 14).bytes()).plus(Bytes.of(new byte[12]));
        return DecryptionCipher.tripleDes(
                DecryptionCipher.tripleDes(key.toArray()).encryptCbc(derivation.toArray(), new byte[8]));
    }

    /// Key derivation in counter mode with CMAC (NIST SP 800-108); 04 is S-ENC.
    private static DecryptionCipher scp03(Bytes key, Bytes context) throws GeneralSecurityException {
        var source = DecryptionCipher.aes(key.toArray());
        int bits = 8 * key.length();
        Bytes derived = Bytes.EMPTY;
        for (int i = 1; derived.length() < key.length(); i++) {
            Bytes input = Bytes.of(new byte[11])
                    .plus(Bytes.of(0x04, 0x00, bits >> 8, bits, i))
                    .plus(context);
            derived = derived.plus(Bytes.of(source.cmac(input.toArray())));
        }
        return DecryptionCipher.aes(derived.slice(0, key.length()).toArray());
    }

    @Override
    public Optional<Plain> open(View command, View answer) {
        counter++;
        View encrypted = command.sub(0, command.length() - macLength);
        boolean signed = (level & RESPONSE_MAC) != 0 && answer.length() >= macLength;
        View response = signed ? answer.sub(0, answer.length() - macLength) : answer;
        try {
            Bytes plain = (level & COMMAND_ENCRYPTION) != 0 ? decrypt(encrypted, 0x00) : encrypted.bytes();
            Bytes data = (level & RESPONSE_ENCRYPTION) != 0 ? decrypt(response, 0x80) : response.bytes();
            return Optional.of(new Plain(plain, data));
        } catch (GeneralSecurityException _) {
            return Optional.empty(); // the keys do not fit: the exchange stays encrypted
        }
    }

    @Override
    public void rewind() {
        counter--;
    }

    private Bytes decrypt(View data, int direction) throws GeneralSecurityException {
        if (data.isEmpty()) {
            return Bytes.EMPTY;
        }
        var iv = new byte[cipher.blockSize()];
        if (cipher.blockSize() == 16) {
            for (int i = 0; i < 8; i++) {
                iv[15 - i] = (byte) (counter >>> (8 * i));
            }
            iv[0] = (byte) direction;
            iv = cipher.encrypt(iv);
        }
        return DecryptionCipher.unpadded(cipher.decryptCbc(data.bytes().toArray(), iv));
    }
}
