package dev.puce.trace.recording;

import dev.puce.pcsc.TracedCall;
import dev.puce.trace.JsonEscapes;
import java.io.StringWriter;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Function, arguments, results and return code of a call as one JSON object, as a recording has them.
public final class CallLine {
    private static final JsonFactory JSON = JsonEscapes.factory().build();

    private CallLine() {}

    /// The object.
    public static String of(TracedCall traced) {
        var text = new StringWriter();
        try (var json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            CallJson.write(json, traced);
            json.writeEndObject();
        }
        return text.toString();
    }
}
