package dev.puce.web;

import dev.puce.trace.JsonEscapes;
import java.io.StringWriter;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// JSON as text.
final class Json {
    private static final JsonFactory JSON = JsonEscapes.factory().build();

    private Json() {}

    /// One object.
    ///
    /// @param properties writes the properties
    static String object(Consumer<JsonGenerator> properties) {
        var text = new StringWriter();
        try (var json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            properties.accept(json);
            json.writeEndObject();
        }
        return text.toString();
    }

    /// Writes a property that is already JSON.
    static void raw(JsonGenerator json, String name, String value) {
        json.writeName(name);
        json.writeRawValue(value);
    }

    /// Writes a text, unless it is empty.
    static void text(JsonGenerator json, String name, String value) {
        if (!value.isEmpty()) {
            json.writeStringProperty(name, value);
        }
    }
}
