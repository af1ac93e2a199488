package dev.puce.posix;

/// Keeps this process running when the terminal would stop it: on Ctrl-Z, and on output from the background.
///
/// Other programs may depend on this process, and a stopped process would block them. `SIGSTOP` cannot be caught.
///
/// @see <a href="https://man7.org/linux/man-pages/man7/signal.7.html">signal(7)</a>
public final class JobControl {
    private static final int SIGCONT = 18;
    private static final int OWN_PROCESS_GROUP = 0;

    private JobControl() {}

    /// Makes Ctrl-Z (`SIGTSTP`) ineffective. It stops the other processes of this process's group, so they are
    /// continued: the shell would wait for this process without noticing that they stopped.
    ///
    /// @param action runs after each Ctrl-Z, on its own thread; for a message
    public static void resistStop(Runnable action) {
        SignalHandlers.handle("TSTP", () -> {
            Kill.send(OWN_PROCESS_GROUP, SIGCONT);
            action.run();
        });
    }

    /// Lets this process write to its terminal from the background (`SIGTTOU`), even after `stty tostop`.
    /// Programs that this process starts inherit that.
    public static void allowBackgroundOutput() {
        SignalHandlers.ignore("TTOU");
    }
}
