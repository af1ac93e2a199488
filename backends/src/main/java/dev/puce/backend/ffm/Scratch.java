package dev.puce.backend.ffm;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Pcsc;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;

/// Native memory for the parameters of one call, used again for later calls: allocating and clearing 128 KiB for each
/// would take longer than the call. Freed by the garbage collector.
final class Scratch {
    private static final int NUMBERS = 64;

    /// The command, or other bytes that go in.
    final MemorySegment send;

    /// The answer, or other bytes that come out.
    final MemorySegment recv;

    /// `SCARD_IO_REQUEST` of the command.
    final MemorySegment sendPci;

    /// `SCARD_IO_REQUEST` of the answer.
    final MemorySegment recvPci;

    /// Four numbers for lengths, handles and states; each has room for any type of any platform.
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

    /// Puts the bytes into [#send].
    ///
    /// @return whether they fitted
    boolean put(Bytes bytes) {
        if (bytes.length() > Pcsc.MAX_BUFFER) {
            return false;
        }
        bytes.putInto(sendBuffer.clear());
        return true;
    }

    /// Puts the bytes into [#send].
    ///
    /// @return whether they fitted
    boolean put(byte[] bytes) {
        if (bytes.length > Pcsc.MAX_BUFFER) {
            return false;
        }
        MemorySegment.copy(bytes, 0, send, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return true;
    }

    /// A copy of the first bytes of [#recv].
    Bytes received(int length) {
        return Bytes.from(recvBuffer.clear().limit(length));
    }

    /// Copies the first bytes of [#recv].
    void received(byte[] target, int length) {
        MemorySegment.copy(recv, ValueLayout.JAVA_BYTE, 0, target, 0, length);
    }

    /// As many as calls run at the same time, up to a bound.
    static final class Pool {
        private final ArrayBlockingQueue<Scratch> unused = new ArrayBlockingQueue<>(32);

        Scratch take() {
            Scratch scratch = unused.poll();
            return scratch == null ? new Scratch() : scratch;
        }

        void giveBack(Scratch scratch) {
            unused.offer(scratch);
        }
    }
}
