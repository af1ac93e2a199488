package dev.puce.service.card.filesystem;

import dev.puce.iso7816.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// The fields of a JSON object, read by name and type. Errors name the place: `files[2].content: 'G' is no hex
/// digit`.
final class DescriptionFields {
    private final String place;
    private final Map<String, Object> fields;

    /// @param place  where the object is, empty for the outermost one
    /// @param fields as [JsonTree] reads them
    DescriptionFields(String place, Map<String, Object> fields) {
        this.place = place;
        this.fields = fields;
    }

    /// Refuses fields that nobody knows, as they are mistyped.
    void requireKnown(Set<String> known) throws IOException {
        for (String name : fields.keySet()) {
            if (!known.contains(name)) {
                throw wrong(
                        name,
                        "unknown; known are "
                                + String.join(", ", known.stream().sorted().toList()));
            }
        }
    }

    boolean has(String name) {
        return fields.containsKey(name);
    }

    Optional<String> text(String name) throws IOException {
        Object value = fields.get(name);
        if (value == null || value instanceof String) {
            return Optional.ofNullable((String) value);
        }
        throw wrong(name, "must be a text");
    }

    OptionalInt number(String name, int min, int max) throws IOException {
        return switch (fields.get(name)) {
            case null -> OptionalInt.empty();
            case Integer value when value >= min && value <= max -> OptionalInt.of(value);
            default -> throw wrong(name, "must be a number from " + min + " to " + max);
        };
    }

    /// A text of hex digits.
    Optional<Bytes> hex(String name) throws IOException {
        var text = text(name);
        try {
            return text.map(Bytes::hex);
        } catch (IllegalArgumentException e) {
            throw wrong(name, e.getMessage(), e);
        }
    }

    /// A number that is written as hex digits.
    ///
    /// @param length bytes it has
    OptionalInt hexNumber(String name, int length) throws IOException {
        var bytes = hex(name);
        if (bytes.isEmpty()) {
            return OptionalInt.empty();
        }
        if (bytes.get().length() != length) {
            throw wrong(name, "must be " + length * 2 + " hex digits");
        }
        int number = 0;
        for (int i = 0; i < length; i++) {
            number = number << 8 | bytes.get().get(i);
        }
        return OptionalInt.of(number);
    }

    /// A list of texts of hex digits.
    List<Bytes> hexList(String name) throws IOException {
        var list = new ArrayList<Bytes>();
        for (Object element : list(name)) {
            if (!(element instanceof String text)) {
                throw wrong(name + "[" + list.size() + "]", "must be a text");
            }
            try {
                list.add(Bytes.hex(text));
            } catch (IllegalArgumentException e) {
                throw wrong(name + "[" + list.size() + "]", e.getMessage(), e);
            }
        }
        return list;
    }

    /// A list of objects; empty if there is none.
    List<DescriptionFields> objects(String name) throws IOException {
        var objects = new ArrayList<DescriptionFields>();
        for (Object element : list(name)) {
            String where = path(name + "[" + objects.size() + "]");
            if (!(element instanceof Map<?, ?> map)) {
                throw new IOException(where + ": must be an object");
            }
            @SuppressWarnings("unchecked") // JsonTree makes no other maps
            var typed = (Map<String, Object>) map;
            objects.add(new DescriptionFields(where, typed));
        }
        return objects;
    }

    private List<?> list(String name) throws IOException {
        return switch (fields.get(name)) {
            case null -> List.of();
            case List<?> list -> list;
            default -> throw wrong(name, "must be a list");
        };
    }

    /// An error in a field.
    IOException wrong(String name, String problem) {
        return wrong(name, problem, null);
    }

    private IOException wrong(String name, String problem, Exception cause) {
        return new IOException(path(name) + ": " + problem, cause);
    }

    private String path(String name) {
        return place.isEmpty() ? name : place + "." + name;
    }

    /// Where the object is.
    @Override
    public String toString() {
        return place.isEmpty() ? "the card" : place;
    }
}
