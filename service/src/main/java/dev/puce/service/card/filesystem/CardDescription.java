package dev.puce.service.card.filesystem;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.atr.Atr;
import dev.puce.iso7816.atr.TransmissionProtocol;
import dev.puce.service.card.apdu.ResponseChaining;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Description of a [FileSystemCard] in JSON. `docs/reference/cards.md` documents the format.
///
/// A description makes any number of cards, each with its own files.
public final class CardDescription {
    /// Names of the built-in cards.
    public static final List<String> BUILT_IN = List.of("demo", "minimal", "eid");

    static final Set<String> FIELDS =
            Set.of("$schema", "summary", "atr", "delivery", "select", "pins", "objects", "files");

    /// Maximum size of a description: more than twice the largest content in hex.
    private static final int MAX_BYTES = 32 << 20;

    private final Map<String, Object> document;
    private final Path folder;
    private final FileAccess access;

    private CardDescription(Map<String, Object> document, Path folder, FileAccess access) {
        this.document = document;
        this.folder = folder;
        this.access = access;
    }

    /// Reads and validates a description. It may name only files in its folder and below.
    ///
    /// @throws IOException if the file is unreadable, or the description is invalid; the message names the location
    public static CardDescription read(Path file) throws IOException {
        return read(file, FileAccess.BELOW_FOLDER);
    }

    /// Reads and validates a description: syntax, fields, values, references to PINs, and files named in `from`.
    ///
    /// @param access files that the description may name
    /// @throws IOException if the file is unreadable, or the description is invalid; the message names the location
    public static CardDescription read(Path file, FileAccess access) throws IOException {
        String json = new String(RegularFile.read(file, MAX_BYTES), StandardCharsets.UTF_8);
        try {
            return parse(json, file.toAbsolutePath().getParent(), access);
        } catch (IOException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /// Parses and validates a description. It may name only files in the folder and below.
    ///
    /// @param folder folder of the files that the description names
    /// @throws IOException if the description is invalid; the message names the location
    public static CardDescription parse(String json, Path folder) throws IOException {
        return parse(json, folder, FileAccess.BELOW_FOLDER);
    }

    private static CardDescription parse(String json, Path folder, FileAccess access) throws IOException {
        var description = new CardDescription(JsonTree.read(json), folder, access);
        description.build(); // validates the description
        return description;
    }

    /// Returns the description of a built-in card.
    ///
    /// @param name one of [#BUILT_IN]
    /// @throws IllegalArgumentException if no built-in card has this name
    public static CardDescription builtIn(String name) {
        if (!BUILT_IN.contains(name)) {
            throw new IllegalArgumentException("there is no built-in card \"" + name + "\"; the names are " + BUILT_IN);
        }
        try (var in = Objects.requireNonNull(CardDescription.class.getResourceAsStream(name + ".json"))) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), Path.of(""));
        } catch (IOException e) {
            throw new UncheckedIOException("the built-in description of card " + name + " is damaged", e);
        }
    }

    /// Returns a short text about the card.
    public Optional<String> summary() {
        return Optional.ofNullable((String) document.get("summary"));
    }

    /// Makes a new card.
    public FileSystemCard card() {
        try {
            return build();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a file has become unreadable since the validation
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
        var root = new FileDescriptions(new ContentFiles(folder, access)).root(fields);
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
