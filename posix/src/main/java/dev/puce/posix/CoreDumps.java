package dev.puce.posix;

/// Core dumps of this process, which could contain PINs and keys.
public final class CoreDumps {
    private static final int PR_SET_DUMPABLE = 4;

    private CoreDumps() {}

    /// Disables core dumps of this process. Other processes of the same user can then neither trace it nor read
    /// its memory, and debuggers need root. Programs that it starts are not affected.
    ///
    /// @see <a
    /// href="https://man7.org/linux/man-pages/man2/pr_set_dumpable.2const.html">PR_SET_DUMPABLE(2const)</a>
    public static void disable() {
        LibC.prctl(PR_SET_DUMPABLE, 0);
    }
}
