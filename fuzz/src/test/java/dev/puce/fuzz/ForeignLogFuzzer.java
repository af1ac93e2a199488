package dev.puce.fuzz;

import dev.puce.trace.file.TraceFile;
import dev.puce.trace.file.TraceFormats;
import dev.puce.trace.redaction.Redaction;
import dev.puce.trace.source.TraceFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;

/// Any bytes as a log of another tool, in every format: problems are reported, nothing is thrown.
public final class ForeignLogFuzzer {
    private ForeignLogFuzzer() {}

    /// Entry point of Jazzer.
    public static void fuzzerTestOneInput(byte[] input) {
        for (TraceFormat format : TraceFormats.all()) {
            read(input, new TraceFile.Options(Redaction.FULL, Optional.of(format.name())));
        }
        read(input, TraceFile.Options.redacting(Redaction.FULL));
    }

    private static void read(byte[] input, TraceFile.Options options) {
        try (var trace = TraceFile.of(new ByteArrayInputStream(input), "input", options, (_, _) -> {});
                var calls = new DiscardedCalls()) {
            trace.read(calls);
        } catch (IOException _) {
            // not a recording, or not in any format
        }
    }
}
