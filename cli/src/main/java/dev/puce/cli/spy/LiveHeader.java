package dev.puce.cli.spy;

import dev.puce.cli.terminal.Version;
import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.redaction.Redaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The circumstances of a live trace.
public final class LiveHeader {
    private static final int CLOCK_READINGS = 5;

    private LiveHeader() {}

    /// Describes a trace.
    ///
    /// @param startNanos time 0 of the trace, by `System.nanoTime()`
    /// @param daemon     socket of the daemon
    /// @param command    the program that runs, without secrets; empty if there is none
    public static RecordingHeader of(long startNanos, Path daemon, List<String> command, Redaction redaction) {
        return of(startNanos, "relay", daemon.toString(), command, redaction);
    }

    /// Describes a trace.
    ///
    /// @param source the means by which the calls are seen
    /// @param daemon the daemon's socket, or the log in its place
    static RecordingHeader of(
            long startNanos, String source, String daemon, List<String> command, Redaction redaction) {
        return new RecordingHeader(
                wallClockAt(startNanos),
                hostName(),
                Version.text(),
                source,
                Optional.of(daemon),
                Optional.empty(),
                command,
                redaction);
    }

    /// Describes a trace of a log of macOS that standard input brings. Its machine is not this one.
    ///
    /// @param start when the log begins, if it says so
    static RecordingHeader ofLog(Optional<Instant> start, Redaction redaction) {
        return new RecordingHeader(
                start,
                Optional.empty(),
                Version.text(),
                "macos",
                Optional.of("standard input"),
                Optional.empty(),
                List.of(),
                redaction);
    }

    /// Reads both clocks several times and takes the closest readings, because the thread may have to wait between
    /// them.
    /// Other logs of the same time are aligned by this clock.
    ///
    /// @param nanos a time by `System.nanoTime()`
    private static Instant wallClockAt(long nanos) {
        var closest = Instant.EPOCH;
        long least = Long.MAX_VALUE;
        for (int i = 0; i < CLOCK_READINGS; i++) {
            long before = System.nanoTime();
            var now = Instant.now();
            long apart = System.nanoTime() - before;
            if (apart < least) {
                least = apart;
                closest = now.minusNanos(before - nanos);
            }
        }
        return closest;
    }

    private static Optional<String> hostName() {
        try {
            return Optional.of(
                    Files.readString(Path.of("/proc/sys/kernel/hostname")).strip());
        } catch (IOException unknown) {
            return Optional.empty();
        }
    }
}
