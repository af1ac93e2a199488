package dev.puce.trace.file;

import dev.puce.pcsc.CallSink;
import dev.puce.trace.AsyncSink;
import dev.puce.trace.export.PcapngWriter;
import dev.puce.trace.pcscspy.PcscSpyRenderer;
import dev.puce.trace.pcscspy.PcscSpyView;
import dev.puce.trace.recording.RecordingWriter;
import dev.puce.trace.redaction.Redaction;
import dev.puce.trace.render.CallsRenderer;
import dev.puce.trace.render.CompactOptions;
import dev.puce.trace.render.CompactRenderer;
import dev.puce.trace.render.Palette;
import dev.puce.trace.summary.Summary;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;

/// Shows a recording of 150,000 calls, 50 MB, in every view, without output.
final class LongTrace {
    private static final int CALLS = 150_000;

    private static final String HEADER = """
            {"type":"header","format":"puce-recording","version":1,"start":"2026-01-01T00:00:00Z","redaction":"full"}
            """;

    private LongTrace() {}

    public static void main(String... ignored) throws IOException {
        for (String view : List.of("compact", "calls", "pcsc-spy", "json", "summary", "pcapng")) {
            try (var trace = TraceFile.of(
                            new Lines(), view, TraceFile.Options.redacting(Redaction.FULL), (line, what) -> {
                                throw new IllegalStateException(line + ": " + what);
                            });
                    var sink = AsyncSink.to(view(view, trace))) {
                trace.read(sink);
            }
        }
        System.out.print("all views shown\n");
    }

    /// Makes the lines as they are read.
    private static final class Lines extends InputStream {
        private ByteBuffer line = StandardCharsets.UTF_8.encode(HEADER);
        private int calls;

        @Override
        public int read(byte[] target, int from, int length) {
            if (!line.hasRemaining()) {
                if (calls == CALLS) {
                    return -1;
                }
                line = StandardCharsets.UTF_8.encode(call(++calls));
            }
            int count = Math.min(length, line.remaining());
            line.get(target, from, count);
            return count;
        }

        @Override
        public int read() {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }
    }

    private static String call(int number) {
        return """
                {"type":"call","seq":%1$d,"start_us":%1$d,"duration_us":2,"program":"a","pid":%1$d,"command_line":["a","%1$d"],\
                "connection":1,"call":"SCardTransmit","args":{"card":"0x%1$08X","sendPci":{"protocol":"SCARD_PROTOCOL_T1",\
                "length":16},"sendBuffer":"00B0%1$08X"},"results":{"recvPci":{"protocol":"SCARD_PROTOCOL_T1","length":16},\
                "recvBuffer":"%1$08X9000"},"code":"SCARD_S_SUCCESS"}
                """.formatted(number);
    }

    private static CallSink view(String name, TraceFile trace) throws IOException {
        var out = OutputStream.nullOutputStream();
        return switch (name) {
            case "compact" -> new CompactRenderer(out, CompactOptions.plain(80, ZoneOffset.UTC), trace.header());
            case "calls" -> new CallsRenderer(out, new CallsRenderer.Options(Palette.NONE, false, false, false));
            case "pcsc-spy" -> new PcscSpyView(out, new PcscSpyRenderer.Options(Palette.NONE, false, false, false));
            case "json" -> new RecordingWriter(out, trace.header(), false);
            case "pcapng" -> new PcapngWriter(out, trace.header());
            default -> new Summary();
        };
    }
}
