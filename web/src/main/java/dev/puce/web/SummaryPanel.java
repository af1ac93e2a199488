package dev.puce.web;

import dev.puce.trace.summary.Summary;
import dev.puce.trace.summary.SummaryJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// The summary of a trace with its slowest calls, as a JSON object.
final class SummaryPanel {
    private SummaryPanel() {}

    static String json(TraceIndex index) {
        String summary = index.summarise(SummaryPanel::json);
        return Json.object(json -> {
            Json.raw(json, "summary", summary);
            json.writeArrayPropertyStart("slowest");
            for (var slow : index.slowest()) {
                json.writeStartObject();
                json.writeNumberProperty("seq", slow.sequence());
                json.writeStringProperty("function", slow.function());
                json.writeNumberProperty("took", slow.durationNanos());
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    private static String json(Summary summary) {
        var out = new ByteArrayOutputStream();
        try {
            SummaryJson.write(summary, out);
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory does not fail", impossible);
        }
        return out.toString(StandardCharsets.UTF_8).strip();
    }
}
