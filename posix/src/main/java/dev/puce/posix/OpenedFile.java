package dev.puce.posix;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file itself, which stays the same whatever becomes of its name: to look what it is before doing something with it,
/// in a place where others may exchange it meanwhile. A symbolic link is a file, too, and not followed.
///
/// Pinning neither opens a file nor waits, whatever it is.
///
/// @see <a href="https://man7.org/linux/man-pages/man2/open.2.html">open(2), O_PATH</a>
public final class OpenedFile implements AutoCloseable {
    private static final int O_PATH = 0x200000;
    private static final int O_CLOEXEC = 0x80000;
    private static final int O_NOFOLLOW = System.getProperty("os.arch").equals("aarch64") ? 0x8000 : 0x20000;

    // sys/stat.h
    private static final int S_IFMT = 0xF000;
    private static final int S_IFREG = 0x8000;
    private static final int S_IFSOCK = 0xC000;

    private final int fd;
    private final Path path;

    private OpenedFile(int fd) {
        this.fd = fd;
        path = Path.of("/proc/self/fd", Integer.toString(fd));
    }

    /// Pins the file that has a name now.
    ///
    /// @throws SystemCallException if there is none, or we may not look there
    public static OpenedFile of(Path name) throws SystemCallException {
        try (var arena = Arena.ofConfined()) {
            int fd = LibC.open(arena.allocateFrom(name.toString()), O_PATH | O_NOFOLLOW | O_CLOEXEC);
            if (fd < 0) {
                throw new SystemCallException("cannot look at " + name, -fd);
            }
            try {
                return new OpenedFile(fd);
            } catch (OutOfMemoryError shortage) {
                LibC.close(fd);
                throw shortage;
            }
        }
    }

    /// A name that leads to this file alone, until [#close()].
    public Path path() {
        return path;
    }

    /// Whether it has bytes that can be read without waiting for anybody.
    public boolean isRegular() throws IOException {
        return type() == S_IFREG;
    }

    /// Whether it is a socket.
    public boolean isSocket() throws IOException {
        return type() == S_IFSOCK;
    }

    private int type() throws IOException {
        return (int) Files.getAttribute(path, "unix:mode") & S_IFMT;
    }

    @Override
    public void close() {
        LibC.close(fd);
    }
}
