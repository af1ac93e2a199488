package dev.puce.wire;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Reader names in the protocol: a field of 128 bytes without a defined encoding, padded with NULs.
///
/// A name is decoded as UTF-8. If it is not well-formed UTF-8, its ASCII characters are kept and each other byte
/// `xx` becomes the private-use character U+EFxx. The original bytes can thus be restored, because connecting to
/// a reader needs its exact name.
final class ReaderName {
    /// `MAX_READERNAME`
    static final int SIZE = 128;

    private static final char BYTES_FIRST = 0xEF80;
    private static final char BYTES_LAST = 0xEFFF;

    private ReaderName() {}

    static String read(ByteBuffer in) {
        var field = new byte[SIZE];
        in.get(field);
        int length = 0;
        int allBits = 0;
        while (length < SIZE && field[length] != 0) {
            allBits |= field[length];
            length++;
        }
        if (allBits >= 0) {
            return new String(field, 0, length, StandardCharsets.US_ASCII);
        }
        try {
            String name = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(field, 0, length))
                    .toString();
            return standsForBytes(name) ? bytewise(field, length) : name;
        } catch (CharacterCodingException _) {
            return bytewise(field, length);
        }
    }

    /// Writes the name.
    ///
    /// @throws IllegalArgumentException if it has more than 128 bytes
    static void write(ByteBuffer out, String name) {
        byte[] bytes = bytes(name);
        if (bytes.length > SIZE) {
            throw new IllegalArgumentException("reader name \"" + name + "\" has " + bytes.length
                    + " bytes, but the protocol allows at most " + SIZE);
        }
        out.put(bytes).put(new byte[SIZE - bytes.length]);
    }

    private static byte[] bytes(String name) {
        if (!standsForBytes(name)) {
            return name.getBytes(StandardCharsets.UTF_8);
        }
        var bytes = new ByteArrayOutputStream(SIZE);
        name.codePoints().forEach(c -> {
            if (c >= BYTES_FIRST && c <= BYTES_LAST) {
                bytes.write(c);
            } else {
                bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
            }
        });
        return bytes.toByteArray();
    }

    private static boolean standsForBytes(String name) {
        return name.chars().anyMatch(c -> c >= BYTES_FIRST && c <= BYTES_LAST);
    }

    private static String bytewise(byte[] field, int length) {
        var name = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            name.append((char) (field[i] >= 0 ? field[i] : 0xEF00 | (field[i] & 0xFF)));
        }
        return name.toString();
    }
}
