package dev.puce.web;

import com.sun.net.httpserver.HttpExchange;
import dev.puce.pcsc.CallSink;
import dev.puce.trace.export.CsvWriter;
import dev.puce.trace.export.PcapngWriter;
import dev.puce.trace.recording.RecordingWriter;
import java.io.IOException;
import java.io.OutputStream;

/// A trace of the page as a file that the browser saves. It has the redaction of the page.
final class SavedTrace {
    private SavedTrace() {}

    /// Sends the file.
    ///
    /// @param format `recording`, `html`, `csv` or `pcapng`
    static void send(HttpExchange exchange, PageTrace trace, String format) throws IOException {
        String extension = switch (format) {
            case "recording" -> "jsonl";
            case "html", "csv", "pcapng" -> format;
            default -> throw new BadRequestException("The page does not save as \"" + format + "\".");
        };
        if (format.equals("html") && trace.index().calls().size() > HtmlReport.MAX_CALLS) {
            throw new BadRequestException("An HTML file has at most " + HtmlReport.MAX_CALLS + " calls.");
        }
        var headers = exchange.getResponseHeaders();
        headers.set("Content-Type", "application/octet-stream");
        headers.set("Content-Disposition", "attachment; filename=\"trace." + extension + "\"");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            switch (format) {
                case "html" -> HtmlReport.write(out, trace);
                case "recording" -> writeRecording(out, trace);
                case "csv" -> copy(trace, new CsvWriter(out));
                default -> copy(trace, new PcapngWriter(out, trace.header()));
            }
        }
    }

    private static void writeRecording(OutputStream out, PageTrace trace) throws IOException {
        try (var writer = new RecordingWriter(out, trace.header(), false)) {
            trace.index().calls().readAll(writer);
            for (var comment : trace.comments().entrySet()) {
                writer.comment(comment.getKey(), comment.getValue());
            }
        }
    }

    private static void copy(PageTrace trace, CallSink writer) throws IOException {
        try (writer) {
            trace.index().calls().readAll(writer);
        }
    }
}
