package dev.puce.wire;

import dev.puce.iso7816.Bytes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Sizes and byte order of the structs in `winscard_msg.h`.
final class Layout {
    /// The protocol uses the host's byte order and does not transmit it. All common Linux hosts are
    /// little-endian.
    static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    /// Reads a number of 32 bits from an array of bytes.
    static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ORDER);

    /// `uint32 size`, `uint32 command` before every request.
    static final int HEADER = 8;

    /// Body of WAIT and STOP up to protocol 4.3: `uint32 timeOut`, `uint32 rv`.
    static final int WAIT_BODY = 8;

    /// `uint32 timeOut`, `uint32 rv`: the only unsolicited message of the daemon.
    static final int EVENT = 8;

    /// `MAX_ATR_SIZE`
    static final int ATR = 33;

    /// One reader-state struct, including 3 bytes of padding.
    static final int READER_ENTRY = 184;

    /// `MAX_BUFFER_SIZE`: the field for the value of an attribute.
    static final int ATTRIBUTE = 264;

    /// `MAX_BUFFER_SIZE_EXTENDED`: the daemon rejects longer APDUs and control data.
    static final int MAX_DATA = 65548;

    private Layout() {}

    /// Allocates a buffer of that size in the protocol's byte order.
    static ByteBuffer allocate(int size) {
        return ByteBuffer.allocate(size).order(ORDER);
    }

    /// Reads the next bytes.
    static Bytes read(ByteBuffer in, int length) {
        ByteBuffer bytes = in.slice(in.position(), length);
        in.position(in.position() + length);
        return Bytes.from(bytes);
    }

    /// Writes the bytes, then zeros up to `size`.
    ///
    /// @throws IllegalArgumentException if there are more than `size` bytes
    static void writePadded(ByteBuffer out, Bytes bytes, int size, String what) {
        if (bytes.length() > size) {
            throw new IllegalArgumentException(
                    what + " has " + bytes.length() + " bytes, but the protocol allows at most " + size);
        }
        bytes.putInto(out);
        out.put(new byte[size - bytes.length()]);
    }
}
