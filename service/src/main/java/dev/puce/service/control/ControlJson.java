package dev.puce.service.control;

import dev.puce.iso7816.Printable;
import dev.puce.service.card.filesystem.FileAccess;
import dev.puce.service.control.ControlAnswer.ReaderInfo;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Requests and responses as lines of JSON.
///
/// ```json
/// {"do":"insert","reader":"My Reader","card":"echo"}
/// {"ok":true,"readers":[{"name":"My Reader 00 00","card":true}]}
/// {"ok":false,"reason":"there is no reader \"My Reader\""}
/// ```
final class ControlJson {
    private static final JsonFactory JSON = new JsonFactory();

    private ControlJson() {}

    static String write(ControlRequest request) {
        return object(json -> {
            switch (request) {
                case ControlRequest.ListReaders _ -> json.writeStringProperty("do", "list");
                case ControlRequest.InsertCard insert -> {
                    json.writeStringProperty("do", "insert");
                    insert.reader().ifPresent(name -> json.writeStringProperty("reader", name));
                    json.writeStringProperty("card", insert.card());
                    if (insert.access() == FileAccess.ANYWHERE) {
                        json.writeBooleanProperty("allowOutside", true);
                    }
                }
                case ControlRequest.RemoveCard remove -> {
                    json.writeStringProperty("do", "remove");
                    remove.reader().ifPresent(name -> json.writeStringProperty("reader", name));
                    remove.after().ifPresent(count -> json.writeNumberProperty("after", count));
                }
                case ControlRequest.AddReader add -> {
                    json.writeStringProperty("do", "add-reader");
                    json.writeStringProperty("reader", add.name());
                }
                case ControlRequest.RemoveReader remove -> {
                    json.writeStringProperty("do", "remove-reader");
                    json.writeStringProperty("reader", remove.reader());
                }
            }
        });
    }

    static String write(ControlAnswer answer) {
        return object(json -> {
            json.writeBooleanProperty("ok", answer instanceof ControlAnswer.Done);
            switch (answer) {
                case ControlAnswer.Refused(String reason) -> json.writeStringProperty("reason", reason);
                case ControlAnswer.Done(List<ReaderInfo> readers) -> {
                    json.writeArrayPropertyStart("readers");
                    for (ReaderInfo reader : readers) {
                        json.writeStartObject();
                        json.writeStringProperty("name", reader.name());
                        json.writeBooleanProperty("card", reader.hasCard());
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                }
            }
        });
    }

    /// Parses a request.
    ///
    /// @throws IllegalArgumentException if the line is not a request; the message says why
    static ControlRequest readRequest(String line) {
        Map<String, Object> fields = fields(line);
        Optional<String> reader =
                fields.containsKey("reader") ? Optional.of(required(fields, "reader")) : Optional.empty();
        return switch (required(fields, "do")) {
            case "list" -> new ControlRequest.ListReaders();
            case "insert" ->
                new ControlRequest.InsertCard(
                        reader,
                        required(fields, "card"),
                        Boolean.TRUE.equals(fields.get("allowOutside"))
                                ? FileAccess.ANYWHERE
                                : FileAccess.BELOW_FOLDER);
            case "remove" ->
                new ControlRequest.RemoveCard(
                        reader,
                        fields.containsKey("after")
                                ? OptionalInt.of(wholeNumber(fields, "after"))
                                : OptionalInt.empty());
            case "add-reader" -> new ControlRequest.AddReader(required(fields, "reader"));
            case "remove-reader" -> new ControlRequest.RemoveReader(required(fields, "reader"));
            case String unknown ->
                throw new IllegalArgumentException("the service does not support the request \"" + unknown + "\"");
        };
    }

    /// Parses a response.
    ///
    /// @throws IllegalArgumentException if the line is not a response; the message says why
    static ControlAnswer readAnswer(String line) {
        Map<String, Object> fields = fields(line);
        if (!Boolean.TRUE.equals(fields.get("ok"))) {
            return new ControlAnswer.Refused(required(fields, "reason"));
        }
        var readers = new ArrayList<ReaderInfo>();
        if (fields.get("readers") instanceof List<?> list) {
            for (Object item : list) {
                if (item instanceof Map<?, ?> reader && reader.get("name") instanceof String name) {
                    readers.add(new ReaderInfo(name, Boolean.TRUE.equals(reader.get("card"))));
                }
            }
        }
        return new ControlAnswer.Done(readers);
    }

    private static String required(Map<String, Object> fields, String name) {
        if (fields.get(name) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("the message has no text field \"" + name + "\"");
    }

    private static int wholeNumber(Map<String, Object> fields, String name) {
        if (fields.get(name) instanceof Integer number) {
            return number;
        }
        throw new IllegalArgumentException("the field \"" + name + "\" of the message is not an integer");
    }

    /// Reads the fields of an object: texts, numbers, booleans, and lists of objects.
    private static Map<String, Object> fields(String line) {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), line)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("the message is not a JSON object");
            }
            return objectFields(json);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("the message is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static Map<String, Object> objectFields(JsonParser json) {
        var fields = new HashMap<String, Object>();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            switch (json.nextToken()) {
                case VALUE_STRING -> fields.put(name, json.getString());
                case VALUE_NUMBER_INT -> fields.put(name, json.getIntValue());
                case VALUE_NUMBER_FLOAT -> fields.put(name, json.getDoubleValue());
                case VALUE_TRUE -> fields.put(name, true);
                case VALUE_FALSE -> fields.put(name, false);
                case START_ARRAY -> {
                    var list = new ArrayList<>();
                    while (json.nextToken() == JsonToken.START_OBJECT) {
                        list.add(objectFields(json));
                    }
                    fields.put(name, list);
                }
                default -> json.skipChildren();
            }
        }
        return fields;
    }

    private interface Content {
        void writeTo(JsonGenerator json);
    }

    private static String object(Content content) {
        var text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            content.writeTo(json);
            json.writeEndObject();
        }
        return Printable.json(text.toString());
    }
}
