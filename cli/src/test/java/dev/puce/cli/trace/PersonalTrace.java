package dev.puce.cli.trace;

import dev.puce.pcsc.TracedCall;
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

    /// Writes a rotated recording without redaction: the SELECT of a SIM's key file, and its content.
    ///
    /// @return its two files, the oldest first
    public static List<Path> writeKeyFileInTwoParts(Path folder) throws IOException {
        return List.of(
                write(
                        folder.resolve("sim.jsonl.1"),
                        Calls.connect(1, "Reader"),
                        Calls.transmit(2, "A0A40000026F20", "9F0F")),
                write(folder.resolve("sim.jsonl"), Calls.transmit(3, "A0B0000009", "A1A2A3A4A5A6A7A8079000")));
    }

    private static Path write(Path file, TracedCall... calls) throws IOException {
        try (var writer = new RecordingWriter(
                Files.newOutputStream(file), RecordingHeader.of("relay", Instant.EPOCH, Redaction.OFF), true)) {
            for (TracedCall call : calls) {
                writer.accept(call);
            }
        }
        return file;
    }
}
