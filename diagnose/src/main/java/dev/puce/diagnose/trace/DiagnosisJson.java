package dev.puce.diagnose.trace;

import dev.puce.diagnose.finding.Evidence;
import dev.puce.diagnose.finding.TraceFinding;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/// Writes a diagnosis as properties of a JSON object. `docs/reference/json-output.md` documents the names.
public final class DiagnosisJson {
    private DiagnosisJson() {}

    /// Writes the properties into an object that the caller has started.
    public static void write(JsonGenerator json, Diagnosis diagnosis) {
        json.writeNumberProperty("calls", diagnosis.calls());
        json.writeNumberProperty("expected", diagnosis.expected());
        diagnosis.verdict().ifPresent(finding -> {
            json.writeName("verdict");
            write(json, finding);
        });
        json.writeArrayPropertyStart("findings");
        diagnosis.others().forEach(finding -> write(json, finding));
        json.writeEndArray();
        json.writeArrayPropertyStart("notJudged");
        diagnosis.notJudged().forEach(json::writeString);
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, TraceFinding finding) {
        json.writeStartObject();
        json.writeStringProperty("rule", finding.rule());
        json.writeStringProperty("severity", name(finding.severity()));
        json.writeStringProperty("layer", name(finding.layer()));
        json.writeStringProperty("confidence", name(finding.confidence()));
        if (finding.call() > 0) {
            json.writeNumberProperty("call", finding.call());
        }
        if (!finding.code().isEmpty()) {
            json.writeStringProperty("code", finding.code());
        }
        json.writeStringProperty("text", finding.text());
        json.writeNumberProperty("count", finding.count());
        json.writeArrayPropertyStart("evidence");
        finding.evidence().forEach(calls -> write(json, calls));
        json.writeEndArray();
        if (!finding.nextStep().isEmpty()) {
            json.writeStringProperty("nextStep", finding.nextStep());
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Evidence calls) {
        json.writeStartObject();
        json.writeNumberProperty("first", calls.first());
        json.writeNumberProperty("last", calls.last());
        json.writeStringProperty("text", calls.text());
        json.writeEndObject();
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
