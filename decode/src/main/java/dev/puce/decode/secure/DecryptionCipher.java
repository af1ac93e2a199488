package dev.puce.decode.secure;

import dev.puce.iso7816.Bytes;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// 3DES or AES with one key, without the padding of the JDK.
final class DecryptionCipher {
    private final String name;
    private final SecretKeySpec key;
    private final int blockSize;

    private DecryptionCipher(String name, byte[] key, int blockSize) {
        this.name = name;
        this.key = new SecretKeySpec(key, name);
        this.blockSize = blockSize;
    }

    /// 3DES with a key of 16 bytes (two keys) or 24.
    static DecryptionCipher tripleDes(byte[] key) {
        var full = Arrays.copyOf(key, 24);
        if (key.length == 16) {
            System.arraycopy(key, 0, full, 16, 8);
        }
        return new DecryptionCipher("DESede", full, 8);
    }

    /// AES with a key of 16, 24 or 32 bytes.
    static DecryptionCipher aes(byte[] key) {
        return new DecryptionCipher("AES", key, 16);
    }

    int blockSize() {
        return blockSize;
    }

    byte[] encryptCbc(byte[] data, byte[] iv) throws GeneralSecurityException {
        return run(Cipher.ENCRYPT_MODE, "CBC", data, iv);
    }

    byte[] decryptCbc(byte[] data, byte[] iv) throws GeneralSecurityException {
        return run(Cipher.DECRYPT_MODE, "CBC", data, iv);
    }

    /// One block.
    byte[] encrypt(byte[] block) throws GeneralSecurityException {
        return run(Cipher.ENCRYPT_MODE, "CBC", block, new byte[blockSize]);
    }

    private byte[] run(int mode, String chaining, byte[] data, byte[] iv) throws GeneralSecurityException {
        var cipher = Cipher.getInstance(name + "/" + chaining + "/NoPadding");
        cipher.init(mode, key, new IvParameterSpec(iv));
        return cipher.doFinal(data);
    }

    /// CMAC of AES (NIST SP 800-38B).
    byte[] cmac(byte[] data) throws GeneralSecurityException {
        byte[] subkey = doubled(encrypt(new byte[blockSize]));
        int blocks = Math.max(1, (data.length + blockSize - 1) / blockSize);
        boolean whole = data.length > 0 && data.length % blockSize == 0;
        var padded = Arrays.copyOf(data, blocks * blockSize);
        if (!whole) {
            padded[data.length] = (byte) 0x80;
            subkey = doubled(subkey);
        }
        int last = padded.length - blockSize;
        for (int i = 0; i < blockSize; i++) {
            padded[last + i] ^= subkey[i];
        }
        byte[] chained = encryptCbc(padded, new byte[blockSize]);
        return Arrays.copyOfRange(chained, last, padded.length);
    }

    private static byte[] doubled(byte[] block) {
        var result = new byte[block.length];
        int carry = 0;
        for (int i = block.length - 1; i >= 0; i--) {
            int value = (block[i] & 0xFF) << 1 | carry;
            result[i] = (byte) value;
            carry = value >> 8;
        }
        if (carry != 0) {
            result[block.length - 1] ^= (byte) 0x87;
        }
        return result;
    }

    /// Data without the padding 80 00 ... 00 (ISO/IEC 7816-4).
    ///
    /// @throws GeneralSecurityException if there is no such padding, because the key is wrong
    static Bytes unpadded(byte[] data) throws GeneralSecurityException {
        int end = data.length - 1;
        while (end >= 0 && data[end] == 0) {
            end--;
        }
        if (end < 0 || data[end] != (byte) 0x80) {
            throw new GeneralSecurityException("no padding: the key is wrong");
        }
        return Bytes.copyOf(data, 0, end);
    }
}
