package dev.puce.spy.macos;

import dev.puce.trace.macos.LogStart;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;

/// The lines of a stream, such as standard input behind `ssh mac log stream`.
public final class StreamFeed implements LineFeed {
    /// So many lines without an entry are not a log.
    private static final int MOST_FIRST_LINES = 1000;

    private final BufferedReader in;
    private final ArrayDeque<String> first = new ArrayDeque<>();
    private volatile boolean isStopped;

    /// @param in UTF-8; stays open
    public StreamFeed(InputStream in) {
        this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    /// Waits for the first entry. To be called before [#run].
    ///
    /// @return when the log begins, as far as its lines have arrived; empty if they lack the date or the time zone
    /// @throws IOException if the stream cannot be read
    public Optional<Instant> awaitStart() throws IOException {
        var start = new LogStart();
        while (first.size() < MOST_FIRST_LINES && (!start.hasEntry() || in.ready())) {
            String line = in.readLine();
            if (line == null) {
                break;
            }
            first.add(line);
            start.line(line);
        }
        return start.earliest();
    }

    @Override
    public void run(Listener listener) throws InterruptedException {
        try {
            for (var line = next(); line != null && !isStopped; line = next()) {
                listener.line(line);
            }
        } catch (IOException e) {
            listener.incident("The log cannot be read any further: " + e.getMessage());
        }
    }

    private String next() throws IOException {
        return first.isEmpty() ? in.readLine() : first.removeFirst();
    }

    @Override
    public boolean stop() {
        isStopped = true;
        return false; // a thread that waits for a line is a daemon
    }
}
