package dev.puce.decode.special;

import dev.puce.decode.dictionary.Dictionary;
import dev.puce.decode.dictionary.Family;
import dev.puce.decode.dictionary.Format;
import dev.puce.decode.dictionary.References;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Every family and dictionary, loaded when it is first needed. Any thread may use it.
public final class Dictionaries {
    private static final String ISO = "iso";
    private static final Map<String, Family> FAMILIES = new ConcurrentHashMap<>();
    private static final Map<List<String>, Dictionary> JOINED = new ConcurrentHashMap<>();
    private static final References REFERENCES = new References() {
        @Override
        public Family family(String name) {
            return Dictionaries.family(name);
        }

        @Override
        public Format format(String name, String argument) {
            return SpecialFormats.named(name, argument);
        }
    };

    private Dictionaries() {}

    /// The family of that name.
    ///
    /// @throws IllegalStateException if there is none, or a line of it is malformed
    public static Family family(String name) {
        var loaded = FAMILIES.get(name);
        if (loaded == null) {
            var family = Family.read(name, REFERENCES);
            loaded = FAMILIES.computeIfAbsent(name, _ -> family);
        }
        return loaded;
    }

    /// The dictionary of an application: its families, the most specific first, and ISO/IEC 7816 last.
    public static Dictionary of(List<String> families) {
        var loaded = JOINED.get(families);
        return loaded != null ? loaded : JOINED.computeIfAbsent(families, Dictionaries::join);
    }

    private static Dictionary join(List<String> names) {
        var families = new ArrayList<Family>();
        names.forEach(name -> families.add(family(name)));
        if (!names.contains(ISO)) {
            families.add(family(ISO));
        }
        return new Dictionary(families);
    }
}
