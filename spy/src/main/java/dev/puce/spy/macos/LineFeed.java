package dev.puce.spy.macos;

/// Brings the lines of a log while they are written.
public interface LineFeed {
    /// Receives lines, and incidents in words.
    interface Listener {
        /// Takes a line. Blocks while earlier lines wait.
        void line(String text) throws InterruptedException;

        /// Takes note of lines that are missing, and why.
        void incident(String text);
    }

    /// Brings lines until the log ends, or [#stop].
    void run(Listener listener) throws InterruptedException;

    /// Ends [#run]. Any thread may call this.
    ///
    /// @return whether it ends soon; a read from a pipe waits for its writer
    boolean stop();
}
