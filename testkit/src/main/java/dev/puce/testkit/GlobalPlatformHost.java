package dev.puce.testkit;

import dev.puce.iso7816.Bytes;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// The other side of a GlobalPlatform secure channel: SCP02 with option 15 and SCP03 with option 60 or 70.
///
/// It is written from the specifications: Card Specification 2.3.1, appendix E, and Amendment D 1.1.2. It shares no
/// code
/// with puce's cards. So an error of one side does not hide in the other. It serves tests only.
public final class GlobalPlatformHost {
    /// Security levels, which can be added.
    public static final int C_MAC = 0x01;

    public static final int C_ENCRYPTION = 0x02;
    public static final int R_MAC = 0x10;
    public static final int R_ENCRYPTION = 0x20;

    /// A card that answers commands.
    @FunctionalInterface
    public interface CardSide {
        Bytes transmit(Bytes command) throws Exception;
    }

    private static final int MAC_LENGTH = 8;

    private final CardSide card;
    private final boolean isScp03;
    private final int level;
    private final Bytes encryptionKey;
    private final Bytes commandMacKey;
    private final Bytes answerMacKey;
    private final Bytes dek;
    private Bytes chain;
    private int counter;

    private GlobalPlatformHost(
            CardSide card, boolean isScp03, int level, Bytes encryption, Bytes commandMac, Bytes answerMac, Bytes dek) {
        this.card = card;
        this.isScp03 = isScp03;
        this.level = level;
        this.encryptionKey = encryption;
        this.commandMacKey = commandMac;
        this.answerMacKey = answerMac;
        this.dek = dek;
        this.chain = Bytes.of(new byte[isScp03 ? 16 : 0]);
    }

    /// Opens a session with one key for all three purposes.
    ///
    /// @param version of the key set, 0 for the card's default
    public static GlobalPlatformHost open(CardSide card, int version, Bytes key, int level) throws Exception {
        return open(card, version, key, key, key, level, Bytes.hex("0011223344556677"));
    }

    /// Opens a session: INITIALIZE UPDATE, the check of the card's cryptogram, EXTERNAL AUTHENTICATE.
    public static GlobalPlatformHost open(
            CardSide card, int version, Bytes encryption, Bytes mac, Bytes dek, int level, Bytes challenge)
            throws Exception {
        Bytes answer = card.transmit(
                Bytes.of(0x80, 0x50, version, 0, 8).plus(challenge).plus(Bytes.of(0)));
        check(answer.length() >= 30 && sw(answer).equals("90 00"), "INITIALIZE UPDATE: " + answer);
        Bytes greeting = answer.slice(0, answer.length() - 2);
        return greeting.get(11) == 0x03
                ? openScp03(card, greeting, encryption, mac, dek, level, challenge)
                : openScp02(card, greeting, encryption, mac, dek, level, challenge);
    }

    private static GlobalPlatformHost openScp03(
            CardSide card, Bytes greeting, Bytes encryption, Bytes mac, Bytes dek, int level, Bytes challenge)
            throws Exception {
        Bytes context = challenge.plus(greeting.slice(13, 21));
        int bits = encryption.length() * 8;
        Bytes sessionMac = kdf(mac, 0x06, bits, context);
        var host = new GlobalPlatformHost(
                card,
                true,
                level,
                kdf(encryption, 0x04, bits, context),
                sessionMac,
                kdf(mac, 0x07, bits, context),
                dek);
        check(greeting.slice(21, 29).equals(kdf(sessionMac, 0x00, 64, context)), "wrong cryptogram of the card");
        host.authenticate(kdf(sessionMac, 0x01, 64, context));
        return host;
    }

    private static GlobalPlatformHost openScp02(
            CardSide card, Bytes greeting, Bytes encryption, Bytes mac, Bytes dek, int level, Bytes challenge)
            throws Exception {
        Bytes sequence = greeting.slice(12, 14);
        Bytes own = greeting.slice(12, 20);
        Bytes sessionEncryption = sessionKey(encryption, "0182", sequence);
        var host = new GlobalPlatformHost(
                card,
                false,
                level,
                sessionEncryption,
                sessionKey(mac, "0101", sequence),
                Bytes.EMPTY,
                sessionKey(dek, "0181", sequence));
        check(
                greeting.slice(20, 28).equals(fullMac(sessionEncryption, challenge.plus(own))),
                "wrong cryptogram of the card");
        host.authenticate(fullMac(sessionEncryption, own.plus(challenge)));
        return host;
    }

    private void authenticate(Bytes cryptogram) throws Exception {
        Bytes header = Bytes.of(0x84, 0x82, level, 0, 2 * MAC_LENGTH);
        Bytes command = header.plus(cryptogram).plus(mac(header.plus(cryptogram)));
        Bytes answer = card.transmit(command);
        check(sw(answer).equals("90 00"), "EXTERNAL AUTHENTICATE: " + answer);
    }

    /// Sends a command in the session.
    ///
    /// @param header CLA, INS, P1 and P2
    /// @return the data of the answer in clear, and its status word
    public Bytes send(String header, Bytes data) throws Exception {
        Bytes head = Bytes.hex(header);
        counter++;
        Bytes content = data;
        Bytes secured = Bytes.of(head.get(0) | 0x04).plus(head.from(1));
        Bytes command;
        if (level == 0) {
            command = data.isEmpty() ? head : head.plus(Bytes.of(data.length())).plus(data);
        } else {
            Bytes plain = secured.plus(Bytes.of(data.length() + MAC_LENGTH)).plus(data);
            if ((level & C_ENCRYPTION) != 0 && !data.isEmpty()) {
                content = isScp03
                        ? cbc("AES", encryptionKey, vector(0), pad(data, 16))
                        : cbc("DESede", encryptionKey, Bytes.of(new byte[8]), pad(data, 8));
            }
            Bytes sent = secured.plus(Bytes.of(content.length() + MAC_LENGTH)).plus(content);
            command = sent.plus(mac(isScp03 ? sent : plain)); // SCP02 has its MAC of the plain command (E.4.4)
        }
        return unwrap(card.transmit(command.plus(Bytes.of(0))));
    }

    private Bytes unwrap(Bytes answer) throws Exception {
        Bytes status = answer.from(answer.length() - 2);
        boolean isError = !status.equals(Bytes.hex("9000")) && status.get(0) != 0x62 && status.get(0) != 0x63;
        if ((level & R_MAC) == 0 || isError) {
            return answer;
        }
        check(answer.length() >= 2 + MAC_LENGTH, "answer without MAC: " + answer);
        Bytes data = answer.slice(0, answer.length() - 2 - MAC_LENGTH);
        Bytes mac = answer.slice(data.length(), data.length() + MAC_LENGTH);
        check(
                mac.equals(cmac(answerMacKey, chain.plus(data).plus(status)).slice(0, MAC_LENGTH)),
                "wrong MAC of the answer");
        if ((level & R_ENCRYPTION) != 0 && !data.isEmpty()) {
            Bytes padded = crypt(Cipher.DECRYPT_MODE, "AES", encryptionKey, vector(0x80), data);
            int end = padded.length() - 1;
            while (padded.get(end) == 0) {
                end--;
            }
            check(padded.get(end) == 0x80, "wrong padding of the answer");
            data = padded.slice(0, end);
        }
        return data.plus(status);
    }

    /// Encrypts a key for PUT KEY.
    public Bytes encryptKey(Bytes key) throws GeneralSecurityException {
        return isScp03
                ? cbc("AES", dek, Bytes.of(new byte[16]), key)
                : Bytes.of(cipher(Cipher.ENCRYPT_MODE, "DESede", dek, null).doFinal(key.toArray()));
    }

    private Bytes mac(Bytes command) throws GeneralSecurityException {
        if (isScp03) {
            chain = cmac(commandMacKey, chain.plus(command));
            return chain.slice(0, MAC_LENGTH);
        }
        Bytes vector = Bytes.of(new byte[8]);
        Bytes first = commandMacKey.slice(0, 8);
        if (!chain.isEmpty()) {
            vector = Bytes.of(cipher(Cipher.ENCRYPT_MODE, "DES", first, null).doFinal(chain.toArray()));
        }
        Bytes padded = pad(command, 8);
        if (padded.length() > 8) {
            Bytes begun = cbc("DES", first, vector, padded.slice(0, padded.length() - 8));
            vector = begun.from(begun.length() - 8);
        }
        chain = cbc("DESede", commandMacKey, vector, padded.from(padded.length() - 8));
        return chain;
    }

    private Bytes vector(int first) throws GeneralSecurityException {
        Bytes block = Bytes.of(first).plus(Bytes.of(new byte[13])).plus(Bytes.of(counter >> 8, counter));
        return Bytes.of(cipher(Cipher.ENCRYPT_MODE, "AES", encryptionKey, null).doFinal(block.toArray()));
    }

    /// Derived key or cryptogram of SCP03 (Amendment D, 4.1.5).
    private static Bytes kdf(Bytes key, int constant, int bits, Bytes context) throws GeneralSecurityException {
        Bytes all = Bytes.EMPTY;
        for (int i = 1; all.length() < bits / 8; i++) {
            Bytes label = Bytes.of(new byte[11]).plus(Bytes.of(constant, 0x00, bits >> 8, bits, i));
            all = all.plus(cmac(key, label.plus(context)));
        }
        return all.slice(0, bits / 8);
    }

    private static Bytes sessionKey(Bytes key, String constant, Bytes sequence) throws GeneralSecurityException {
        Bytes data = Bytes.hex(constant).plus(sequence).plus(Bytes.of(new byte[12]));
        return cbc("DESede", key, Bytes.of(new byte[8]), data);
    }

    private static Bytes fullMac(Bytes key, Bytes data) throws GeneralSecurityException {
        Bytes chain = cbc("DESede", key, Bytes.of(new byte[8]), pad(data, 8));
        return chain.from(chain.length() - 8);
    }

    /// AES-CMAC (RFC 4493).
    private static Bytes cmac(Bytes key, Bytes message) throws GeneralSecurityException {
        byte[] subkey = cipher(Cipher.ENCRYPT_MODE, "AES", key, null).doFinal(new byte[16]);
        doubled(subkey);
        boolean isWhole = !message.isEmpty() && message.length() % 16 == 0;
        if (!isWhole) {
            doubled(subkey);
        }
        byte[] blocks = (isWhole ? message : pad(message, 16)).toArray();
        for (int i = 0; i < 16; i++) {
            blocks[blocks.length - 16 + i] ^= subkey[i];
        }
        Bytes encrypted = cbc("AES", key, Bytes.of(new byte[16]), Bytes.of(blocks));
        return encrypted.from(encrypted.length() - 16);
    }

    /// Multiplies by x in GF(2^128).
    private static void doubled(byte[] value) {
        int carry = 0;
        for (int i = 15; i >= 0; i--) {
            int next = (value[i] & 0xFF) << 1 | carry;
            value[i] = (byte) next;
            carry = next >> 8;
        }
        if (carry != 0) {
            value[15] ^= (byte) 0x87;
        }
    }

    private static Bytes pad(Bytes data, int block) {
        Bytes marked = data.plus(Bytes.of(0x80));
        return marked.plus(Bytes.of(new byte[(block - marked.length() % block) % block]));
    }

    private static Bytes cbc(String algorithm, Bytes key, Bytes vector, Bytes data) throws GeneralSecurityException {
        return crypt(Cipher.ENCRYPT_MODE, algorithm, key, vector, data);
    }

    private static Bytes crypt(int mode, String algorithm, Bytes key, Bytes vector, Bytes data)
            throws GeneralSecurityException {
        return Bytes.of(cipher(mode, algorithm, key, vector).doFinal(data.toArray()));
    }

    /// @param vector null for ECB
    private static Cipher cipher(int mode, String algorithm, Bytes key, Bytes vector) throws GeneralSecurityException {
        boolean isDouble = algorithm.equals("DESede") && key.length() == 16;
        byte[] bytes = (isDouble ? key.plus(key.slice(0, 8)) : key).toArray();
        var cipher = Cipher.getInstance(algorithm + (vector == null ? "/ECB" : "/CBC") + "/NoPadding");
        var parameters = vector == null ? null : new IvParameterSpec(vector.toArray());
        cipher.init(mode, new SecretKeySpec(bytes, algorithm), parameters);
        return cipher;
    }

    private static String sw(Bytes answer) {
        return answer.length() < 2 ? "" : answer.from(answer.length() - 2).toSpacedHex();
    }

    private static void check(boolean holds, String failure) {
        if (!holds) {
            throw new AssertionError(failure);
        }
    }
}
