package dev.puce.spy.posix;

/// Whether somebody watches.
public final class Terminal {
    private static final int STANDARD_ERROR = 2;

    private Terminal() {}

    /// Whether standard error is a terminal.
    public static boolean isStandardError() {
        return LibC.isatty(STANDARD_ERROR) == 1;
    }
}
