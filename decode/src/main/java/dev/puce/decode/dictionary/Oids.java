package dev.puce.decode.dictionary;

import java.util.Map;
import java.util.stream.Collectors;

/// Names of object identifiers, read from `oids.tsv`.
public final class Oids {
    private static final Map<String, String> NAMES = Family.lines("oids.tsv").stream()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .map(line -> line.split("\t", -1))
            .collect(Collectors.toUnmodifiableMap(cells -> cells[0], cells -> cells[1]));

    private Oids() {}

    /// Dotted form and name; `null` if the bytes are not an object identifier.
    public static String text(View bytes) {
        String dotted = Texts.oid(bytes);
        if (dotted == null) {
            return null;
        }
        String name = name(dotted);
        return name == null ? dotted : dotted + " (" + name + ")";
    }

    /// Name of an identifier in dotted form, or of the longest known beginning of it; `null` if there is none.
    public static String name(String dotted) {
        String name = NAMES.get(dotted);
        if (name != null) {
            return name;
        }
        int dot = dotted.lastIndexOf('.');
        String parent = dot < 0 ? null : NAMES.get(dotted.substring(0, dot) + ".*");
        return parent == null ? null : parent.replace("*", dotted.substring(dot + 1));
    }
}
