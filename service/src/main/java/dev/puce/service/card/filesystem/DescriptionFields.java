package dev.puce.service.card.filesystem;

import dev.puce.iso7816.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// The fields of a JSON object, read by name and type. Errors name the location: `files[2].content: invalid hex
/// digit 'G'`.
final class DescriptionFields {
    private final String place;
    private final Map<String, Object> fields;

    /// Makes the fields of an object.
    ///
    /// @param place  location of the object, empty for the outermost one
    /// @param fields values as read by [JsonTree]
    DescriptionFields(String place, Map<String, Object> fields) {
        this.place = place;
        this.fields = fields;
    }

    /// Rejects unknown fields, which are probably misspelled.
    void requireKnown(Set<String> known) throws IOException {
        for (String name : fields.keySet()) {
            if (!known.contains(name)) {
                throw wrong(
                        name,
                        "unknown field; the known ones are "
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

    /// Returns a text of hex digits.
    Optional<Bytes> hex(String name) throws IOException {
        var text = text(name);
        try {
            return text.map(Bytes::hex);
        } catch (IllegalArgumentException e) {
            throw wrong(name, e.getMessage(), e);
        }
    }

    /// Returns a number written as hex digits.
    ///
    /// @param length its length in bytes
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

    /// Returns a list of texts of hex digits.
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

    /// Returns a list of objects; empty if the field is missing.
    List<DescriptionFields> objects(String name) throws IOException {
        var objects = new ArrayList<DescriptionFields>();
        for (Object element : list(name)) {
            String where = path(name + "[" + objects.size() + "]");
            if (!(element instanceof Map<?, ?> map)) {
                throw new IOException(where + ": must be an object");
            }
            @SuppressWarnings("unchecked") // JsonTree creates only such maps
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

    /// Makes an exception for an invalid field.
    IOException wrong(String name, String problem) {
        return wrong(name, problem, null);
    }

    private IOException wrong(String name, String problem, Exception cause) {
        return new IOException(path(name) + ": " + problem, cause);
    }

    private String path(String name) {
        return place.isEmpty() ? name : place + "." + name;
    }

    /// Returns the location of the object.
    @Override
    public String toString() {
        return place.isEmpty() ? "the card" : place;
    }
}
