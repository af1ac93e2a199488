package dev.puce.fuzz;

import dev.puce.trace.pcscspy.LogCalls;
import dev.puce.trace.pcscspy.LogParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Any bytes as a log of libpcscspy: problems are reported, nothing is thrown.
public final class LogFuzzer {
    private LogFuzzer() {}

    /// Entry point of Jazzer.
    public static void fuzzerTestOneInput(byte[] input) {
        Allocation.check(input.length, () -> read(input));
    }

    private static void read(byte[] input) {
        try (var calls = new DiscardedCalls()) {
            new LogParser(new LogCalls(calls), (_, _) -> {}).parse(new ByteArrayInputStream(input));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
