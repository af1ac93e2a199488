package dev.puce.service.card.filesystem;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.atr.Atr;
import dev.puce.iso7816.atr.TransmissionProtocol;
import dev.puce.service.card.apdu.ResponseChaining;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Description of a [FileSystemCard] in JSON. The format is documented in `docs/reference/cards.md`.
///
/// A description makes any number of cards, each with files of its own.
public final class CardDescription {
    /// Names of the cards that come with puce.
    public static final List<String> BUILT_IN = List.of("demo", "minimal", "eid");

    static final Set<String> FIELDS =
            Set.of("$schema", "summary", "atr", "delivery", "select", "pins", "objects", "files");

    private final Map<String, Object> document;
    private final Path folder;

    private CardDescription(Map<String, Object> document, Path folder) {
        this.document = document;
        this.folder = folder;
    }

    /// Reads a description from a file.
    ///
    /// @throws IOException if it cannot be read, or describes no card; the message says where
    public static CardDescription read(Path file) throws IOException {
        String json = Files.readString(file);
        try {
            return parse(json, file.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /// Reads a description.
    ///
    /// @param folder where the files are that the description names
    /// @throws IOException if it describes no card; the message says where
    public static CardDescription parse(String json, Path folder) throws IOException {
        var description = new CardDescription(JsonTree.read(json), folder);
        description.build(); // finds what is wrong with it
        return description;
    }

    /// One of the cards that come with puce.
    ///
    /// @param name one of [#BUILT_IN]
    /// @throws IllegalArgumentException if there is no such card
    public static CardDescription builtIn(String name) {
        if (!BUILT_IN.contains(name)) {
            throw new IllegalArgumentException("there is no card \"" + name + "\", but " + BUILT_IN);
        }
        try (var in = Objects.requireNonNull(CardDescription.class.getResourceAsStream(name + ".json"))) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), Path.of(""));
        } catch (IOException e) {
            throw new UncheckedIOException("the description of the card " + name + " is damaged", e);
        }
    }

    /// What the card is, in a few words.
    public Optional<String> summary() {
        return Optional.ofNullable((String) document.get("summary"));
    }

    /// Makes a new card.
    public FileSystemCard card() {
        try {
            return build();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a file that it names has gone since
        }
    }

    private FileSystemCard build() throws IOException {
        var fields = new DescriptionFields("", document);
        fields.requireKnown(FIELDS);
        fields.text("summary");
        Bytes atr = fields.hex("atr").orElseThrow(() -> fields.wrong("atr", "missing"));
        if (atr.isEmpty() || atr.length() > Atr.MAX_LENGTH) {
            throw fields.wrong("atr", "must have 1 to 33 bytes");
        }
        var root = new FileDescriptions(folder).root(fields);
        return new FileSystemCard(atr, delivery(fields, atr), root, new SecureRandom());
    }

    private static ResponseChaining.Mode delivery(DescriptionFields fields, Bytes atr) throws IOException {
        return switch (fields.text("delivery").orElse("")) {
            case "" -> {
                boolean offersT1 = Atr.parse(atr).protocols().contains(TransmissionProtocol.T1);
                yield offersT1 ? ResponseChaining.Mode.DIRECT : ResponseChaining.Mode.GET_RESPONSE;
            }
            case "direct" -> ResponseChaining.Mode.DIRECT;
            case "get-response" -> ResponseChaining.Mode.GET_RESPONSE;
            default -> throw fields.wrong("delivery", "must be direct or get-response");
        };
    }
}
