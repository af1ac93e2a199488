package dev.puce.posix;

/// The signals by which users and systems end a program.
public enum Signal {
    /// The terminal was closed.
    HUP(1),
    /// Ctrl-C.
    INT(2),
    /// A request to end the program.
    TERM(15);

    private final int number;

    Signal(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /// Sends the signal to a process.
    ///
    /// @return false if that failed, usually because the process has ended
    public boolean sendTo(long pid) {
        return Kill.send(Math.toIntExact(pid), number);
    }

    /// Runs an action on its own thread when the signal arrives, instead of ending the program. SIGINT is handled even
    /// if it was ignored at the program's start, as for background jobs of a shell.
    public void handle(Runnable action) {
        boolean wasIgnored = SignalHandlers.handle(name(), action);
        if (wasIgnored && this == INT) {
            // The JVM leaves a signal ignored that was ignored at its start.
            DefaultAction.restore(number);
            SignalHandlers.handle(name(), action);
        }
    }
}
