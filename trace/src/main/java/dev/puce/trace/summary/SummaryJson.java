package dev.puce.trace.summary;

import dev.puce.trace.JsonLines;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/// A summary as one JSON object, times in microseconds. Unknown times are absent.
public final class SummaryJson {
    private SummaryJson() {}

    /// Writes the object to the stream, which stays open.
    public static void write(Summary summary, OutputStream out) throws IOException {
        JsonLines.write(out, json -> {
            json.writeStartObject();
            write(json, summary);
            json.writeEndObject();
            json.writeRaw('\n');
        });
    }

    /// Writes the properties into an object that the caller has started.
    public static void write(JsonGenerator json, Summary summary) {
        if (summary.hasSpan()) {
            json.writeNumberProperty("span_us", summary.spanNanos() / 1000);
        }
        json.writeNumberProperty("processes", summary.processes());
        json.writeNumberProperty("unfinished", summary.unfinished());
        json.writeArrayPropertyStart("unfinishedCalls");
        summary.unfinishedCalls().forEach(call -> write(json, call));
        json.writeEndArray();
        json.writeName("all");
        write(json, summary.all());
        group(json, "functions", summary.functions());
        group(json, "readers", summary.readers());
        group(json, "instructions", summary.instructions());
    }

    private static void write(JsonGenerator json, UnfinishedCall call) {
        json.writeStartObject();
        json.writeNumberProperty("seq", call.sequence());
        json.writeStringProperty("function", call.function());
        json.writeStringProperty("program", call.program());
        if (call.waitedNanos() > 0) {
            json.writeNumberProperty("waited_us", call.waitedNanos() / 1000);
        }
        json.writeEndObject();
    }

    private static void group(JsonGenerator json, String name, List<CallStatistics> rows) {
        json.writeArrayPropertyStart(name);
        rows.forEach(row -> write(json, row));
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, CallStatistics row) {
        json.writeStartObject();
        json.writeStringProperty("name", row.name());
        json.writeNumberProperty("calls", row.calls());
        if (row.hasDurations()) {
            json.writeNumberProperty("total_us", row.totalNanos() / 1000);
            json.writeNumberProperty("median_us", row.medianNanos() / 1000);
            json.writeNumberProperty("p99_us", row.p99Nanos() / 1000);
            json.writeNumberProperty("max_us", row.maxNanos() / 1000);
        }
        json.writeObjectPropertyStart("errors");
        row.errors().forEach(error -> json.writeNumberProperty(error.getKey(), error.getValue()));
        json.writeEndObject();
        json.writeEndObject();
    }
}
