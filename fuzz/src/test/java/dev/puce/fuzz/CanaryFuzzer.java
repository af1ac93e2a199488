package dev.puce.fuzz;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.diff.CallDiff;
import dev.puce.trace.diff.CallSequence;
import dev.puce.trace.export.PcapngWriter;
import dev.puce.trace.file.TraceFile;
import dev.puce.trace.pcscspy.PcscSpyRenderer;
import dev.puce.trace.pcscspy.PcscSpyView;
import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.recording.RecordingWriter;
import dev.puce.trace.redaction.Redaction;
import dev.puce.trace.redaction.Redactor;
import dev.puce.trace.render.CallsRenderer;
import dev.puce.trace.render.CompactOptions;
import dev.puce.trace.render.CompactRenderer;
import dev.puce.trace.render.Palette;
import dev.puce.trace.render.TimeStyle;
import dev.puce.trace.render.Who;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// No output contains a canary of a [CanarySession], whether its calls come live or from a recording with secrets.
public final class CanaryFuzzer {
    /// Some views break lines inside a secret, so parts are looked for.
    private static final int PART = 5;

    private static final List<Redaction> LEVELS = List.of(Redaction.FULL, Redaction.SHAPE, Redaction.STRICT);

    private CanaryFuzzer() {}

    private interface Output {
        CallSink to(OutputStream out) throws IOException;
    }

    /// Entry point of Jazzer: the input chooses the calls of the session.
    public static void fuzzerTestOneInput(byte[] input) {
        try {
            var session = new CanarySession(input);
            var redaction = LEVELS.get(input.length % LEVELS.size());
            var redactor = new Redactor(redaction);
            check(session, session.calls().stream().map(redactor::redact).toList(), redaction);
            check(session, read(session.calls(), redaction), redaction);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The calls of a recording with secrets, as commands of puce read it.
    private static List<TracedCall> read(List<TracedCall> calls, Redaction redaction) throws IOException {
        var file = new ByteArrayOutputStream();
        var header = RecordingHeader.of("test", Instant.EPOCH, Redaction.OFF);
        write(out -> new RecordingWriter(out, header, true), file, calls);
        var read = new ArrayList<TracedCall>();
        try (var trace = TraceFile.of(
                new ByteArrayInputStream(file.toByteArray()),
                "test",
                TraceFile.Options.redacting(redaction),
                (_, _) -> {})) {
            trace.read(new CallSink() {
                @Override
                public void accept(TracedCall call) {
                    read.add(call);
                }

                @Override
                public void close() {}
            });
        }
        if (read.size() != calls.size()) {
            throw new AssertionError(read.size() + " of " + calls.size() + " calls were read");
        }
        return read;
    }

    private static void check(CanarySession session, List<TracedCall> calls, Redaction redaction) throws IOException {
        for (var output : outputs(RecordingHeader.of("test", Instant.EPOCH, redaction))) {
            var out = new ByteArrayOutputStream();
            write(output, out, calls);
            check(session, out);
        }
        var sequence = new CallSequence();
        calls.forEach(sequence::accept);
        var out = new ByteArrayOutputStream();
        new CallDiff(sequence, new CallSequence()).writeJson(out);
        check(session, out);
    }

    private static void write(Output output, OutputStream out, List<TracedCall> calls) throws IOException {
        try (var sink = output.to(out)) {
            for (var call : calls) {
                sink.accept(call);
            }
        }
    }

    private static List<Output> outputs(RecordingHeader header) {
        var compact = new CompactOptions(
                Palette.NONE,
                200,
                false,
                false,
                true,
                false,
                Who.PROGRAM,
                TimeStyle.RELATIVE,
                ZoneOffset.UTC,
                OptionalInt.of(1000),
                true,
                true);
        return List.of(
                out -> new CompactRenderer(out, compact, header),
                out -> new CallsRenderer(out, new CallsRenderer.Options(Palette.ANSI, false, true, true)),
                out -> new PcscSpyView(out, new PcscSpyRenderer.Options(Palette.NONE, false, true, true)),
                out -> new RecordingWriter(out, header, true),
                out -> new PcapngWriter(out, header));
    }

    private static void check(CanarySession session, ByteArrayOutputStream out) {
        String raw = out.toString(StandardCharsets.ISO_8859_1);
        String hex = raw.replace(" ", "");
        for (Bytes canary : session.canaries()) {
            int part = Math.min(PART, canary.length());
            for (int from = 0; from + part <= canary.length(); from++) {
                var piece = canary.slice(from, from + part);
                if (hex.contains(piece.toHex()) || raw.contains(piece.text(StandardCharsets.ISO_8859_1))) {
                    throw new AssertionError("an output contains the canary " + canary + ":\n" + raw);
                }
            }
        }
    }
}
