package dev.puce.posix;

/// Names of the error numbers of Linux that system calls on sockets return.
final class Errno {
    private Errno() {}

    /// The symbol and number of an error, for a message: `ECONNREFUSED (111)`.
    static String name(int errno) {
        var symbol = switch (errno) {
            case 1 -> "EPERM";
            case LibC.ENOENT -> "ENOENT";
            case LibC.EAGAIN -> "EAGAIN";
            case 12 -> "ENOMEM";
            case 13 -> "EACCES";
            case 20 -> "ENOTDIR";
            case 22 -> "EINVAL";
            case 23 -> "ENFILE";
            case 24 -> "EMFILE";
            case LibC.EPIPE -> "EPIPE";
            case 98 -> "EADDRINUSE";
            case LibC.ECONNRESET -> "ECONNRESET";
            case LibC.ECONNREFUSED -> "ECONNREFUSED";
            default -> "errno";
        };
        return symbol + " (" + errno + ")";
    }
}
