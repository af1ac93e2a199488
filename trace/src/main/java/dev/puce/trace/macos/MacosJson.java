package dev.puce.trace.macos;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Reads entries in the styles json and ndjson.
final class MacosJson {
    private static final JsonFactory JSON = JsonFactory.builder().build();

    /// Length of `2026-04-08 20:30:20.` in a timestamp.
    private static final int FRACTION_AT = 20;

    private static final int ZONE_LENGTH = 5;

    private MacosJson() {}

    /// The values of an object that matter.
    private static final class Fields {
        String timestamp = "";
        OptionalInt pid = OptionalInt.empty();
        OptionalInt uid = OptionalInt.empty();
        String thread = "";
        long activity;
        String path = "";
        String category = "";
        Optional<String> message = Optional.empty();

        void put(String name, JsonParser value) {
            switch (name) {
                case "timestamp" -> timestamp = value.getString();
                case "processID" -> pid = integer(value.getString());
                case "userID" -> uid = integer(value.getString());
                case "threadID" -> thread = value.getString();
                case "activityIdentifier" -> activity = number(value.getString());
                case "processImagePath" -> path = value.getString();
                case "category" -> category = value.getString();
                case "eventMessage" -> message = Optional.of(value.getString());
                default -> {} // not of interest
            }
        }

        Optional<MacosEntry> entry() {
            int zone = timestamp.length() - ZONE_LENGTH;
            if (message.isEmpty() || zone <= FRACTION_AT || timestamp.charAt(FRACTION_AT - 1) != '.') {
                return Optional.empty();
            }
            var seconds = MacosTime.nanos(
                    timestamp.substring(0, 10), timestamp.substring(11, FRACTION_AT - 1), timestamp.substring(zone));
            return seconds.map(nanos -> new MacosEntry(
                    nanos + MacosTime.fraction(timestamp.substring(FRACTION_AT, zone)),
                    true,
                    path.substring(path.lastIndexOf('/') + 1),
                    pid,
                    uid,
                    thread,
                    activity,
                    category,
                    message.get()));
        }
    }

    /// Whether a line holds objects from its first character on: one, or an array of them.
    static boolean isObject(String line) {
        return line.startsWith("{\"") || line.startsWith("{ \"") || line.startsWith("[{\"") || line.startsWith(",{\"");
    }

    /// The JSON on a line.
    static byte[] bytes(String line) {
        return (line.startsWith(",") ? line.substring(1) : line).getBytes(StandardCharsets.UTF_8);
    }

    /// The entries of an object, or of an array of objects; empty if the text is not JSON. Objects without time or
    /// message are left out.
    static List<MacosEntry> entries(byte[] json) {
        var entries = new ArrayList<MacosEntry>(1);
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.START_OBJECT) {
                    fields(parser).entry().ifPresent(entries::add);
                }
            }
        } catch (JacksonException _) {
            return entries; // those before the damage
        }
        return entries;
    }

    private static Fields fields(JsonParser parser) {
        var fields = new Fields();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            var token = parser.nextToken();
            if (token == null || !token.isScalarValue()) {
                parser.skipChildren();
            } else if (token != JsonToken.VALUE_NULL) {
                fields.put(name, parser);
            }
        }
        return fields;
    }

    private static OptionalInt integer(String text) {
        long number = number(text);
        return number >= 0 && number <= Integer.MAX_VALUE ? OptionalInt.of((int) number) : OptionalInt.empty();
    }

    private static long number(String text) {
        try {
            return Long.parseUnsignedLong(text);
        } catch (NumberFormatException _) {
            return 0;
        }
    }
}
