package dev.puce.spy.live;

import dev.puce.pcsc.Caller;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.recording.RecordingWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/// One file of a recording, open for writing. If the disk does not accept all lines, the file ends with the last
/// complete one.
final class RecordingFile implements AutoCloseable {
    private static final byte[] NOTHING = {};

    private final Path path;
    private final FileChannel channel;
    private final boolean regular;
    private final Object key;
    private final long openedNanos = System.nanoTime();
    private final Appender appender = new Appender();
    private final LineBuffer lines = new LineBuffer(appender);
    private final RecordingWriter writer;
    private final long headerSize;
    private byte[] unwrittenHeader;
    private long size;

    /// Appends to the file, after the header if that is still missing. Removes what could not be written
    /// completely.
    private final class Appender extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            try {
                writeFully(ByteBuffer.wrap(unwrittenHeader));
                writeFully(ByteBuffer.wrap(bytes, offset, count));
            } catch (IOException failed) {
                if (regular) {
                    channel.truncate(size);
                }
                throw failed;
            }
            size += unwrittenHeader.length + count;
            unwrittenHeader = NOTHING;
        }

        private void writeFully(ByteBuffer buffer) throws IOException {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }
    }

    /// Creates a file that only its owner can read. An existing file is replaced. [#writeHeader()] writes its
    /// header.
    RecordingFile(Path path, RecordingHeader header) throws IOException {
        this.path = path;
        channel = OutputFile.open(path);
        try {
            var attributes = Files.readAttributes(path, BasicFileAttributes.class);
            regular = attributes.isRegularFile();
            key = attributes.fileKey();
            writer = new RecordingWriter(lines, header, true);
            unwrittenHeader = lines.removeLines();
            headerSize = unwrittenHeader.length;
        } catch (IOException | RuntimeException failed) {
            channel.close();
            throw failed;
        }
    }

    /// Writes the header, unless it was written.
    ///
    /// @throws IOException if that failed; [#write()] tries again
    void writeHeader() throws IOException {
        appender.write(NOTHING, 0, 0);
    }

    /// Adds a call. It is in the file after [#write()].
    void add(TracedCall call) throws IOException {
        writer.accept(call);
    }

    /// Adds an incident.
    void add(Caller caller, long nanos, String what) throws IOException {
        writer.incident(caller, nanos, what);
    }

    /// Whether the last added line makes the file longer than a limit, and is not its only line.
    boolean isLongerThan(long limit) {
        long withLast = unwrittenHeader.length + size + lines.bytes();
        return withLast > limit && withLast - lines.bytesOfLastLine() > headerSize;
    }

    /// Drops the last added line, which was not written.
    void dropLast() {
        lines.dropLastLine();
        writer.linesWereLost();
    }

    /// Whether lines were added and not written.
    boolean hasUnwritten() {
        return lines.hasLines();
    }

    /// Whether so much was added that it should be written.
    boolean hasEnoughUnwritten() {
        return lines.hasEnough();
    }

    /// Moves the unwritten lines of another file here.
    void moveUnwrittenFrom(RecordingFile other) {
        var moved = other.lines.removeLines();
        lines.write(moved, 0, moved.length);
        lines.flush();
    }

    /// Drops the unwritten lines.
    void dropUnwritten() {
        lines.dropLines();
        writer.linesWereLost();
    }

    /// Writes the added lines.
    ///
    /// @throws IOException if that failed; the lines are lost, and the file ends with the last complete line
    void write() throws IOException {
        try {
            lines.writeLines();
        } catch (IOException lost) {
            writer.linesWereLost();
            throw lost;
        }
    }

    long ageNanos() {
        return System.nanoTime() - openedNanos;
    }

    /// Whether another process has removed or replaced the file.
    boolean isGone() {
        try {
            return regular
                    && !Objects.equals(
                            key,
                            Files.readAttributes(path, BasicFileAttributes.class)
                                    .fileKey());
        } catch (IOException missing) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            writeHeader();
            writer.close();
        }
    }
}
