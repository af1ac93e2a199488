package dev.puce.spy.macos;

import dev.puce.trace.macos.UnifiedLog;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The lines of `log stream`, a program of macOS that puce starts. If it ends, puce starts it again.
public final class LogStream implements LineFeed {
    /// Starts in a row without an entry, after which puce gives up.
    private static final int MOST_SILENT_STARTS = 3;

    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int MOST_CHARACTERS = 300;

    private final Path program;
    private final Object lock = new Object();
    private boolean isStopped;
    private Process process;
    private String latestText = "";

    /// @param program path of `log`; on macOS `/usr/bin/log`, because `log` alone is a builtin of zsh
    public LogStream(Path program) {
        this.program = program;
    }

    private List<String> command() {
        var command = new ArrayList<String>(List.of(program.toString()));
        command.addAll(UnifiedLog.STREAM);
        return command;
    }

    @Override
    public void run(Listener listener) throws InterruptedException {
        int silentStarts = 0;
        while (silentStarts < MOST_SILENT_STARTS) {
            Process started;
            try {
                started = start();
            } catch (IOException e) {
                listener.incident("Cannot run " + program + ": " + e.getMessage());
                return;
            }
            if (started == null) {
                return;
            }
            silentStarts = pump(started, listener) ? 0 : silentStarts + 1;
            int status = started.waitFor();
            synchronized (lock) {
                if (isStopped) {
                    return;
                }
                lock.wait(PAUSE.toMillis());
            }
            listener.incident(program + " ended with status " + status
                    + (latestText.isEmpty() ? "" : " (" + latestText + ")")
                    + (silentStarts < MOST_SILENT_STARTS
                            ? ". puce starts it again; entries in between are missing"
                            : ". It never worked; the rest of the trace is missing"));
        }
    }

    /// Starts the program.
    ///
    /// @return its process; null after [#stop]
    private Process start() throws IOException {
        synchronized (lock) {
            if (isStopped) {
                return null;
            }
            latestText = "";
            process = new ProcessBuilder(command()).redirectErrorStream(true).start();
            return process;
        }
    }

    /// Passes on the lines of a process until it ends.
    ///
    /// @return whether an entry came
    private boolean pump(Process started, Listener listener) throws InterruptedException {
        boolean any = false;
        try (var out = new BufferedReader(new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8))) {
            started.getOutputStream().close();
            for (var line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith("{")) {
                    any = true;
                } else {
                    latestText = line.substring(0, Math.min(line.length(), MOST_CHARACTERS));
                }
                listener.line(line);
            }
        } catch (IOException _) {
            // its end was read as an error
        }
        return any;
    }

    @Override
    public boolean stop() {
        synchronized (lock) {
            isStopped = true;
            if (process != null) {
                process.destroy();
            }
            lock.notifyAll();
        }
        return true;
    }
}
