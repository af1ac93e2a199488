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

/// One file of a recording, open for writing: whole lines, or none when the disk does not take them.
final class RecordingFile implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;
    private final boolean regular;
    private final Object key;
    private final long openedNanos = System.nanoTime();
    private final Appender appender = new Appender();
    private final LineStream lines = LineStream.patient(appender);
    private final RecordingWriter writer;
    private byte[] begin = {};
    private final long headerSize;
    private long size;

    /// Whether there may be a piece of a line behind the whole ones.
    private boolean torn;

    /// Opens a file for writing, emptied, or made if it is not there.
    @FunctionalInterface
    interface Opening {
        FileChannel open(Path path) throws IOException;
    }

    /// Writes to the file, behind the header if that is not in it, and takes back what it could not write whole.
    private final class Appender extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            try {
                mend();
                torn = regular;
                writeAll(ByteBuffer.wrap(begin));
                writeAll(ByteBuffer.wrap(bytes, offset, count));
                torn = false;
            } catch (IOException | OutOfMemoryError failed) {
                mend();
                throw failed;
            }
            size += begin.length + count;
            begin = new byte[0];
        }

        /// May find no heap either; then the next write begins with it.
        private void mend() throws IOException {
            if (torn) {
                channel.truncate(size);
                torn = false;
            }
        }

        private void writeAll(ByteBuffer buffer) throws IOException {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }
    }

    /// Makes a file that only its owner can read; one that is there is replaced. [#begin()] writes its header.
    ///
    /// @param opening opens it, as [PrivateFile#create] does
    RecordingFile(Path path, RecordingHeader header, Opening opening) throws IOException {
        this.path = path;
        channel = opening.open(path);
        try {
            var attributes = Files.readAttributes(path, BasicFileAttributes.class);
            regular = attributes.isRegularFile();
            key = attributes.fileKey();
            writer = new RecordingWriter(lines, header, true);
            begin = lines.takeLines();
            headerSize = begin.length;
        } catch (IOException | RuntimeException | OutOfMemoryError failed) {
            channel.close();
            throw failed;
        }
    }

    /// Writes the header.
    ///
    /// @throws IOException if the disk did not take it; [#write()] tries again
    void begin() throws IOException {
        appender.write(new byte[0], 0, 0);
    }

    /// Adds a call; it is in the file after [#write()].
    ///
    /// @throws OutOfMemoryError if there is no heap for it; it is lost then
    void add(TracedCall call) throws IOException {
        lines.dropUnfinishedLine();
        writer.accept(call);
    }

    /// Adds something that happened and is no call.
    void add(Caller caller, long nanos, String what) throws IOException {
        lines.dropUnfinishedLine();
        writer.incident(caller, nanos, what);
    }

    /// Whether the file is longer with the line that was added last, which is not its only one.
    boolean isLongerThan(long most) {
        long withLast = begin.length + size + lines.bytes();
        return withLast > most && withLast - lines.bytesOfLastLine() > headerSize;
    }

    /// Forgets the line that was added last, and not written.
    void takeBackLast() {
        lines.takeBackLastLine();
        writer.linesWereLost();
    }

    /// Whether something was added and not written.
    boolean hasUnwritten() {
        return lines.hasLines();
    }

    /// Whether so much was added that it should be written.
    boolean hasEnoughUnwritten() {
        return lines.hasEnough();
    }

    /// Takes over what was added to another file, and not written there.
    ///
    /// @throws OutOfMemoryError if there is no heap for it; the other file keeps it
    void takeUnwritten(RecordingFile other) throws IOException {
        lines.takeLinesOf(other.lines);
    }

    /// Forgets what was added and not written.
    void forgetUnwritten() {
        lines.forgetLines();
        writer.linesWereLost();
    }

    /// Writes what was added.
    ///
    /// @throws IOException if the disk did not take it; it is lost then, the file ends with the last whole line
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

    /// Whether somebody has removed the file, or put another one in its place.
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
            begin();
            lines.dropUnfinishedLine();
            writer.close();
        }
    }
}
