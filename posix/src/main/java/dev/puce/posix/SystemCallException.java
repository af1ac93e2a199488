package dev.puce.posix;

import java.io.IOException;

/// A system call failed.
public final class SystemCallException extends IOException {
    private static final long serialVersionUID = 1L;

    /// The number of the error, as in `errno.h` of Linux.
    private final int errno;

    private final String attempted;

    /// @param attempted the failed operation, as a phrase such as "cannot connect to /run/x"
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

    /// The failed operation, as a phrase.
    public String attempted() {
        return attempted;
    }

    /// Whether no process listens: the socket's file is missing, or a dead process has left it.
    public boolean meansNoListener() {
        return errno == LibC.ENOENT || errno == LibC.ECONNREFUSED;
    }
}
