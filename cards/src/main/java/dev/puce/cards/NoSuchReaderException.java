package dev.puce.cards;

import java.util.List;
import java.util.stream.Collectors;

/// No reader, or more than one, matches a name. The message lists the existing readers.
public final class NoSuchReaderException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoSuchReaderException(String pattern, List<Reader> found, List<Reader> all) {
        super(message(pattern, found, all));
    }

    /// No matching reader holds a card.
    NoSuchReaderException(String pattern, List<Reader> all) {
        super("no reader" + (pattern.isEmpty() ? "" : " matching \"" + pattern + "\"") + " holds a card; "
                + (all.isEmpty() ? "no reader is attached" : "insert one; the readers are " + names(all)));
    }

    private static String message(String pattern, List<Reader> found, List<Reader> all) {
        if (all.isEmpty()) {
            return "no reader matches \"" + pattern + "\", because none is attached: plug one in";
        }
        if (found.isEmpty()) {
            return "no reader matches \"" + pattern + "\"; the readers are " + names(all);
        }
        return found.size() + " readers match \"" + pattern + "\": " + names(found) + "; give more of the name";
    }

    private static String names(List<Reader> readers) {
        return readers.stream().map(reader -> '"' + reader.name() + '"').collect(Collectors.joining(", "));
    }
}
