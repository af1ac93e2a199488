package dev.puce.decode.secure;

import dev.puce.decode.dictionary.Tlv;
import dev.puce.decode.dictionary.View;
import dev.puce.iso7816.Bytes;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;

/// Secure messaging of ISO/IEC 7816-4 as ICAO Doc 9303-11, 9.8 profiles it, with 3DES or AES.
public final class IsoMessaging implements MessageDecryption {
    private static final int WITH_INDICATOR = 0x87;
    private static final int WITHOUT_INDICATOR = 0x85;

    private final DecryptionCipher cipher;
    private byte[] counter;
    private byte[] before;

    /// @param key     key for encryption
    /// @param counter send sequence counter before the first command; 8 bytes mean 3DES, 16 mean AES
    public IsoMessaging(Bytes key, Bytes counter) {
        this.counter = counter.toArray();
        this.before = this.counter;
        this.cipher =
                counter.length() == 8 ? DecryptionCipher.tripleDes(key.toArray()) : DecryptionCipher.aes(key.toArray());
    }

    @Override
    public Optional<Plain> open(View command, View answer) {
        before = counter.clone();
        try {
            next();
            Bytes plainCommand = decrypt(command);
            next();
            return Optional.of(new Plain(plainCommand, decrypt(answer)));
        } catch (GeneralSecurityException _) {
            return Optional.empty(); // the keys do not fit: the exchange stays encrypted
        }
    }

    @Override
    public void rewind() {
        counter = before.clone();
    }

    private void next() {
        int i = counter.length;
        do {
            counter[--i]++;
        } while (counter[i] == 0 && i > 0);
    }

    private Bytes decrypt(View data) throws GeneralSecurityException {
        View cryptogram = Tlv.find(data, WITH_INDICATOR);
        View bytes = cryptogram.isEmpty() ? Tlv.find(data, WITHOUT_INDICATOR) : cryptogram.sub(1);
        if (bytes.isEmpty()) {
            return Bytes.EMPTY;
        }
        boolean aes = cipher.blockSize() == 16;
        byte[] iv = aes ? cipher.encrypt(Arrays.copyOf(counter, counter.length)) : new byte[8];
        return DecryptionCipher.unpadded(cipher.decryptCbc(bytes.bytes().toArray(), iv));
    }
}
