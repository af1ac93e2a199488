package dev.puce.cli.diagnose;

import dev.puce.cli.terminal.JsonLine;
import dev.puce.diagnose.machine.DoctorReport;
import dev.puce.diagnose.machine.DoctorStep;
import tools.jackson.core.JsonGenerator;

/// The output of `puce doctor --json`. Scripts depend on the names.
final class DoctorJson {
    private DoctorJson() {}

    ///     {"works":false,"java":"…","os":"…","arch":"…",
    ///      "steps":[{"subject":"path","outcome":"problem","text":"…","remedy":"…"}],"cause":"…","remedy":"…"}
    ///
    /// `cause` and `remedy` are those of the first problem, and missing if PC/SC works.
    static String of(DoctorReport report) {
        return JsonLine.object(json -> {
            json.writeBooleanProperty("works", report.works());
            json.writeStringProperty("java", Runtime.version().toString());
            json.writeStringProperty("os", System.getProperty("os.name"));
            json.writeStringProperty("arch", System.getProperty("os.arch"));
            json.writeArrayPropertyStart("steps");
            report.steps().forEach(step -> write(json, step));
            json.writeEndArray();
            report.cause().ifPresent(cause -> {
                json.writeStringProperty("cause", cause.text());
                cause.remedy().ifPresent(remedy -> json.writeStringProperty("remedy", remedy));
            });
        });
    }

    private static void write(JsonGenerator json, DoctorStep step) {
        json.writeStartObject();
        json.writeStringProperty("subject", step.subject().label());
        json.writeStringProperty("outcome", step.outcome().label());
        json.writeStringProperty("text", step.text());
        step.remedy().ifPresent(remedy -> json.writeStringProperty("remedy", remedy));
        json.writeEndObject();
    }
}
