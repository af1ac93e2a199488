package dev.puce.atr.statistics;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/// Distributes a list in blocks to several threads.
sealed interface BlockSource {
    /// Bytes in a block: large enough for a low overhead per block, small enough for the processor's cache.
    int SIZE = 1 << 19;

    /// Maximum number of bytes of a line past the end of its block. Longer lines, which contain no ATR, are
    /// truncated.
    int TAIL = 1 << 12;

    /// A part of the list. The owning thread reuses it for every block. Lines that start from `from` to `until`
    /// belong to it. The last of them ends with a newline, which is added if the list has none.
    final class Block {
        byte[] bytes = new byte[SIZE + TAIL + 1 + LineScanner.STEP];
        ByteBuffer buffer = ByteBuffer.allocateDirect(SIZE + TAIL + 1);
        int number;
        int from;
        int until;
    }

    /// Reads the next block; false at the end of the list.
    boolean next(Block block) throws IOException;

    /// A file: every thread reads its own blocks.
    final class OfFile implements BlockSource {
        private final FileChannel channel;
        private final long size;
        private final AtomicInteger next = new AtomicInteger();

        OfFile(FileChannel channel) throws IOException {
            this.channel = channel;
            this.size = channel.size();
        }

        @Override
        public boolean next(Block block) throws IOException {
            block.number = next.getAndIncrement();
            long start = (long) block.number * SIZE;
            if (start >= size) {
                return false;
            }
            // The byte before the block shows whether a line starts with the block.
            long readFrom = Math.max(0, start - 1);
            block.buffer.clear();
            while (block.buffer.hasRemaining() && channel.read(block.buffer, readFrom + block.buffer.position()) > 0) {}
            int end = block.buffer.flip().remaining();
            block.buffer.get(block.bytes, 0, end);
            block.bytes[end] = '\n';
            block.until = (int) Math.min(end, start + SIZE - readFrom);
            block.from = 0;
            if (start > 0) {
                while (block.from < block.until && block.bytes[block.from] != '\n') {
                    block.from++;
                }
                block.from++;
            }
            return true;
        }
    }

    /// A stream, which the threads read in turn. Blocks end with a line.
    final class OfStream implements BlockSource {
        private final InputStream in;
        private byte[] rest = new byte[0];
        private int number;
        private boolean skipping;

        OfStream(InputStream in) {
            this.in = in;
        }

        @Override
        public synchronized boolean next(Block block) throws IOException {
            System.arraycopy(rest, 0, block.bytes, 0, rest.length);
            int length = rest.length;
            int read = in.readNBytes(block.bytes, length, SIZE - length);
            length += read;
            if (length == 0) {
                return false;
            }
            boolean atEnd = length < SIZE;
            int end = length;
            while (!atEnd && end > 0 && block.bytes[end - 1] != '\n') {
                end--;
            }
            boolean newlineFound = end > 0;
            if (!newlineFound) {
                end = length;
            }
            rest = Arrays.copyOfRange(block.bytes, end, length);
            block.from = 0;
            // A line longer than a block is handled in its first block; its other blocks are skipped up to its
            // end.
            while (skipping && block.from < end) {
                skipping = block.bytes[block.from++] != '\n';
            }
            skipping = !atEnd && !newlineFound;
            block.number = number++;
            block.until = end;
            block.bytes[end] = '\n';
            return true;
        }
    }
}
