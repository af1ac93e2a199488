package dev.puce.cli.terminal;

import dev.puce.trace.JsonEscapes;
import java.io.StringWriter;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// One JSON object on one line.
public final class JsonLine {
    private static final JsonFactory JSON = JsonEscapes.factory().build();

    private JsonLine() {}

    /// Returns one JSON object as text.
    ///
    /// @param content writes the object's properties
    public static String object(Consumer<JsonGenerator> content) {
        var text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            content.accept(json);
            json.writeEndObject();
        }
        return text.toString();
    }
}
