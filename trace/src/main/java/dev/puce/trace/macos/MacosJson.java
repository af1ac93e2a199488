package dev.puce.trace.macos;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Reads an entry in the styles json and ndjson.
final class MacosJson {
    private static final JsonFactory JSON = JsonFactory.builder().build();
    private static final Set<String> WANTED = Set.of(
            "timestamp",
            "processID",
            "userID",
            "threadID",
            "activityIdentifier",
            "processImagePath",
            "category",
            "eventMessage");
    private static final Pattern TIMESTAMP =
            Pattern.compile("^(\\d{4}-\\d\\d-\\d\\d) (\\d\\d:\\d\\d:\\d\\d)\\.(\\d{1,9})([+-]\\d{4})$");

    private MacosJson() {}

    /// The entry; empty if the text is not a JSON object, or has neither time nor message.
    static Optional<MacosEntry> entry(String object) {
        Map<String, String> fields;
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), object)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            fields = fields(parser);
        } catch (JacksonException _) {
            return Optional.empty();
        }
        var timestamp = TIMESTAMP.matcher(fields.getOrDefault("timestamp", ""));
        if (!timestamp.matches() || !fields.containsKey("eventMessage")) {
            return Optional.empty();
        }
        var nanos = MacosTime.nanos(timestamp.group(1), timestamp.group(2), timestamp.group(4));
        String path = fields.getOrDefault("processImagePath", "");
        return nanos.map(seconds -> new MacosEntry(
                seconds + MacosTime.fraction(timestamp.group(3)),
                true,
                path.substring(path.lastIndexOf('/') + 1),
                integer(fields.get("processID")),
                integer(fields.get("userID")),
                fields.getOrDefault("threadID", ""),
                number(fields.get("activityIdentifier")),
                fields.getOrDefault("category", ""),
                fields.get("eventMessage")));
    }

    private static Map<String, String> fields(JsonParser parser) {
        var fields = new HashMap<String, String>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            var token = parser.nextToken();
            if (token != null && token.isScalarValue()) {
                if (WANTED.contains(name) && token != JsonToken.VALUE_NULL) {
                    fields.put(name, parser.getString());
                }
            } else {
                parser.skipChildren();
            }
        }
        return fields;
    }

    private static OptionalInt integer(String text) {
        return text != null && text.matches("\\d{1,9}") ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
    }

    private static long number(String text) {
        try {
            return text == null ? 0 : Long.parseUnsignedLong(text);
        } catch (NumberFormatException _) {
            return 0;
        }
    }
}
