package dev.puce.trace;

import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;

/// JSON on a stream that stays open. Recordings, which are written call by call for days, have a writer of their own.
public final class JsonLines {
    private static final JsonFactory JSON = JsonEscapes.factory()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .rootValueSeparator("")
            .build();

    private JsonLines() {}

    /// Writes to the stream.
    ///
    /// @param content writes objects, each with a line feed behind it
    /// @throws IOException if they cannot be written
    public static void write(OutputStream out, Consumer<JsonGenerator> content) throws IOException {
        try (var json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            content.accept(json);
        } catch (JacksonIOException e) {
            throw e.getCause();
        }
    }
}
