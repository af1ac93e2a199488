package dev.puce.trace.recording;

import dev.puce.pcsc.TracedCall;
import dev.puce.trace.redaction.Redaction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/// The writer's output for calls, for tests.
public final class RecordingBytes {
    private RecordingBytes() {}

    /// A recording with some header.
    public static byte[] of(List<TracedCall> calls) throws IOException {
        return of(RecordingHeader.of("test", Instant.EPOCH, Redaction.FULL), calls);
    }

    static byte[] of(RecordingHeader header, List<TracedCall> calls) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var writer = new RecordingWriter(out, header, true)) {
            for (TracedCall call : calls) {
                writer.accept(call);
            }
        }
        return out.toByteArray();
    }
}
