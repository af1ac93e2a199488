package dev.puce.decode.dictionary;

import java.util.List;

/// The meaning of a key of a CBOR map.
///
/// @param map    name of the map
/// @param key    the key, in hex, or a text key
/// @param format label and format
/// @param source specification and clause
/// @param line   number of the line in the file
public record KeyRow(String map, String key, FieldFormat format, String source, int line) {
    static KeyRow read(Family family, List<String> cells, int line) {
        return new KeyRow(
                cells.get(0),
                cells.get(1),
                FieldFormat.of(cells.get(3), cells.get(1), cells.get(2), family),
                cells.get(4),
                line);
    }
}
