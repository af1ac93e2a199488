package dev.puce.spy.recording;

import dev.puce.iso7816.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// The properties of a JSON object, in any order; few enough to be searched one by one.
///
/// Values are kept as text (numbers as they are written), as other objects, or as lists. What is asked for and has
/// another type or is missing is reported by [MissingFieldException].
final class JsonFields {
    private String[] names = new String[12];
    private Object[] values = new Object[12];
    private int count;

    /// A property that a line of this kind must have is missing or of another type.
    static final class MissingFieldException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        MissingFieldException(String name) {
            super("there is no \"" + name + "\" of the right type");
        }
    }

    /// Reads the object whose begin the parser has just met.
    static JsonFields read(JsonParser parser) {
        var fields = new JsonFields();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            fields.add(name, value(parser));
        }
        return fields;
    }

    private void add(String name, Object value) {
        if (count == names.length) {
            names = Arrays.copyOf(names, count * 2);
            values = Arrays.copyOf(values, count * 2);
        }
        names[count] = name;
        values[count++] = value;
    }

    private static Object value(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> read(parser);
            case START_ARRAY -> {
                var list = new ArrayList<Object>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(parser));
                }
                yield list;
            }
            default -> parser.getString();
        };
    }

    private Object find(String name) {
        for (int i = 0; i < count; i++) {
            if (names[i].equals(name)) {
                return values[i];
            }
        }
        return null;
    }

    /// The values of the properties, null for each that is missing.
    Object[] values(List<String> wanted) {
        var found = new Object[wanted.size()];
        for (int i = 0; i < found.length; i++) {
            found[i] = find(wanted.get(i));
        }
        return found;
    }

    Optional<String> optionalText(String name) {
        return find(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    String text(String name) {
        if (find(name) instanceof String text) {
            return text;
        }
        throw new MissingFieldException(name);
    }

    OptionalLong optionalLong(String name) {
        return find(name) instanceof String text ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    OptionalInt optionalInt(String name) {
        return find(name) instanceof String text ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
    }

    /// A number written by [HexNumber].
    long number(String name) {
        return HexNumber.parse(text(name));
    }

    /// The low 32 bits of a number written by [HexNumber].
    int word(String name) {
        return (int) number(name);
    }

    Bytes bytes(String name) {
        return Bytes.hex(text(name));
    }

    Optional<JsonFields> optionalObject(String name) {
        return find(name) instanceof JsonFields object ? Optional.of(object) : Optional.empty();
    }

    JsonFields object(String name) {
        return optionalObject(name).orElseThrow(() -> new MissingFieldException(name));
    }

    boolean has(String name) {
        return find(name) != null;
    }

    List<String> strings(String name) {
        if (!(find(name) instanceof List<?> list)) {
            throw new MissingFieldException(name);
        }
        var strings = new ArrayList<String>(list.size());
        for (Object item : list) {
            if (!(item instanceof String string)) {
                throw new MissingFieldException(name);
            }
            strings.add(string);
        }
        return strings;
    }

    List<JsonFields> objects(String name) {
        if (!(find(name) instanceof List<?> list)) {
            throw new MissingFieldException(name);
        }
        var objects = new ArrayList<JsonFields>(list.size());
        for (Object item : list) {
            if (!(item instanceof JsonFields object)) {
                throw new MissingFieldException(name);
            }
            objects.add(object);
        }
        return objects;
    }
}
