package dev.puce.decode.dictionary;

import java.util.HashMap;
import java.util.Map;

/// The data objects that an application knows within one enclosing object.
public final class TagScope {
    private final Map<Integer, TagRow> rows = new HashMap<>();

    void add(TagRow row) {
        rows.putIfAbsent(row.tag(), row);
    }

    /// The meaning of a tag; `null` if it has none here.
    public TagRow row(int tag) {
        return rows.get(tag);
    }
}
