package dev.puce.service.card;

import dev.puce.service.card.filesystem.FileSystemCardKinds;
import dev.puce.service.card.keycard.KeyCardKinds;
import dev.puce.service.card.keys.CardRandom;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Every sort of card that there is, for commands that let people name one.
public final class CardKinds {
    private CardKinds() {}

    /// All kinds: those of this module first.
    public static List<CardKind> all() {
        return kinds().toList();
    }

    // Lazy: add-ons are looked for only when nobody before them knows the words.
    private static Stream<CardKind> kinds() {
        return Stream.<Supplier<Stream<CardKind>>>of(
                        () -> Stream.of(new EchoCardKind()),
                        () -> KeyCardKinds.all().stream(),
                        () -> FileSystemCardKinds.all().stream(),
                        () -> ServiceLoader.load(CardKind.class, CardKinds.class.getClassLoader()).stream()
                                .map(ServiceLoader.Provider::get),
                        AddOns::kinds)
                .flatMap(Supplier::get);
    }

    /// Makes a card as people ask for it.
    ///
    /// @param words a kind as its [usage][CardKind#usage] says
    /// @throws IOException if there is no such kind, or its card cannot be made; the message says what to do
    public static VirtualCard make(String words) throws IOException {
        return make(words, CardRandom.fresh());
    }

    /// Makes a card as people ask for it, with keys and other random values from a given source.
    ///
    /// @param words  a kind as its [usage][CardKind#usage] says
    /// @param random [CardRandom#seeded] makes reproducible cards
    /// @throws IOException if there is no such kind, or its card cannot be made; the message says what to do
    public static VirtualCard make(String words, SecureRandom random) throws IOException {
        var kind = kinds().filter(candidate -> candidate.accepts(words)).findFirst();
        if (kind.isPresent()) {
            return kind.get().make(words, random);
        }
        throw new IOException("there is no card \"" + words + "\". There are: "
                + all().stream().map(CardKind::usage).collect(Collectors.joining(", ")));
    }

    private static final class EchoCardKind implements CardKind {
        @Override
        public String usage() {
            return "echo";
        }

        @Override
        public String summary() {
            return "sends back the data of every command";
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
