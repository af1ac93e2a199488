package dev.puce.spy.live;

import dev.puce.trace.PrivateFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/// A file in a process that, while told so, has no heap after some bytes of each writing, nor for anything else.
final class ShortOfMemoryFile extends FileChannel {
    private static final int PIECE = 10;

    private final FileChannel file;
    private boolean hasMemory = true;

    ShortOfMemoryFile(Path path) throws IOException {
        file = PrivateFile.create(path);
    }

    void hasMemory(boolean has) {
        hasMemory = has;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        if (hasMemory) {
            return file.write(source);
        }
        file.write(source.slice(source.position(), Math.min(PIECE, source.remaining())));
        throw new OutOfMemoryError("as if");
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        if (!hasMemory) {
            throw new OutOfMemoryError("as if");
        }
        return file.truncate(size);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        file.close();
    }

    // What nobody calls:

    @Override
    public int read(ByteBuffer target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long position() {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileChannel position(long position) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long size() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void force(boolean metaData) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int read(ByteBuffer target, long position) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int write(ByteBuffer source, long position) {
        throw new UnsupportedOperationException();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) {
        throw new UnsupportedOperationException();
    }
}
