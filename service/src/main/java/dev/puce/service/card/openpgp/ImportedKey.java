package dev.puce.service.card.openpgp;

import dev.puce.iso7816.BerTag;
import dev.puce.iso7816.BerTlv;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.MalformedDataException;
import dev.puce.iso7816.StatusWord;
import dev.puce.service.card.apdu.RefusedException;
import dev.puce.service.card.keys.CardKey;
import dev.puce.service.card.keys.KeyAlgorithm;
import dev.puce.service.card.keys.KeyAlgorithm.Family;
import dev.puce.service.card.keys.KeyImport;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.Map;

/// A private key in an extended header list (4D): the slot, a list of tags and lengths (7F48), and the values in a row
/// (5F48) (4.4.3.12).
///
/// @param slot  where it goes
/// @param parts values by tag: 91 public exponent, 92 first prime or private number, 93 second prime
record ImportedKey(KeySlot slot, Map<Integer, Bytes> parts) {
    private static final int EXPONENT = 0x91;
    private static final int PRIVATE = 0x92;
    private static final int SECOND_PRIME = 0x93;

    static ImportedKey parse(Bytes data) throws RefusedException {
        try {
            var list = BerTlv.readAll(data);
            requireData(list.size() == 1 && list.getFirst().tag().equals(new BerTag(0x4D)));
            Bytes content = list.getFirst().value();
            KeySlot slot = KeySlot.ofTemplate(content);
            requireData(content.length() >= 2);
            var rest = BerTlv.of("30", content.from(2 + content.get(1)));
            Bytes lengths = rest.find("7F48").map(BerTlv::value).orElse(Bytes.EMPTY);
            Bytes values = rest.find("5F48").map(BerTlv::value).orElse(Bytes.EMPTY);
            return new ImportedKey(slot, split(lengths, values));
        } catch (MalformedDataException | IndexOutOfBoundsException e) {
            throw new RefusedException(StatusWord.WRONG_DATA);
        }
    }

    /// Tags and lengths without values, unlike TLV: `91 03 92 81 80 93 81 80`.
    private static Map<Integer, Bytes> split(Bytes lengths, Bytes values) {
        var parts = new LinkedHashMap<Integer, Bytes>();
        int at = 0;
        int from = 0;
        while (at < lengths.length()) {
            int tag = lengths.get(at++);
            int first = lengths.get(at++);
            int length = first < 0x80 ? first : 0;
            for (int more = first < 0x80 ? 0 : first - 0x80; more > 0; more--) {
                length = length << 8 | lengths.get(at++);
            }
            parts.put(tag, values.slice(from, from + length));
            from += length;
        }
        return parts;
    }

    /// The key pair.
    ///
    /// @param algorithm kind of key that the slot is set to
    CardKey key(KeyAlgorithm algorithm) throws RefusedException {
        try {
            CardKey key = algorithm.family() == Family.RSA
                    ? KeyImport.rsa(part(EXPONENT), part(PRIVATE), part(SECOND_PRIME))
                    : KeyImport.curve(algorithm, secret(algorithm));
            requireData(key.algorithm() == algorithm);
            return key;
        } catch (GeneralSecurityException e) {
            throw new RefusedException(StatusWord.WRONG_DATA);
        }
    }

    /// Clients send the scalar of X25519 as a number, most significant byte first, and without leading zeros.
    private Bytes secret(KeyAlgorithm algorithm) throws RefusedException {
        Bytes secret = part(PRIVATE);
        if (algorithm.family() == Family.EC) {
            return secret;
        }
        requireData(secret.length() <= algorithm.size());
        Bytes padded = Bytes.of(new byte[algorithm.size() - secret.length()]).plus(secret);
        return algorithm.family() == Family.MONTGOMERY ? reversed(padded) : padded;
    }

    private static Bytes reversed(Bytes bytes) {
        var turned = new byte[bytes.length()];
        for (int i = 0; i < turned.length; i++) {
            turned[i] = (byte) bytes.get(turned.length - 1 - i);
        }
        return Bytes.of(turned);
    }

    private Bytes part(int tag) throws RefusedException {
        Bytes part = parts.getOrDefault(tag, Bytes.EMPTY);
        requireData(!part.isEmpty());
        return part;
    }

    private static void requireData(boolean holds) throws RefusedException {
        if (!holds) {
            throw new RefusedException(StatusWord.WRONG_DATA);
        }
    }
}
