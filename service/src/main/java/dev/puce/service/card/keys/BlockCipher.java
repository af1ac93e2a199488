package dev.puce.service.card.keys;

import dev.puce.iso7816.Bytes;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// A block cipher with its key, for secure channels and challenges: no padding of its own.
///
/// @param algorithm AES, triple DES, or single DES, which only MACs need
/// @param key       16, 24 or 32 bytes; 8 for single DES
public record BlockCipher(Algorithm algorithm, Bytes key) {
    /// Which cipher.
    public enum Algorithm {
        DES("DES", 8),
        /// With two keys (16 bytes) or three (24 bytes).
        TRIPLE_DES("DESede", 8),
        AES("AES", 16);

        private final String jdkName;
        private final int blockSize;

        Algorithm(String jdkName, int blockSize) {
            this.jdkName = jdkName;
            this.blockSize = blockSize;
        }

        /// Bytes of a block: 8 or 16.
        public int blockSize() {
            return blockSize;
        }
    }

    /// An AES key.
    public static BlockCipher aes(Bytes key) {
        return new BlockCipher(Algorithm.AES, key);
    }

    /// A triple DES key.
    public static BlockCipher tripleDes(Bytes key) {
        return new BlockCipher(Algorithm.TRIPLE_DES, key);
    }

    /// Encrypts whole blocks, each on its own (ECB).
    public Bytes encrypt(Bytes blocks) {
        return run("ECB", Cipher.ENCRYPT_MODE, null, blocks);
    }

    /// Decrypts whole blocks, each on its own (ECB).
    public Bytes decrypt(Bytes blocks) {
        return run("ECB", Cipher.DECRYPT_MODE, null, blocks);
    }

    /// Encrypts whole blocks in a chain (CBC).
    public Bytes encryptChain(Bytes vector, Bytes blocks) {
        return run("CBC", Cipher.ENCRYPT_MODE, vector, blocks);
    }

    /// Decrypts whole blocks in a chain (CBC).
    public Bytes decryptChain(Bytes vector, Bytes blocks) {
        return run("CBC", Cipher.DECRYPT_MODE, vector, blocks);
    }

    /// A block of zeros, the usual initial vector.
    public Bytes zeros() {
        return Bytes.of(new byte[algorithm.blockSize]);
    }

    /// @throws IllegalArgumentException if the key or the data have a length that the cipher does not have
    private Bytes run(String mode, int direction, Bytes vector, Bytes blocks) {
        try {
            var cipher = Cipher.getInstance(algorithm.jdkName + "/" + mode + "/NoPadding");
            var secret = new SecretKeySpec(keyMaterial().toArray(), algorithm.jdkName);
            if (vector == null) {
                cipher.init(direction, secret);
            } else {
                cipher.init(direction, secret, new IvParameterSpec(vector.toArray()));
            }
            return Bytes.of(cipher.doFinal(blocks.toArray()));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    algorithm + " cannot work on " + blocks.length() + " bytes with a key of " + key.length() + ": "
                            + e.getMessage(),
                    e);
        }
    }

    private Bytes keyMaterial() {
        boolean twoKeys = algorithm == Algorithm.TRIPLE_DES && key.length() == 16;
        return twoKeys ? key.plus(key.slice(0, 8)) : key;
    }

    /// The algorithm only; the key is a secret.
    @Override
    public String toString() {
        return algorithm + " key";
    }
}
