package dev.puce.junit;

import dev.puce.replay.RecordedCard;
import dev.puce.replay.RecordedCardFile;
import dev.puce.service.card.VirtualCard;
import dev.puce.service.card.filesystem.CardDescription;
import dev.puce.service.card.filesystem.FileSystemCardKinds;
import dev.puce.service.card.keycard.KeyCard;
import dev.puce.service.card.keys.CardRandom;
import dev.puce.service.card.keys.Personalization;
import dev.puce.service.card.kind.CardKinds;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/// Files of tests. They are searched on the class path, first beside the test class, then in the working
/// directory.
final class TestResource {
    private TestResource() {}

    /// Reads the cards of a recording.
    ///
    /// @throws IOException if the file is missing or unreadable; the message names the searched places
    static List<RecordedCard> recording(String name, Class<?> test) throws IOException {
        Optional<URL> resource = onClassPath(name, test);
        return resource.isPresent()
                ? RecordedCardFile.cards(resource.get().openStream(), name)
                : RecordedCardFile.cards(inWorkingDirectory(name, test));
    }

    /// Makes the card of an annotation: for its holder, or as its name says.
    ///
    /// @throws IOException if the card cannot be made; for a missing file the message names the searched places
    static VirtualCard card(WithReader wanted, Class<?> test) throws IOException {
        SecureRandom random = wanted.seed() == 0 ? CardRandom.fresh() : CardRandom.seeded(wanted.seed());
        if (wanted.holder().isEmpty()) {
            return card(wanted.card(), test, random);
        }
        return KeyCard.named(wanted.card())
                .orElseThrow(() -> new IOException(
                        "card \"" + wanted.card() + "\" has no holder. Cards with a holder: openpgp, piv, emrtd"))
                .card(new Personalization(Optional.of(wanted.holder()), Optional.empty()), random);
    }

    /// Makes a card from a description on the class path or in the working directory, or a card of another kind.
    ///
    /// @throws IOException if the card cannot be made; for a missing file the message names the searched places
    static VirtualCard card(String name, Class<?> test) throws IOException {
        return card(name, test, CardRandom.fresh());
    }

    private static VirtualCard card(String name, Class<?> test, SecureRandom random) throws IOException {
        if (!FileSystemCardKinds.isDescription(name)) {
            return CardKinds.make(name, random);
        }
        Optional<URL> resource = onClassPath(name, test);
        return (resource.isPresent()
                        ? description(name, resource.get())
                        : CardDescription.read(inWorkingDirectory(name, test)))
                .card();
    }

    private static CardDescription description(String name, URL resource) throws IOException {
        try (var in = resource.openStream()) {
            return resource.getProtocol().equals("file")
                    ? CardDescription.read(Path.of(resource.toURI()))
                    : CardDescription.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), Path.of(""));
        } catch (URISyntaxException e) {
            throw new IOException("cannot read the resource " + name + ": " + e.getMessage(), e);
        }
    }

    private static Optional<URL> onClassPath(String name, Class<?> test) {
        return Optional.ofNullable(test.getResource(name))
                .or(() -> Optional.ofNullable(test.getClassLoader().getResource(name)));
    }

    private static Path inWorkingDirectory(String name, Class<?> test) throws IOException {
        Path file = Path.of(name).toAbsolutePath();
        if (!Files.exists(file)) {
            String beside = test.getPackageName().replace('.', '/') + "/" + name;
            throw new NoSuchFileException("cannot find " + name + ": it is neither on the class path (as " + beside
                    + " or " + name + ") nor in the working directory (" + file + ")");
        }
        return file;
    }
}
