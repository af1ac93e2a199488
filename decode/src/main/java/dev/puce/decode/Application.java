package dev.puce.decode;

import dev.puce.decode.dictionary.ApplicationRow;
import dev.puce.decode.dictionary.ApplicationTable;
import dev.puce.iso7816.Bytes;
import java.util.List;
import java.util.Optional;

/// A card application.
///
/// @param id       short name in lower case for filters: `piv`, `emv`, `usim`; `unknown` if it is not known
/// @param name     name in words: `PIV`, `Visa credit or debit`
/// @param families dictionaries that explain its commands, the most specific first
public record Application(String id, String name, List<String> families) {
    /// The application is not known; only ISO/IEC 7816 applies.
    public static final Application UNKNOWN = new Application("unknown", "unknown application", List.of());

    public Application {
        families = List.copyOf(families);
    }

    static Application of(ApplicationRow row) {
        return new Application(row.id(), row.name(), row.families());
    }

    /// The application with this AID, or with the longest known beginning of it.
    public static Optional<Application> ofAid(Bytes aid) {
        return ApplicationTable.named(aid).map(Application::of);
    }

    /// The application with this short name, such as `piv`.
    public static Optional<Application> ofId(String id) {
        return ApplicationTable.ofId(id).map(Application::of);
    }

    /// Every application with a short name of its own, the first of each name.
    public static List<Application> known() {
        return ApplicationTable.known().stream().map(Application::of).toList();
    }

    /// Whether the application is known.
    public boolean isKnown() {
        return !id.equals(UNKNOWN.id);
    }

    /// Whether this dictionary explains its commands.
    public boolean uses(String family) {
        return families.contains(family);
    }

    /// The name.
    @Override
    public String toString() {
        return name;
    }
}
