package dev.puce.cards;

import java.util.List;
import java.util.stream.Collectors;

/// No reader, or more than one, has a name like the one asked for. The message lists those that there are.
public final class NoSuchReaderException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoSuchReaderException(String pattern, List<Reader> found, List<Reader> all) {
        super(message(pattern, found, all));
    }

    /// No reader of that name holds a card.
    NoSuchReaderException(String pattern, List<Reader> all) {
        super("no reader" + (pattern.isEmpty() ? "" : " called \"" + pattern + "\"") + " holds a card; "
                + (all.isEmpty() ? "there is no reader at all" : "insert one; there are " + names(all)));
    }

    private static String message(String pattern, List<Reader> found, List<Reader> all) {
        if (all.isEmpty()) {
            return "no reader is called \"" + pattern + "\", for there is none at all: plug one in";
        }
        if (found.isEmpty()) {
            return "no reader is called \"" + pattern + "\"; there are " + names(all);
        }
        return found.size() + " readers are called \"" + pattern + "\": " + names(found) + "; say more of the name";
    }

    private static String names(List<Reader> readers) {
        return readers.stream().map(reader -> '"' + reader.name() + '"').collect(Collectors.joining(", "));
    }
}
