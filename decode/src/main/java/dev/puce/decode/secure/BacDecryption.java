package dev.puce.decode.secure;

import dev.puce.decode.dictionary.View;
import dev.puce.iso7816.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/// Derives the session keys of basic access control from the machine readable zone and the recorded
/// authentication (ICAO Doc 9303-11, 4.3 and 9.7).
public final class BacDecryption {
    private static final int ENCRYPTED = 32;
    private static final String WEIGHTS = "731";

    private BacDecryption() {}

    /// Keys of a session.
    ///
    /// @param encryption session key for encryption, 16 bytes
    /// @param counter    send sequence counter before the first command, 8 bytes
    public record Keys(Bytes encryption, Bytes counter) {}

    /// The keys of the secure messaging that EXTERNAL AUTHENTICATE opens; empty if the zone does not fit.
    ///
    /// @param documentNumber document number with fillers, without check digit
    /// @param dateOfBirth    YYMMDD
    /// @param dateOfExpiry   YYMMDD
    /// @param command        data of the command, 40 bytes
    /// @param answer         data of the response, 40 bytes
    public static Optional<Keys> session(
            String documentNumber, String dateOfBirth, String dateOfExpiry, View command, View answer) {
        if (command.length() != ENCRYPTED + 8 || answer.length() != ENCRYPTED + 8) {
            return Optional.empty();
        }
        String number = (documentNumber + "<<<<<<<<<").substring(0, Math.max(9, documentNumber.length()));
        String zone = withCheckDigit(number) + withCheckDigit(dateOfBirth) + withCheckDigit(dateOfExpiry);
        try {
            byte[] seed = Arrays.copyOf(sha1(zone.getBytes(StandardCharsets.US_ASCII)), 16);
            var cipher = DecryptionCipher.tripleDes(derive(seed, 1));
            byte[] terminal =
                    cipher.decryptCbc(command.sub(0, ENCRYPTED).bytes().toArray(), new byte[8]);
            byte[] chip = cipher.decryptCbc(answer.sub(0, ENCRYPTED).bytes().toArray(), new byte[8]);
            if (!Arrays.equals(terminal, 0, 8, chip, 8, 16) || !Arrays.equals(terminal, 8, 16, chip, 0, 8)) {
                return Optional.empty(); // the nonces do not match, so the zone belongs to another document
            }
            var keySeed = new byte[16];
            for (int i = 0; i < keySeed.length; i++) {
                keySeed[i] = (byte) (terminal[16 + i] ^ chip[16 + i]);
            }
            Bytes counter = Bytes.copyOf(chip, 4, 4).plus(Bytes.copyOf(terminal, 4, 4));
            return Optional.of(new Keys(Bytes.of(derive(keySeed, 1)), counter));
        } catch (GeneralSecurityException _) {
            return Optional.empty(); // the JDK lacks the cipher: the session stays encrypted
        }
    }

    private static byte[] derive(byte[] seed, int purpose) throws GeneralSecurityException {
        var input = Arrays.copyOf(seed, 20);
        input[19] = (byte) purpose;
        return Arrays.copyOf(sha1(input), 16);
    }

    private static byte[] sha1(byte[] data) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-1").digest(data);
    }

    /// Text and check digit (ICAO Doc 9303-3, 4.9).
    private static String withCheckDigit(String text) {
        int sum = 0;
        for (int i = 0; i < text.length(); i++) {
            int value = Math.max(0, Character.digit(text.charAt(i), 36));
            sum += value * (WEIGHTS.charAt(i % WEIGHTS.length()) - '0');
        }
        return text + sum % 10;
    }
}
