package dev.puce.service.card.memory;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.Printable;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// A card's memory in a JSON file: `{"card": "openpgp", "version": 1, "memory": {"NAME": "HEX", ...}}`.
///
/// Each write replaces the whole file in one step, so that a crash leaves the old content or the new one. On POSIX
/// systems only the owner can read it. A file is one card: if another card has written it since, this one stores
/// nothing.
public final class MemoryFile implements CardMemory.Storage {
    private static final int VERSION = 1;
    private static final JsonFactory JSON = new JsonFactory();
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path path;
    private final String kind;

    /// Text that this card has read or written last, null before.
    private String known;

    /// @param path where it is
    /// @param kind which kind of card it belongs to: `openpgp`
    public MemoryFile(Path path, String kind) {
        this.path = path;
        this.kind = kind;
    }

    /// Reads the file. The memory that it returns is stored there again when it changes.
    ///
    /// @throws IOException if the file cannot be read, or is not one of such a card; the message says where
    public CardMemory read() throws IOException {
        var memory = new CardMemory(this);
        known = Files.readString(path);
        try (var parser = JSON.createParser(ObjectReadContext.empty(), known)) {
            expect(parser.nextToken() == JsonToken.START_OBJECT, parser, "a JSON object");
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "card" -> expect(kind.equals(parser.getString()), parser, "a card of kind \"" + kind + "\"");
                    case "version" ->
                        expect(
                                parser.currentToken() == JsonToken.VALUE_NUMBER_INT && parser.getIntValue() == VERSION,
                                parser,
                                "version " + VERSION);
                    case "memory" -> readCells(parser, memory);
                    default -> parser.skipChildren();
                }
            }
        } catch (JacksonException e) {
            throw new IOException(path + " is not the memory of a card: " + e.getOriginalMessage(), e);
        }
        expect(!memory.cells().isEmpty(), null, "a memory that is not empty");
        memory.save();
        return memory;
    }

    private void readCells(JsonParser parser, CardMemory memory) throws IOException {
        expect(parser.currentToken() == JsonToken.START_OBJECT, parser, "an object \"memory\"");
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            try {
                memory.put(name, Bytes.hex(parser.getString()));
            } catch (IllegalArgumentException e) {
                throw new IOException(path + ": value of \"" + name + "\": " + e.getMessage(), e);
            }
        }
    }

    private void expect(boolean holds, JsonParser parser, String expected) throws IOException {
        if (!holds) {
            String where =
                    parser == null ? "" : ", line " + parser.currentLocation().getLineNr();
            throw new IOException(
                    path + where + ": expected " + expected + ". puce card new " + kind + " -o FILE makes a new one");
        }
    }

    /// Replaces the file.
    ///
    /// @throws IOException if it cannot be written, or another card has written it; the old file is still there
    @Override
    public void store(CardMemory memory) throws IOException {
        Path target = path.toAbsolutePath();
        Path folder = target.getParent();
        boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] attributes = posix ? new FileAttribute<?>[] {OWNER_ONLY} : new FileAttribute<?>[0];
        try {
            if (Files.exists(target) && !Files.isRegularFile(target)) {
                throw new IOException("it is not a regular file. Name another file"); // it would be replaced
            }
            if (known != null
                    && Files.exists(target)
                    && !Files.readString(target).equals(known)) {
                throw new IOException("another program has changed the file. Insert the card again to use its content");
            }
            String text = json(memory);
            Path draft = Files.createTempFile(folder, "." + target.getFileName(), null, attributes);
            try {
                Files.writeString(draft, text);
                Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                known = text;
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            throw new IOException("cannot store the card's memory in " + path + ": " + reason(e), e);
        }
    }

    private static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "the folder does not exist";
            case AccessDeniedException _ -> "permission denied";
            default -> e.getMessage();
        };
    }

    private String json(CardMemory memory) {
        var text = new StringWriter();
        try (var json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("warning", "Private keys and PINs in the clear: this card protects nothing.");
            json.writeStringProperty("card", kind);
            json.writeNumberProperty("version", VERSION);
            json.writeObjectPropertyStart("memory");
            memory.cells().forEach((name, value) -> json.writeStringProperty(name, value.toHex()));
            json.writeEndObject();
            json.writeEndObject();
        }
        return Printable.json(text.toString()).replace("\",\"", "\",\n\"").replace("{\"", "{\n\"") + "\n";
    }
}
