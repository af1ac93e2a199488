package dev.puce.diagnose.report;

import dev.puce.diagnose.trace.DiagnosisJson;
import dev.puce.diagnose.trace.DiagnosisText;
import dev.puce.diagnose.trace.TraceDiagnosis;
import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.JsonEscapes;
import dev.puce.trace.file.TraceFile;
import dev.puce.trace.info.TraceInfo;
import dev.puce.trace.info.TraceInfoText;
import dev.puce.trace.redaction.Redaction;
import dev.puce.trace.render.CallsRenderer;
import dev.puce.trace.render.CompactOptions;
import dev.puce.trace.render.CompactRenderer;
import dev.puce.trace.render.Palette;
import dev.puce.trace.summary.Summary;
import dev.puce.trace.summary.SummaryText;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.core.ObjectWriteContext;

/// Writes the views of a redacted recording as files: folded trace, calls, summary, diagnosis, ATRs.
final class TraceViews {
    private static final int WIDTH = 100;

    private TraceViews() {}

    /// Passes calls to several sinks.
    private record Tee(List<CallSink> sinks) implements CallSink {
        @Override
        public void accept(TracedCall call) throws IOException {
            for (CallSink sink : sinks) {
                sink.accept(call);
            }
        }

        @Override
        public void close() throws IOException {
            for (CallSink sink : sinks) {
                sink.close();
            }
        }
    }

    /// Writes the views of a recording.
    ///
    /// @param explainAtr explains and identifies an ATR in some lines
    /// @param page       writes a page in HTML
    /// @return the files with a description each
    static Map<String, String> write(Path recording, Path folder, Function<Bytes, String> explainAtr, Report.Page page)
            throws IOException {
        var info = new TraceInfo();
        var summary = new Summary();
        var diagnosis = new TraceDiagnosis();
        try (var trace = TraceFile.open(recording, TraceFile.Options.redacting(Redaction.OFF), (_, _) -> {});
                var folded = Files.newOutputStream(folder.resolve("trace.txt"));
                var html = Files.newOutputStream(folder.resolve("trace.html"));
                var calls = Files.newOutputStream(folder.resolve("calls.txt"))) {
            var compact = CompactOptions.plain(WIDTH, ZoneOffset.UTC);
            try (var tee = new Tee(List.of(
                    new CompactRenderer(folded, compact, trace.header()),
                    page.open(html, trace),
                    new CallsRenderer(calls, new CallsRenderer.Options(Palette.NONE, false, true, false)),
                    info,
                    summary,
                    diagnosis))) {
                trace.read(tee);
            }
            Files.writeString(
                    folder.resolve("info.txt"), TraceInfoText.of(trace.format().name(), trace.header(), info, _ -> ""));
        }
        var result = diagnosis.result();
        Files.writeString(folder.resolve("summary.txt"), SummaryText.of(summary, Palette.NONE, WIDTH));
        Files.writeString(folder.resolve("diagnosis.txt"), DiagnosisText.of(result, Palette.NONE, WIDTH));
        var json = new StringWriter();
        try (var generator = JsonEscapes.factory().build().createGenerator(ObjectWriteContext.empty(), json)) {
            generator.writeStartObject();
            DiagnosisJson.write(generator, result);
            generator.writeEndObject();
        }
        Files.writeString(folder.resolve("diagnosis.json"), json + "\n");
        Files.writeString(
                folder.resolve("atrs.txt"), info.atrs().stream().map(explainAtr).collect(Collectors.joining("\n")));
        return contents();
    }

    /// The files of a trace.
    private static Map<String, String> contents() {
        var contents = new LinkedHashMap<String, String>();
        contents.put("info.txt", "programs, readers, ATRs, applications");
        contents.put("trace.txt", "the trace, one line for each exchange");
        contents.put("trace.html", "the trace as a page for the browser");
        contents.put("calls.txt", "the trace, one line for each call");
        contents.put("summary.txt", "where the time went");
        contents.put("diagnosis.txt", "the verdict of puce diagnose");
        contents.put("diagnosis.json", "the same for programs");
        contents.put("atrs.txt", "the ATRs, explained");
        return contents;
    }
}
