package dev.puce.spy.posix;

import java.io.IOException;

/// A system call failed.
public final class SystemCallException extends IOException {
    private static final long serialVersionUID = 1L;

    /// The number of the error, as in `errno.h` of Linux.
    private final int errno;

    SystemCallException(String attempted, int errno) {
        super(attempted + ": " + Errno.name(errno));
        this.errno = errno;
    }

    /// The number of the error, as in `errno.h` of Linux.
    public int errno() {
        return errno;
    }

    /// Nobody listens: the socket's file is missing, or is left over from a process that has gone.
    public boolean nobodyListens() {
        return errno == LibC.ENOENT || errno == LibC.ECONNREFUSED;
    }
}
