package dev.puce.service.card.keys;

import dev.puce.iso7816.Bytes;
import dev.puce.service.card.keys.BlockCipher.Algorithm;

/// Message authentication codes of secure channels, which the JDK lacks.
public final class MessageAuthentication {
    private static final int AES_BLOCK = 16;
    private static final int DES_BLOCK = 8;
    private static final Bytes PADDING_START = Bytes.of(0x80);

    private MessageAuthentication() {}

    /// Padding method 2: 80, then zeros up to the next block (ISO/IEC 9797-1:2011, 6.3.3).
    public static Bytes pad(Bytes data, int blockSize) {
        Bytes started = data.plus(PADDING_START);
        int missing = (blockSize - started.length() % blockSize) % blockSize;
        return started.plus(Bytes.of(new byte[missing]));
    }

    /// Removes padding method 2.
    ///
    /// @return the data as they are if there is no such padding
    public static Bytes unpad(Bytes padded) {
        int end = padded.length() - 1;
        while (end >= 0 && padded.get(end) == 0) {
            end--;
        }
        return end >= 0 && padded.get(end) == 0x80 ? padded.slice(0, end) : padded;
    }

    /// AES-CMAC, 16 bytes (NIST SP 800-38B; RFC 4493).
    public static Bytes cmac(Bytes key, Bytes message) {
        var cipher = BlockCipher.aes(key);
        Bytes first = doubled(cipher.encrypt(cipher.zeros()));
        boolean complete = !message.isEmpty() && message.length() % AES_BLOCK == 0;
        Bytes padded = complete ? message : pad(message, AES_BLOCK);
        int last = padded.length() - AES_BLOCK;
        Bytes mask = complete ? first : doubled(first);
        Bytes chain = cipher.encryptChain(cipher.zeros(), padded.slice(0, last).plus(xor(padded.from(last), mask)));
        return chain.from(last);
    }

    /// Retail MAC of data that are padded already, 8 bytes: single DES in a chain, and triple DES at the end (ISO/IEC
    /// 9797-1:2011, algorithm 3).
    ///
    /// @param key two DES keys, 16 bytes
    public static Bytes retail(Bytes key, Bytes vector, Bytes padded) {
        var single = new BlockCipher(Algorithm.DES, key.slice(0, DES_BLOCK));
        int last = padded.length() - DES_BLOCK;
        Bytes chained = vector;
        if (last > 0) {
            Bytes chain = single.encryptChain(vector, padded.slice(0, last));
            chained = chain.from(chain.length() - DES_BLOCK);
        }
        return BlockCipher.tripleDes(key).encrypt(xor(padded.from(last), chained));
    }

    /// Exclusive or of two strings of the same length.
    public static Bytes xor(Bytes one, Bytes other) {
        var result = one.toArray();
        for (int i = 0; i < result.length; i++) {
            result[i] ^= (byte) other.get(i);
        }
        return Bytes.of(result);
    }

    // Multiplication by x in GF(2^128) (SP 800-38B, 6.1).
    private static Bytes doubled(Bytes block) {
        var result = new byte[AES_BLOCK];
        for (int i = 0; i < AES_BLOCK; i++) {
            int next = i + 1 < AES_BLOCK ? block.get(i + 1) >> 7 : 0;
            result[i] = (byte) (block.get(i) << 1 | next);
        }
        if (block.get(0) >= 0x80) {
            result[AES_BLOCK - 1] ^= (byte) 0x87;
        }
        return Bytes.of(result);
    }
}
