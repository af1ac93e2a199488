package dev.puce.spy.attach;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/// A small process that outlives puce: when puce is gone and its socket still in the daemon's place, it gives the
/// place back. That is what happens after kill -9; in all other cases it finds nothing to do.
///
/// It waits for the end of its standard input, which the system closes when puce ends, however that happens.
final class RestoreWatchdog implements AutoCloseable {
    private static final String SCRIPT = """
            trap '' HUP INT TERM
            exec >/dev/null 2>&1
            read -r _
            [ "$(stat -c %i "$1")" = "$3" ] && mv -fT "$2" "$1" && rm -f "$4"
            """;

    private static final int PATIENCE_SECONDS = 5;

    private final Process process;

    private RestoreWatchdog(Process process) {
        this.process = process;
    }

    /// Starts to watch.
    ///
    /// @param key inode of the relay's socket
    static RestoreWatchdog start(DaemonSocketFiles files, Object key) throws IOException {
        var process = new ProcessBuilder(
                        "/bin/sh",
                        "-c",
                        SCRIPT,
                        "puce-guardian",
                        files.place().toString(),
                        files.daemon().toString(),
                        String.valueOf(key),
                        files.lock().toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new RestoreWatchdog(process);
    }

    /// Dismisses it; the place must have been given back.
    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            // Not without end: the JVM's own thread that waits for processes may have died for want of memory.
            process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
