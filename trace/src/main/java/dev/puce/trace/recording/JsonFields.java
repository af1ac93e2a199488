package dev.puce.trace.recording;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;

/// The properties of any JSON object, in any order; few enough to be searched one by one.
///
/// Values are kept as text (numbers as they are written), as other objects, or as lists.
final class JsonFields implements Fields {
    private static final JsonFactory JSON = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.threadLocalPool())
            .build();

    private String[] names = new String[12];
    private Object[] values = new Object[12];
    private int count;

    /// Reads an object and ignores the rest of the line.
    ///
    /// @throws tools.jackson.core.JacksonException if the line does not begin with JSON
    static JsonFields of(byte[] line, int from, int to) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), line, from, to - from)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new MissingFieldException("type");
            }
            return read(parser);
        }
    }

    /// Reads the object whose begin the parser has just met.
    private static JsonFields read(JsonParser parser) {
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

    @Override
    public Optional<String> optionalText(String name) {
        return find(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    @Override
    public String text(String name) {
        return optionalText(name).orElseThrow(() -> new MissingFieldException(name));
    }

    @Override
    public OptionalLong optionalLong(String name) {
        return find(name) instanceof String text ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    @Override
    public OptionalInt optionalInt(String name) {
        return find(name) instanceof String text ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
    }

    @Override
    public long micros(String name) {
        return Micros.parse(text(name));
    }

    @Override
    public OptionalLong optionalMicros(String name) {
        return find(name) instanceof String text ? OptionalLong.of(Micros.parse(text)) : OptionalLong.empty();
    }

    @Override
    public long number(String name) {
        return HexNumber.parse(text(name));
    }

    @Override
    public long handle(String name) {
        return find(name) instanceof String text ? HexNumber.parse(text) : Call.UNKNOWN_HANDLE;
    }

    @Override
    public boolean isEmpty() {
        return count == 0;
    }

    @Override
    public Bytes bytes(String name) {
        return Bytes.hex(text(name));
    }

    @Override
    public <T> T object(String name, Function<Fields, T> read) {
        return optionalObject(name, read).orElseThrow(() -> new MissingFieldException(name));
    }

    @Override
    public <T> Optional<T> optionalObject(String name, Function<Fields, T> read) {
        return find(name) instanceof JsonFields object ? Optional.of(read.apply(object)) : Optional.empty();
    }

    @Override
    public boolean has(String name) {
        return find(name) != null;
    }

    @Override
    public List<String> strings(String name) {
        return list(name, String.class, text -> text);
    }

    @Override
    public <T> List<T> objects(String name, Function<Fields, T> read) {
        return list(name, JsonFields.class, read);
    }

    private <J, T> List<T> list(String name, Class<J> kind, Function<? super J, T> read) {
        if (!(find(name) instanceof List<?> list)) {
            throw new MissingFieldException(name);
        }
        var items = new ArrayList<T>(list.size());
        for (Object item : list) {
            if (!kind.isInstance(item)) {
                throw new MissingFieldException(name);
            }
            items.add(read.apply(kind.cast(item)));
        }
        return items;
    }
}
