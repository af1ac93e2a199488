package dev.puce.fuzz;

import dev.puce.spy.recording.RecordingReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/// Any bytes as a recording: lines that cannot be read are reported; only what is no recording at all is
/// refused, with an IOException.
public final class RecordingFuzzer {
    private RecordingFuzzer() {}

    /// What Jazzer calls.
    public static void fuzzerTestOneInput(byte[] input) {
        Allocation.check(input.length, () -> read(input));
    }

    private static void read(byte[] input) {
        try (var calls = new DiscardedCalls()) {
            new RecordingReader(new ByteArrayInputStream(input), (_, _) -> {}).read(calls);
        } catch (IOException _) {
            // No recording, or one of a newer version: what the user is told.
        }
    }
}
