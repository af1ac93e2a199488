package dev.puce.cli.diagnose;

import dev.puce.cli.terminal.JsonLine;
import dev.puce.diagnose.BackendCheck;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// The output of `puce doctor --json`. Scripts depend on the names.
final class BackendCheckJson {
    private BackendCheckJson() {}

    ///     {"java":"…","os":"…","arch":"…","socketName":"…","backends":[
    ///      {"backend":"socket","works":true,"description":"…","readers":[{"reader":"…","card":true}]}]}
    ///
    /// A back end that does not work has `failure`, and `advice` where there is any.
    ///
    /// @param socketName value of `PCSCLITE_CSOCK_NAME`
    static String of(List<BackendCheck> diagnoses, Optional<String> socketName) {
        return JsonLine.object(json -> {
            json.writeStringProperty("java", Runtime.version().toString());
            json.writeStringProperty("os", System.getProperty("os.name"));
            json.writeStringProperty("arch", System.getProperty("os.arch"));
            socketName.ifPresent(name -> json.writeStringProperty("socketName", name));
            json.writeArrayPropertyStart("backends");
            diagnoses.forEach(diagnosis -> write(json, diagnosis));
            json.writeEndArray();
        });
    }

    private static void write(JsonGenerator json, BackendCheck diagnosis) {
        json.writeStartObject();
        json.writeStringProperty("backend", diagnosis.backend());
        json.writeBooleanProperty("works", diagnosis.works());
        diagnosis.description().ifPresent(text -> json.writeStringProperty("description", text));
        json.writeArrayPropertyStart("readers");
        for (BackendCheck.FoundReader reader : diagnosis.readers()) {
            json.writeStartObject();
            json.writeStringProperty("reader", reader.name());
            json.writeBooleanProperty("card", reader.card());
            json.writeEndObject();
        }
        json.writeEndArray();
        diagnosis.failure().ifPresent(text -> json.writeStringProperty("failure", text));
        diagnosis.advice().ifPresent(text -> json.writeStringProperty("advice", text));
        json.writeEndObject();
    }
}
