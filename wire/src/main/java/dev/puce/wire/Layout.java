package dev.puce.wire;

import dev.puce.iso7816.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Sizes, byte order and text of the structs in `winscard_msg.h`.
final class Layout {
    /// The protocol uses the host's byte order without saying which; every Linux that matters is little-endian.
    static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    /// `uint32 size`, `uint32 command` in front of every request.
    static final int HEADER = 8;

    /// Body of WAIT and STOP up to protocol 4.3: `uint32 timeOut`, `uint32 rv`.
    static final int WAIT_BODY = 8;

    /// `uint32 timeOut`, `uint32 rv`: the only message that the daemon sends by itself.
    static final int EVENT = 8;

    /// `MAX_READERNAME`
    static final int READER_NAME = 128;

    /// `MAX_ATR_SIZE`
    static final int ATR = 33;

    /// One reader-state struct, 3 bytes of padding included.
    static final int READER_ENTRY = 184;

    /// `MAX_BUFFER_SIZE`: the field for the value of an attribute.
    static final int ATTRIBUTE = 264;

    /// `MAX_BUFFER_SIZE_EXTENDED`: the daemon refuses APDUs and control data that are longer.
    static final int MAX_DATA = 65548;

    private Layout() {}

    /// A buffer of that size in the protocol's byte order.
    static ByteBuffer allocate(int size) {
        return ByteBuffer.allocate(size).order(ORDER);
    }

    /// Reads a NUL-padded name; UTF-8 if it is well-formed, otherwise ISO 8859-1, so that every byte is seen.
    static String readName(ByteBuffer in) {
        var field = new byte[READER_NAME];
        in.get(field);
        int length = 0;
        while (length < field.length && field[length] != 0) {
            length++;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(field, 0, length))
                    .toString();
        } catch (CharacterCodingException _) {
            return new String(field, 0, length, StandardCharsets.ISO_8859_1);
        }
    }

    /// Writes a name in UTF-8, padded with NULs.
    ///
    /// @throws IllegalArgumentException if it has more than 128 bytes
    static void writeName(ByteBuffer out, String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > READER_NAME) {
            throw new IllegalArgumentException(
                    "reader name \"" + name + "\" has " + bytes.length + " bytes, the protocol has room for 128");
        }
        out.put(bytes).put(new byte[READER_NAME - bytes.length]);
    }

    static Bytes read(ByteBuffer in, int length) {
        var bytes = new byte[length];
        in.get(bytes);
        return Bytes.of(bytes);
    }

    /// Writes the bytes, then zeros up to `size`.
    ///
    /// @throws IllegalArgumentException if there are more
    static void writePadded(ByteBuffer out, Bytes bytes, int size, String what) {
        if (bytes.length() > size) {
            throw new IllegalArgumentException(
                    what + " has " + bytes.length() + " bytes, the protocol has room for " + size);
        }
        bytes.putInto(out);
        out.put(new byte[size - bytes.length()]);
    }
}
