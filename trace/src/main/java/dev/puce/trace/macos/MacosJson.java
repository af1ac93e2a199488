package dev.puce.trace.macos;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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

    /// Whether a line holds objects from its first character on: one, or an array of them.
    static boolean isObject(String line) {
        return line.startsWith("{\"") || line.startsWith("{ \"") || line.startsWith("[{\"") || line.startsWith(",{\"");
    }

    /// The entries of an object, or of an array of objects; empty if the text is not JSON. Objects without time or
    /// message are left out.
    static List<MacosEntry> entries(String text) {
        var entries = new ArrayList<MacosEntry>(1);
        String json = text.startsWith(",") ? text.substring(1) : text;
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.START_OBJECT) {
                    entry(fields(parser)).ifPresent(entries::add);
                }
            }
        } catch (JacksonException _) {
            return entries; // those before the damage
        }
        return entries;
    }

    private static Optional<MacosEntry> entry(Map<String, String> fields) {
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
