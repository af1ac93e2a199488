package dev.puce.service.card;

import dev.puce.service.card.filesystem.FileSystemCardKinds;
import java.io.IOException;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Every sort of card that there is, for commands that let people name one.
public final class CardKinds {
    private CardKinds() {}

    /// All kinds: those of this module first.
    public static List<CardKind> all() {
        var added = ServiceLoader.load(CardKind.class, CardKinds.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get);
        var ours = Stream.concat(Stream.<CardKind>of(new EchoCardKind()), FileSystemCardKinds.all().stream());
        return Stream.concat(ours, added).toList();
    }

    /// Makes a card as people ask for it.
    ///
    /// @param words a kind as its [usage][CardKind#usage] says
    /// @throws IOException if there is no such kind, or its card cannot be made; the message says what to do
    public static VirtualCard make(String words) throws IOException {
        for (CardKind kind : all()) {
            if (kind.accepts(words)) {
                return kind.make(words);
            }
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
