package dev.puce.service.card.openpgp;

import dev.puce.iso7816.BerTlv;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.CommandApdu;
import dev.puce.iso7816.ResponseApdu;
import dev.puce.iso7816.StatusWord;
import dev.puce.service.card.apdu.RefusedException;
import dev.puce.service.card.keys.CardKey;
import dev.puce.service.card.keys.KeyAlgorithm.Family;
import dev.puce.service.card.openpgp.Passwords.Right;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Commands that make and use keys: GENERATE ASYMMETRIC KEY PAIR, key import, PERFORM SECURITY OPERATION, INTERNAL
/// AUTHENTICATE, MANAGE SECURITY ENVIRONMENT (7.2.8 to 7.2.14, 7.2.18).
final class OpenPgpKeyCommands {
    private static final int GENERATED = 1;
    private static final int IMPORTED = 2;
    private static final int RSA_CRYPTOGRAM = 0x00;
    private static final int AES_CRYPTOGRAM = 0x02;
    private static final int AES_BLOCK = 16;

    private final Contents contents;
    private final Passwords passwords;
    private final OpenPgpDataObjects objects;
    private final SecureRandom random;
    private KeySlot decipherKey;
    private KeySlot authenticationKey;

    OpenPgpKeyCommands(Contents contents, Passwords passwords, OpenPgpDataObjects objects, SecureRandom random) {
        this.contents = contents;
        this.passwords = passwords;
        this.objects = objects;
        this.random = random;
        reset();
    }

    /// Undoes MANAGE SECURITY ENVIRONMENT.
    void reset() {
        decipherKey = KeySlot.DECRYPTION;
        authenticationKey = KeySlot.AUTHENTICATION;
    }

    /// Generates a key (P1 80), or reads the public key (P1 81).
    ResponseApdu generate(CommandApdu command) throws RefusedException {
        KeySlot slot = KeySlot.ofTemplate(command.data());
        CardKey key = switch (command.p1()) {
            case 0x80 -> {
                passwords.require(Right.ADMIN);
                CardKey made = contents.attributes(slot).algorithm().generate(random);
                contents.writeKey(slot, made, GENERATED);
                yield made;
            }
            case 0x81 -> contents.requireKey(slot);
            default -> throw new RefusedException(StatusWord.WRONG_P1_P2);
        };
        return new ResponseApdu(BerTlv.of("7F49", key.publicKeyObjects()).encode(), StatusWord.OK);
    }

    /// PUT DATA with the odd instruction.
    ResponseApdu importKey(CommandApdu command) throws RefusedException {
        passwords.require(Right.ADMIN);
        if (command.p1p2() != 0x3FFF) {
            throw new RefusedException(StatusWord.WRONG_P1_P2);
        }
        var imported = ImportedKey.parse(command.data());
        KeySlot slot = imported.slot();
        contents.writeKey(slot, imported.key(contents.attributes(slot).algorithm()), IMPORTED);
        return new ResponseApdu(StatusWord.OK);
    }

    /// PERFORM SECURITY OPERATION.
    ResponseApdu perform(CommandApdu command) throws RefusedException {
        Bytes result = switch (command.p1p2()) {
            case 0x9E9A -> computeSignature(command.data());
            case 0x8086 -> decipher(command.data());
            case 0x8680 -> encipher(command.data());
            default -> throw new RefusedException(StatusWord.WRONG_P1_P2);
        };
        return new ResponseApdu(result, StatusWord.OK);
    }

    private Bytes computeSignature(Bytes data) throws RefusedException {
        passwords.require(Right.SIGN);
        Bytes signature = sign(contents.requireKey(KeySlot.SIGNATURE), data);
        contents.countSignature();
        if (!objects.signsRepeatedly()) {
            passwords.revoke(Right.SIGN);
        }
        return signature;
    }

    /// INTERNAL AUTHENTICATE.
    ResponseApdu authenticate(CommandApdu command) throws RefusedException {
        if (command.p1p2() != 0) {
            throw new RefusedException(StatusWord.WRONG_P1_P2);
        }
        passwords.require(Right.USE);
        return new ResponseApdu(sign(contents.requireKey(authenticationKey), command.data()), StatusWord.OK);
    }

    /// DigestInfo for RSA, hash for ECDSA, anything for EdDSA (7.2.10).
    private static Bytes sign(CardKey key, Bytes data) throws RefusedException {
        try {
            return switch (key.algorithm().family()) {
                case RSA -> key.signPadded(data);
                case EC -> key.signHash(data);
                case EDWARDS -> key.signMessage(data);
                case MONTGOMERY -> throw new RefusedException(StatusWord.CONDITIONS_NOT_SATISFIED);
            };
        } catch (GeneralSecurityException e) {
            throw new RefusedException(StatusWord.WRONG_DATA);
        }
    }

    /// Deciphers a cryptogram (7.2.11). Its form depends on the key:
    ///
    /// - RSA: 00, cryptogram
    /// - AES: 02, blocks
    /// - ECDH: A6 { 7F49 { 86 point } }
    private Bytes decipher(Bytes data) throws RefusedException {
        passwords.require(Right.USE);
        if (data.isEmpty()) {
            throw new RefusedException(StatusWord.WRONG_LENGTH);
        }
        try {
            if (data.get(0) == AES_CRYPTOGRAM) {
                return aes(Cipher.DECRYPT_MODE, data.from(1));
            }
            CardKey key = contents.requireKey(decipherKey);
            if (key.algorithm().family() == Family.RSA) {
                if (data.get(0) != RSA_CRYPTOGRAM) {
                    throw new RefusedException(StatusWord.WRONG_DATA);
                }
                return key.decryptPadded(data.from(1));
            }
            return key.agree(peer(data));
        } catch (GeneralSecurityException e) {
            throw new RefusedException(StatusWord.WRONG_DATA);
        }
    }

    private static Bytes peer(Bytes data) throws RefusedException {
        return BerTlv.tryReadAll(data)
                .map(List::getFirst)
                .flatMap(cipher -> cipher.find("86"))
                .map(BerTlv::value)
                .orElseThrow(() -> new RefusedException(StatusWord.WRONG_DATA));
    }

    private Bytes encipher(Bytes data) throws RefusedException {
        passwords.require(Right.USE);
        try {
            return Bytes.of(AES_CRYPTOGRAM).plus(aes(Cipher.ENCRYPT_MODE, data));
        } catch (GeneralSecurityException e) {
            throw new RefusedException(StatusWord.WRONG_DATA);
        }
    }

    /// CBC with an initial vector of zeros; the client pads (7.2.11).
    private Bytes aes(int mode, Bytes data) throws GeneralSecurityException, RefusedException {
        if (contents.aesKey().isEmpty()) {
            throw new RefusedException(StatusWord.REFERENCE_NOT_FOUND);
        }
        var cipher = Cipher.getInstance("AES/CBC/NoPadding");
        cipher.init(
                mode, new SecretKeySpec(contents.aesKey().toArray(), "AES"), new IvParameterSpec(new byte[AES_BLOCK]));
        return Bytes.of(cipher.doFinal(data.toArray()));
    }

    /// MANAGE SECURITY ENVIRONMENT: which key deciphers (41 B8) and which one authenticates (41 A4).
    ResponseApdu manage(CommandApdu command) throws RefusedException {
        KeySlot chosen;
        if (command.data().equals(Bytes.hex("830102"))) {
            chosen = KeySlot.DECRYPTION;
        } else if (command.data().equals(Bytes.hex("830103"))) {
            chosen = KeySlot.AUTHENTICATION;
        } else {
            throw new RefusedException(StatusWord.WRONG_DATA);
        }
        switch (command.p1p2()) {
            case 0x41B8 -> decipherKey = chosen;
            case 0x41A4 -> authenticationKey = chosen;
            default -> throw new RefusedException(StatusWord.WRONG_P1_P2);
        }
        return new ResponseApdu(StatusWord.OK);
    }
}
