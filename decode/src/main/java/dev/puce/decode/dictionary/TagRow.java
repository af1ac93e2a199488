package dev.puce.decode.dictionary;

import java.util.List;

/// The meaning of a data object.
///
/// @param family the family
/// @param parent tag of the enclosing object in hex, the name of a structure, or `*` for any
/// @param tag    the tag
/// @param format label and format
/// @param source specification and clause
/// @param line   number of the line in the file
public record TagRow(Family family, String parent, int tag, FieldFormat format, String source, int line) {
    static TagRow read(Family family, List<String> cells, int line) {
        return new TagRow(
                family,
                cells.get(0),
                (int) Long.parseLong(cells.get(1), 16),
                FieldFormat.of(cells.get(3), cells.get(1), cells.get(2), family),
                cells.get(4),
                line);
    }

    /// Name of the object.
    public String name() {
        return format.field().name();
    }
}
