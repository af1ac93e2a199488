package dev.puce.posix;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file held by a descriptor, so that it stays the same if another process replaces its name. Check what it
/// is, then use it through [#path()]. A symbolic link is held itself, not its target.
///
/// Opening neither reads the file nor blocks, not even for a pipe or a device.
///
/// @see <a href="https://man7.org/linux/man-pages/man2/open.2.html">open(2), O_PATH</a>
public final class OpenedFile implements AutoCloseable {
    private static final int O_PATH = 0x200000;
    private static final int O_CLOEXEC = 0x80000;
    private static final int O_NOFOLLOW = System.getProperty("os.arch").equals("aarch64") ? 0x8000 : 0x20000;

    // sys/stat.h
    private static final int S_IFMT = 0xF000;
    private static final int S_IFREG = 0x8000;
    private static final int S_IFLNK = 0xA000;
    private static final int S_IFSOCK = 0xC000;
    private static final int S_IWGRP_IWOTH = 0x12;

    private final int fd;
    private final Path path;

    private OpenedFile(int fd) {
        this.fd = fd;
        path = Path.of("/proc/self/fd", Integer.toString(fd));
    }

    /// Opens the file that has a name now.
    ///
    /// @throws SystemCallException if there is none, or we may not look there
    public static OpenedFile of(Path name) throws SystemCallException {
        try (var arena = Arena.ofConfined()) {
            int fd = LibC.open(arena.allocateFrom(name.toString()), O_PATH | O_NOFOLLOW | O_CLOEXEC);
            if (fd < 0) {
                throw new SystemCallException("cannot open " + name, -fd);
            }
            return new OpenedFile(fd);
        }
    }

    /// A name of this file and no other, until [#close()].
    public Path path() {
        return path;
    }

    /// Whether it is a regular file, whose bytes can be read without waiting for another process.
    public boolean isRegular() throws IOException {
        return type() == S_IFREG;
    }

    /// Whether it is a socket.
    public boolean isSocket() throws IOException {
        return type() == S_IFSOCK;
    }

    /// Whether it is a symbolic link.
    public boolean isSymbolicLink() throws IOException {
        return type() == S_IFLNK;
    }

    /// Whether only root and this user can change it: one of them owns it, and neither its group nor others may
    /// write.
    boolean isWritableByOwnerOnly() throws IOException {
        int owner = (int) Files.getAttribute(path, "unix:uid");
        return (owner == 0 || owner == LibC.geteuid()) && (mode() & S_IWGRP_IWOTH) == 0;
    }

    private int type() throws IOException {
        return mode() & S_IFMT;
    }

    /// For a link, `/proc/self/fd/N` names the link itself, so the mode is the link's.
    private int mode() throws IOException {
        return (int) Files.getAttribute(path, "unix:mode");
    }

    @Override
    public void close() {
        LibC.close(fd);
    }
}
