package dev.puce.backend.ffm;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Pcsc;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;

/// Reusable native memory for the parameters of one call. Allocating and clearing 128 KiB would take longer than
/// the call itself (`bench/transmit/run.sh`). The garbage collector frees it.
final class Scratch {
    private static final int NUMBERS = 64;

    /// The command, or other input.
    final MemorySegment send;

    /// The response, or other output.
    final MemorySegment recv;

    /// `SCARD_IO_REQUEST` of the command.
    final MemorySegment sendPci;

    /// `SCARD_IO_REQUEST` of the response.
    final MemorySegment recvPci;

    /// Four numbers for lengths, handles and states. Each is large enough for all types of all platforms.
    final MemorySegment first;

    final MemorySegment second;
    final MemorySegment third;
    final MemorySegment fourth;

    private final ByteBuffer sendBuffer;
    private final ByteBuffer recvBuffer;

    private Scratch() {
        MemorySegment memory = Arena.ofAuto().allocate(NUMBERS + 2L * Pcsc.MAX_BUFFER, 16);
        sendPci = memory.asSlice(0, 16);
        recvPci = memory.asSlice(16, 16);
        first = memory.asSlice(32, 8);
        second = memory.asSlice(40, 8);
        third = memory.asSlice(48, 8);
        fourth = memory.asSlice(56, 8);
        send = memory.asSlice(NUMBERS, Pcsc.MAX_BUFFER);
        recv = memory.asSlice(NUMBERS + Pcsc.MAX_BUFFER, Pcsc.MAX_BUFFER);
        sendBuffer = send.asByteBuffer();
        recvBuffer = recv.asByteBuffer();
    }

    /// Copies the bytes into [#send].
    ///
    /// @return false if there are too many bytes
    boolean put(Bytes bytes) {
        if (bytes.length() > Pcsc.MAX_BUFFER) {
            return false;
        }
        bytes.putInto(sendBuffer.clear());
        return true;
    }

    /// Copies the bytes into [#send].
    ///
    /// @return false if there are too many bytes
    boolean put(byte[] bytes) {
        if (bytes.length > Pcsc.MAX_BUFFER) {
            return false;
        }
        MemorySegment.copy(bytes, 0, send, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return true;
    }

    /// Returns a copy of the first bytes of [#recv].
    Bytes received(int length) {
        return Bytes.from(recvBuffer.clear().limit(length));
    }

    /// Copies the first bytes of [#recv] into an array.
    void received(byte[] target, int length) {
        MemorySegment.copy(recv, ValueLayout.JAVA_BYTE, 0, target, 0, length);
    }

    /// Keeps unused objects, as many as there were concurrent calls, up to a limit.
    static final class Pool {
        private final ArrayBlockingQueue<Scratch> unused = new ArrayBlockingQueue<>(32);

        Scratch take() {
            Scratch scratch = unused.poll();
            return scratch == null ? new Scratch() : scratch;
        }

        void release(Scratch scratch) {
            unused.offer(scratch);
        }
    }
}
