package dev.puce.service.card.filesystem;

import dev.puce.service.card.CardKind;
import dev.puce.service.card.VirtualCard;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// The kinds of file-system cards that people can ask for: those that come with puce, by name, and descriptions
/// of their own, by file name.
public final class FileSystemCardKinds {
    private FileSystemCardKinds() {}

    /// All of them.
    public static List<CardKind> all() {
        var builtIn = CardDescription.BUILT_IN.stream().map(BuiltIn::new);
        return Stream.<CardKind>concat(builtIn, Stream.of(new FromFile())).toList();
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
            return "files, data objects and PINs that FILE describes";
        }

        @Override
        public boolean accepts(String words) {
            return words.toLowerCase(Locale.ROOT).endsWith(".json") && !words.matches("[a-z]{2,}:.*");
        }

        @Override
        public VirtualCard make(String words) throws IOException {
            return FileSystemCard.read(Path.of(words));
        }
    }
}
