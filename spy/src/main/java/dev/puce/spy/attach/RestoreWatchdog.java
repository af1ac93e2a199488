package dev.puce.spy.attach;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/// A small process that outlives puce. If puce is gone and its socket is still at the daemon's path, the watchdog
/// restores the daemon's socket. This is necessary after `kill -9` or a full heap.
///
/// It waits for the end of its standard input, which the system closes when puce ends, however that happens.
final class RestoreWatchdog implements AutoCloseable {
    /// Root runs this, so its commands come from the system's directories only.
    private static final String SCRIPT = """
            PATH=/usr/sbin:/usr/bin:/sbin:/bin
            trap '' HUP INT TERM TSTP
            exec >/dev/null 2>&1
            read -r _
            [ "$(stat -c %i "$1")" = "$3" ] && mv -fT "$2" "$1" && rm -f "$4"
            """;

    private static final int TIMEOUT_SECONDS = 5;

    private final Process process;

    private RestoreWatchdog(Process process) {
        this.process = process;
    }

    /// Starts the process.
    ///
    /// @param inode inode of the relay's socket
    static RestoreWatchdog start(DaemonSocketFiles files, Object inode) throws IOException {
        var builder = new ProcessBuilder(
                        "/bin/sh",
                        "-c",
                        SCRIPT,
                        "puce-watchdog",
                        files.place().toString(),
                        files.daemon().toString(),
                        String.valueOf(inode),
                        files.lock().toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        return new RestoreWatchdog(builder.start());
    }

    /// Ends the process. The daemon's socket must have been restored.
    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
