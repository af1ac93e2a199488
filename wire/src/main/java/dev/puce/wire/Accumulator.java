package dev.puce.wire;

import dev.puce.iso7816.Bytes;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Collects the bytes of one message. Its size follows the received bytes, never a length field.
final class Accumulator {
    private static final int INITIAL = 512;

    private byte[] content = new byte[INITIAL];
    private int length;

    /// Takes bytes until there are `size`; false if the input ends before that.
    boolean fill(ByteBuffer in, int size) {
        int taken = Math.min(size - length, in.remaining());
        if (taken > 0) {
            if (length + taken > content.length) {
                content = Arrays.copyOf(content, Math.max(length + taken, Math.min(size, 2 * content.length)));
            }
            in.get(content, length, taken);
            length += taken;
        }
        return length >= size;
    }

    int length() {
        return length;
    }

    /// Returns the first `size` bytes without removing them.
    ByteBuffer peek(int size) {
        return ByteBuffer.wrap(content, 0, size).slice().order(Layout.ORDER);
    }

    /// Returns the number at that offset, whose bytes must be present.
    int intAt(int offset) {
        return (int) Layout.INT.get(content, offset);
    }

    /// Copies the first bytes, at most `size`.
    Bytes copy(int size) {
        return Bytes.copyOf(content, 0, Math.min(size, length));
    }

    /// Removes the first `size` bytes.
    void drop(int size) {
        length -= size;
        if (length > 0) {
            System.arraycopy(content, size, content, 0, length);
        } else if (content.length > 16 * INITIAL) {
            content = new byte[INITIAL];
        }
    }
}
