package dev.puce.service.card.filesystem;

import dev.puce.iso7816.BerTlv;
import dev.puce.iso7816.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// Makes files, data objects and PINs of their descriptions in JSON.
final class FileDescriptions {
    static final Set<String> FOLDER = Set.of("comment", "id", "aid", "select", "pins", "objects", "files");
    static final Set<String> TRANSPARENT =
            Set.of("comment", "id", "sfi", "size", "hex", "text", "from", "read", "update");
    static final Set<String> RECORDS = Set.of("comment", "id", "sfi", "structure", "records", "read", "update");
    static final Set<String> OBJECT = Set.of("comment", "tag", "wrap", "hex", "text", "from", "read", "update");
    static final Set<String> PIN = Set.of("comment", "reference", "value", "hex", "tries", "length", "unblockedBy");

    private final Path folder;

    /// @param folder where the files are that descriptions name
    FileDescriptions(Path folder) {
        this.folder = folder;
    }

    /// The MF, whose description is that of the card.
    DedicatedFile root(DescriptionFields card) throws IOException {
        return contents(card, OptionalInt.of(DedicatedFile.MF), Optional.empty());
    }

    private CardFile file(DescriptionFields file) throws IOException {
        if (file.has("aid") || file.has("files") || file.has("objects") || file.has("pins")) {
            file.requireKnown(FOLDER);
            return contents(file, file.hexNumber("id", 2), file.hex("aid"));
        }
        var header = new ElementaryFile.Header(
                file.hexNumber("id", 2),
                file.number("sfi", 1, 30),
                access(file, "read", new Access.Always()),
                access(file, "update", new Access.Never()));
        if (file.has("records")) {
            file.requireKnown(RECORDS);
            return new RecordFile(header, structure(file), records(file));
        }
        file.requireKnown(TRANSPARENT);
        Bytes content = content(file);
        int size = file.number("size", content.length(), 0x7FFFFF).orElse(content.length());
        return new TransparentFile(header, content, size);
    }

    private DedicatedFile contents(DescriptionFields described, OptionalInt identifier, Optional<Bytes> name)
            throws IOException {
        if (identifier.isEmpty() && name.isEmpty()) {
            throw described.wrong("id", "missing; a DF has an id or an aid");
        }
        if (name.isPresent() && (name.get().isEmpty() || name.get().length() > 16)) {
            throw described.wrong("aid", "must have 1 to 16 bytes");
        }
        List<CardFile> files = new ArrayList<>();
        for (DescriptionFields file : described.objects("files")) {
            files.add(file(file));
        }
        return new DedicatedFile(identifier, name, described.hex("select"), pins(described), objects(described), files);
    }

    private static RecordFile.Structure structure(DescriptionFields file) throws IOException {
        return switch (file.text("structure").orElse("linear")) {
            case "linear" -> RecordFile.Structure.LINEAR;
            case "cyclic" -> RecordFile.Structure.CYCLIC;
            default -> throw file.wrong("structure", "must be linear or cyclic");
        };
    }

    private static List<Bytes> records(DescriptionFields file) throws IOException {
        var records = file.hexList("records");
        if (records.size() > RecordFile.MOST_RECORDS || records.stream().anyMatch(record -> record.length() > 65535)) {
            throw file.wrong("records", "must be at most 254 of at most 65535 bytes");
        }
        return records;
    }

    private Map<Bytes, DataObject> objects(DescriptionFields described) throws IOException {
        var objects = new HashMap<Bytes, DataObject>();
        for (DescriptionFields object : described.objects("objects")) {
            object.requireKnown(OBJECT);
            Bytes tag = object.hex("tag").orElseThrow(() -> object.wrong("tag", "missing"));
            Bytes content = content(object);
            // PIV and others put an object of another tag around what GET DATA returns.
            var wrap = object.text("wrap");
            if (wrap.isPresent()) {
                content = wrapped(object, wrap.get(), content);
            }
            objects.put(
                    tag,
                    new DataObject(
                            content,
                            access(object, "read", new Access.Always()),
                            access(object, "update", new Access.Never())));
        }
        return objects;
    }

    private static Bytes wrapped(DescriptionFields object, String tag, Bytes content) throws IOException {
        try {
            return BerTlv.of(tag, content).encode();
        } catch (IllegalArgumentException e) {
            throw new IOException(object.wrong("wrap", e.getMessage()).getMessage(), e);
        }
    }

    private static Map<Integer, Pin> pins(DescriptionFields described) throws IOException {
        var pins = new HashMap<Integer, Pin>();
        for (DescriptionFields pin : described.objects("pins")) {
            pin.requireKnown(PIN);
            int reference = pin.hexNumber("reference", 1).orElseThrow(() -> pin.wrong("reference", "missing"));
            Bytes text = Bytes.ofText(pin.text("value").orElse(""), StandardCharsets.UTF_8);
            Bytes value = pin.hex("hex").orElse(text);
            int length = pin.number("length", 0, 255).orElse(0);
            if (value.isEmpty() || (length > 0 && value.length() > length)) {
                throw pin.wrong("value", "must have at least one byte, and at most as many as length says");
            }
            pins.put(
                    reference,
                    new Pin(
                            reference,
                            value,
                            pin.number("tries", 1, 15).orElse(3),
                            length,
                            pin.hexNumber("unblockedBy", 1)));
        }
        for (Pin pin : pins.values()) {
            if (pin.unblockedBy().isPresent()
                    && !pins.containsKey(pin.unblockedBy().getAsInt())) {
                throw described.wrong("pins", "unblockedBy names a PIN that is not there");
            }
        }
        return pins;
    }

    // In hex, as text, or from a file beside the description.
    private Bytes content(DescriptionFields described) throws IOException {
        if (described.has("from")) {
            Path file = folder.resolve(described.text("from").orElseThrow());
            try {
                return Bytes.of(Files.readAllBytes(file));
            } catch (IOException e) {
                throw new IOException(
                        described
                                .wrong("from", "cannot read " + file + ": " + e.getMessage())
                                .getMessage(),
                        e);
            }
        }
        var text = described.text("text");
        return text.isPresent()
                ? Bytes.ofText(text.get(), StandardCharsets.UTF_8)
                : described.hex("hex").orElse(Bytes.EMPTY);
    }

    private static Access access(DescriptionFields described, String name, Access otherwise) throws IOException {
        String rule = described.text(name).orElse("");
        return switch (rule) {
            case "" -> otherwise;
            case "always" -> new Access.Always();
            case "never" -> new Access.Never();
            default -> {
                try {
                    if (rule.startsWith("pin ")) {
                        Bytes reference = Bytes.hex(rule.substring(4));
                        if (reference.length() == 1) {
                            yield new Access.AfterPin(reference.get(0));
                        }
                    }
                } catch (IllegalArgumentException _) {
                    // told below, like everything else that is not understood
                }
                throw described.wrong(name, "must be always, never, or pin and its reference as in \"pin 81\"");
            }
        };
    }
}
