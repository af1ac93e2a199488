package dev.puce.iso7816;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The table of tag names, loaded lazily from `tags.tsv`.
final class TagNames {
    private static final String ANY = "*";
    // Templates with the same objects: 6F and 64 contain those of 62 (ISO/IEC 7816-4, 7.4.2), 77 those of 70
    // (EMV).
    private static final Map<String, String> SHARED = Map.of("6F", "62", "64", "62", "77", "70");

    private static final Map<String, String> NAMES = load();

    private TagNames() {}

    /// @param parent the enclosing tag, or null if unknown
    static Optional<String> lookUp(BerTag parent, BerTag tag) {
        String enclosing = parent == null ? ANY : parent.toString();
        String name = NAMES.get(SHARED.getOrDefault(enclosing, enclosing) + tag);
        return Optional.ofNullable(name == null ? NAMES.get(ANY + tag) : name);
    }

    private static Map<String, String> load() {
        var names = new HashMap<String, String>();
        for (var cells : Table.rows("tags.tsv", 4)) {
            names.put(cells.get(0) + cells.get(1), cells.get(2));
        }
        return names;
    }
}
