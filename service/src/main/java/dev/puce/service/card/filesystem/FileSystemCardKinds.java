package dev.puce.service.card.filesystem;

import dev.puce.service.card.CardKind;
import dev.puce.service.card.VirtualCard;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Kinds of file-system cards: the built-in ones by name, and the user's descriptions by file name.
public final class FileSystemCardKinds {
    private FileSystemCardKinds() {}

    /// Returns all kinds.
    public static List<CardKind> all() {
        var builtIn = CardDescription.BUILT_IN.stream().map(BuiltIn::new);
        return Stream.<CardKind>concat(builtIn, Stream.of(new FromFile())).toList();
    }

    /// Returns whether a name is that of a description file: `FILE.json`, but not `kind:FILE.json`.
    public static boolean isDescription(String words) {
        return words.toLowerCase(Locale.ROOT).endsWith(".json") && !words.matches("[a-z]{2,}:.*");
    }

    private record BuiltIn(String usage) implements CardKind {
        @Override
        public String summary() {
            return CardDescription.builtIn(usage).summary().orElse("");
        }

        @Override
        public boolean accepts(String words) {
            return words.equals(usage);
        }

        @Override
        public VirtualCard make(String words) {
            return FileSystemCard.builtIn(words);
        }
    }

    private record FromFile() implements CardKind {
        @Override
        public String usage() {
            return "FILE.json";
        }

        @Override
        public String summary() {
            return "files, data objects and PINs described in FILE";
        }

        @Override
        public boolean accepts(String words) {
            return isDescription(words);
        }

        @Override
        public VirtualCard make(String words) throws IOException {
            return FileSystemCard.read(Path.of(words));
        }
    }
}
