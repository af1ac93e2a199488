package dev.puce.cli.trace;

import dev.puce.testkit.Calls;
import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.recording.RecordingWriter;
import dev.puce.trace.redaction.Redaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A recording with a PIN, and with names of a person, a computer, folders and a reader.
public final class PersonalTrace {
    private PersonalTrace() {}

    /// Writes the recording.
    public static void write(Path trace) throws IOException {
        var header = new RecordingHeader(
                Instant.EPOCH,
                Optional.of("johns-laptop"),
                "puce",
                "relay",
                Optional.empty(),
                Optional.empty(),
                List.of("/home/john/sign", "letter.pdf"),
                Redaction.OFF);
        try (var stream = Files.newOutputStream(trace);
                var writer = new RecordingWriter(stream, header, true)) {
            writer.accept(Calls.connect(1, "Reader (99887766) 00 00"));
            writer.accept(Calls.transmit(2, "002000800431323334", "9000"));
            writer.accept(Calls.transmit(3, "00B0000004", "4A6F686E9000"));
        }
    }
}
