package dev.puce.service.card.keycard;

import dev.puce.service.card.CardKind;
import dev.puce.service.card.VirtualCard;
import dev.puce.service.card.keys.CardRandom;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;

/// The [cards with keys][KeyCard] as kinds that people can ask for: `openpgp`, `openpgp:FILE.json`.
public final class KeyCardKinds {
    private KeyCardKinds() {}

    /// All of them.
    public static List<CardKind> all() {
        return Arrays.stream(KeyCard.values()).<CardKind>map(Kind::new).toList();
    }

    private record Kind(KeyCard card) implements CardKind {
        @Override
        public String usage() {
            return card + "[:FILE.json]";
        }

        @Override
        public String summary() {
            return card.summary();
        }

        @Override
        public boolean accepts(String words) {
            return words.equals(card.toString()) || words.startsWith(card + ":");
        }

        @Override
        public VirtualCard make(String words) throws IOException {
            return make(words, CardRandom.fresh());
        }

        @Override
        public VirtualCard make(String words, SecureRandom random) throws IOException {
            String name = card.toString();
            return words.equals(name)
                    ? card.card(random)
                    : card.card(Path.of(words.substring(name.length() + 1)), random);
        }
    }
}
