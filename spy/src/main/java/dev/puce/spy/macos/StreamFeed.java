package dev.puce.spy.macos;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/// The lines of a stream, such as standard input behind `ssh mac log stream`.
public final class StreamFeed implements LineFeed {
    private final BufferedReader in;
    private volatile boolean isStopped;

    /// @param in UTF-8; stays open
    public StreamFeed(InputStream in) {
        this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    @Override
    public void run(Listener listener) throws InterruptedException {
        try {
            for (var line = in.readLine(); line != null && !isStopped; line = in.readLine()) {
                listener.line(line);
            }
        } catch (IOException e) {
            listener.incident("The log cannot be read any further: " + e.getMessage());
        }
    }

    @Override
    public void stop() {
        isStopped = true; // a thread that waits for a line is a daemon
    }
}
