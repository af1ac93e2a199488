package dev.puce.decode.dictionary;

import java.util.List;

/// An application of the table.
///
/// @param id       short name in lower case: `piv`
/// @param name     name in words
/// @param families dictionaries that explain its commands, the most specific first
public record ApplicationRow(String id, String name, List<String> families) {
    public ApplicationRow {
        families = List.copyOf(families);
    }
}
