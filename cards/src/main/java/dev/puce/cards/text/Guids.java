package dev.puce.cards.text;

import dev.puce.iso7816.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;

/// GUIDs in Windows' byte order: the first three groups little-endian, the rest big-endian. The functions are
/// stateless and thread-safe.
public final class Guids {
    private Guids() {}

    /// Encodes a GUID as the 16 bytes of Windows' GUID structure.
    public static Bytes toBytes(UUID guid) {
        long high = guid.getMostSignificantBits();
        var buffer = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putInt((int) (high >>> 32)).putShort((short) (high >>> 16)).putShort((short) high);
        buffer.order(ByteOrder.BIG_ENDIAN).putLong(guid.getLeastSignificantBits());
        return Bytes.from(buffer.flip());
    }

    /// Decodes the 16 bytes of Windows' GUID structure.
    ///
    /// @throws IllegalArgumentException if the length is not 16
    public static UUID of(Bytes bytes) {
        if (bytes.length() != 16) {
            throw new IllegalArgumentException("a GUID has 16 bytes, not " + bytes.length());
        }
        ByteBuffer buffer = bytes.asBuffer().order(ByteOrder.LITTLE_ENDIAN);
        long high =
                ((long) buffer.getInt() << 32) | ((buffer.getShort() & 0xFFFFL) << 16) | (buffer.getShort() & 0xFFFFL);
        return new UUID(high, buffer.order(ByteOrder.BIG_ENDIAN).getLong());
    }
}
