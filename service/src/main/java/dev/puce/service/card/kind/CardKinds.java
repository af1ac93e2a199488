package dev.puce.service.card.kind;

import dev.puce.service.AddOns;
import dev.puce.service.card.CardKind;
import dev.puce.service.card.EchoCard;
import dev.puce.service.card.VirtualCard;
import dev.puce.service.card.filesystem.CardDescription;
import dev.puce.service.card.filesystem.FileAccess;
import dev.puce.service.card.filesystem.FileSystemCardKinds;
import dev.puce.service.card.keycard.KeyCardKinds;
import dev.puce.service.card.keys.CardRandom;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// All kinds of cards, for commands whose users name one.
public final class CardKinds {
    private CardKinds() {}

    /// Returns all kinds, those of this module first.
    public static List<CardKind> all() {
        return kinds().toList();
    }

    // Lazy: add-ons are loaded only if no earlier kind accepts the name.
    private static Stream<CardKind> kinds() {
        return Stream.<Supplier<Stream<CardKind>>>of(
                        () -> Stream.of(new EchoCardKind()),
                        () -> KeyCardKinds.all().stream(),
                        () -> FileSystemCardKinds.all().stream(),
                        () -> ServiceLoader.load(CardKind.class, CardKinds.class.getClassLoader()).stream()
                                .map(ServiceLoader.Provider::get),
                        () -> AddOns.providers(CardKind.class))
                .flatMap(Supplier::get);
    }

    /// Makes a card from its name on a command line.
    ///
    /// @param words a name in the form of [CardKind#usage]
    /// @throws IOException if no kind accepts the name, or the card cannot be made; the message states the remedy
    public static VirtualCard make(String words) throws IOException {
        return make(words, CardRandom.fresh());
    }

    /// Makes a card from its name, with keys and other random values from a given source.
    ///
    /// @param words  a name in the form of [CardKind#usage]
    /// @param random [CardRandom#seeded] makes reproducible cards
    /// @throws IOException if no kind accepts the name, or the card cannot be made; the message states the remedy
    public static VirtualCard make(String words, SecureRandom random) throws IOException {
        var kind = kinds().filter(candidate -> candidate.accepts(words)).findFirst();
        if (kind.isPresent()) {
            return kind.get().make(words, random);
        }
        throw new IOException("there is no card \"" + words + "\". The cards are: "
                + all().stream()
                        .map(known -> known.usage().replaceFirst("\\[.*", ""))
                        .collect(Collectors.joining(", "))
                + ". `puce card list` describes them");
    }

    /// Makes a card from its name on a command line.
    ///
    /// @param words  a name in the form of [CardKind#usage]
    /// @param access files that a card description may name
    /// @throws IOException if no kind accepts the name, or the card cannot be made; the message states the remedy
    public static VirtualCard make(String words, FileAccess access) throws IOException {
        return make(words, CardRandom.fresh(), access);
    }

    /// Makes a card from its name, with keys and other random values from a given source.
    ///
    /// @param words  a name in the form of [CardKind#usage]
    /// @param random [CardRandom#seeded] makes reproducible cards
    /// @param access files that a card description may name
    /// @throws IOException if no kind accepts the name, or the card cannot be made; the message states the remedy
    public static VirtualCard make(String words, SecureRandom random, FileAccess access) throws IOException {
        return FileSystemCardKinds.isDescription(words)
                ? CardDescription.read(Path.of(words), access).card()
                : make(words, random);
    }

    private static final class EchoCardKind implements CardKind {
        @Override
        public String usage() {
            return "echo";
        }

        @Override
        public String summary() {
            return "echoes the data of every command";
        }

        @Override
        public boolean accepts(String words) {
            return words.equals(usage());
        }

        @Override
        public VirtualCard make(String words) {
            return new EchoCard();
        }
    }
}
