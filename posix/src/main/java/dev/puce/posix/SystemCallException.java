package dev.puce.posix;

import java.io.IOException;

/// A system call failed.
public final class SystemCallException extends IOException {
    private static final long serialVersionUID = 1L;

    /// The number of the error, as in `errno.h` of Linux.
    private final int errno;

    private final String attempted;

    /// @param attempted what was attempted, in words
    /// @param errno     the number of the error, as in `errno.h` of Linux
    public SystemCallException(String attempted, int errno) {
        super(attempted + ": " + Errno.name(errno));
        this.attempted = attempted;
        this.errno = errno;
    }

    /// The number of the error, as in `errno.h` of Linux.
    public int errno() {
        return errno;
    }

    /// What was attempted, in words.
    public String attempted() {
        return attempted;
    }

    /// Nobody listens: the socket's file is missing, or is left over from a process that has gone.
    public boolean nobodyListens() {
        return errno == LibC.ENOENT || errno == LibC.ECONNREFUSED;
    }
}
