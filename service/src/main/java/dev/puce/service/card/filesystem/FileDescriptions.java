package dev.puce.service.card.filesystem;

import dev.puce.iso7816.BerTlv;
import dev.puce.iso7816.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Makes files, data objects and PINs from their descriptions in JSON.
final class FileDescriptions {
    static final Set<String> FOLDER = Set.of("comment", "id", "aid", "select", "pins", "objects", "files");
    static final Set<String> TRANSPARENT =
            Set.of("comment", "id", "sfi", "size", "hex", "text", "from", "read", "update");
    static final Set<String> RECORDS = Set.of("comment", "id", "sfi", "structure", "records", "read", "update");
    static final Set<String> OBJECT = Set.of("comment", "tag", "wrap", "hex", "text", "from", "read", "update");
    static final Set<String> PIN = Set.of("comment", "reference", "value", "hex", "tries", "length", "unblockedBy");

    private final ContentFiles contentFiles;

    FileDescriptions(ContentFiles contentFiles) {
        this.contentFiles = contentFiles;
    }

    /// Makes the MF, whose description is that of the card.
    DedicatedFile root(DescriptionFields card) throws IOException {
        return contents(card, OptionalInt.of(DedicatedFile.MF), Optional.empty(), Set.of());
    }

    /// @param pins references of the PINs that are visible in the file's DF
    private CardFile file(DescriptionFields file, Set<Integer> pins) throws IOException {
        if (file.has("aid") || file.has("files") || file.has("objects") || file.has("pins")) {
            file.requireKnown(FOLDER);
            return contents(file, file.hexNumber("id", 2), file.hex("aid"), pins);
        }
        var header = new ElementaryFile.Header(
                file.hexNumber("id", 2),
                file.number("sfi", 1, 30),
                access(file, "read", new Access.Always(), pins),
                access(file, "update", new Access.Never(), pins));
        if (file.has("records")) {
            file.requireKnown(RECORDS);
            return new RecordFile(header, structure(file), records(file));
        }
        file.requireKnown(TRANSPARENT);
        Bytes content = content(file);
        int size = file.number("size", content.length(), ContentFiles.MAX_BYTES).orElse(content.length());
        return new TransparentFile(header, content, size);
    }

    private DedicatedFile contents(
            DescriptionFields described, OptionalInt identifier, Optional<Bytes> name, Set<Integer> pinsAbove)
            throws IOException {
        if (identifier.isEmpty() && name.isEmpty()) {
            throw described.wrong("id", "missing; a DF has an id or an aid");
        }
        if (name.isPresent() && (name.get().isEmpty() || name.get().length() > 16)) {
            throw described.wrong("aid", "must have 1 to 16 bytes");
        }
        Map<Integer, Pin> pins = pins(described, pinsAbove);
        Set<Integer> visible = new TreeSet<>(pinsAbove);
        visible.addAll(pins.keySet());
        List<CardFile> files = new ArrayList<>();
        for (DescriptionFields file : described.objects("files")) {
            files.add(file(file, visible));
        }
        return new DedicatedFile(identifier, name, described.hex("select"), pins, objects(described, visible), files);
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
        if (records.size() > RecordFile.MAX_RECORDS || records.stream().anyMatch(record -> record.length() > 65535)) {
            throw file.wrong("records", "must be at most 254 records of at most 65535 bytes");
        }
        return records;
    }

    private Map<Bytes, DataObject> objects(DescriptionFields described, Set<Integer> pins) throws IOException {
        var objects = new HashMap<Bytes, DataObject>();
        for (DescriptionFields object : described.objects("objects")) {
            object.requireKnown(OBJECT);
            Bytes tag = object.hex("tag").orElseThrow(() -> object.wrong("tag", "missing"));
            Bytes content = content(object);
            // PIV and others wrap the response of GET DATA in an object with another tag.
            var wrap = object.text("wrap");
            if (wrap.isPresent()) {
                content = wrapped(object, wrap.get(), content);
            }
            objects.put(
                    tag,
                    new DataObject(
                            content,
                            access(object, "read", new Access.Always(), pins),
                            access(object, "update", new Access.Never(), pins)));
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

    private static Map<Integer, Pin> pins(DescriptionFields described, Set<Integer> pinsAbove) throws IOException {
        var pins = new HashMap<Integer, Pin>();
        List<DescriptionFields> descriptions = described.objects("pins");
        for (DescriptionFields pin : descriptions) {
            pin.requireKnown(PIN);
            int reference = pin.hexNumber("reference", 1).orElseThrow(() -> pin.wrong("reference", "missing"));
            Bytes text = Bytes.ofText(pin.text("value").orElse(""), StandardCharsets.UTF_8);
            Bytes value = pin.hex("hex").orElse(text);
            int length = pin.number("length", 0, 255).orElse(0);
            if (value.isEmpty() || (length > 0 && value.length() > length)) {
                throw pin.wrong("value", "must have at least one byte, and not more than the field length");
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
        Set<Integer> visible = new TreeSet<>(pinsAbove);
        visible.addAll(pins.keySet());
        for (DescriptionFields pin : descriptions) {
            OptionalInt unblocker = pin.hexNumber("unblockedBy", 1);
            if (unblocker.isPresent() && !visible.contains(unblocker.getAsInt())) {
                throw missingPin(pin, "unblockedBy", unblocker.getAsInt(), visible);
            }
        }
        return pins;
    }

    /// Reads the content: hex, text, or a file beside the description.
    private Bytes content(DescriptionFields described) throws IOException {
        var file = described.text("from");
        if (file.isPresent()) {
            try {
                return contentFiles.read(file.get());
            } catch (IOException | InvalidPathException e) {
                throw new IOException(described.wrong("from", e.getMessage()).getMessage(), e);
            }
        }
        var text = described.text("text");
        return text.isPresent()
                ? Bytes.ofText(text.get(), StandardCharsets.UTF_8)
                : described.hex("hex").orElse(Bytes.EMPTY);
    }

    private static Access access(DescriptionFields described, String name, Access defaultAccess, Set<Integer> pins)
            throws IOException {
        String rule = described.text(name).orElse("");
        return switch (rule) {
            case "" -> defaultAccess;
            case "always" -> new Access.Always();
            case "never" -> new Access.Never();
            default -> {
                int reference = pinReference(rule)
                        .orElseThrow(() -> described.wrong(
                                name, "must be always, never, or pin and its reference as in \"pin 81\""));
                if (!pins.contains(reference)) {
                    throw missingPin(described, name, reference, pins);
                }
                yield new Access.AfterPin(reference);
            }
        };
    }

    private static OptionalInt pinReference(String rule) {
        try {
            Bytes reference = rule.startsWith("pin ") ? Bytes.hex(rule.substring(4)) : Bytes.EMPTY;
            return reference.length() == 1 ? OptionalInt.of(reference.get(0)) : OptionalInt.empty();
        } catch (IllegalArgumentException _) {
            return OptionalInt.empty();
        }
    }

    private static IOException missingPin(DescriptionFields described, String name, int reference, Set<Integer> pins) {
        String known = pins.stream().map("%02X"::formatted).collect(Collectors.joining(", "));
        return described.wrong(
                name,
                "there is no PIN %02X in this DF or above; %s"
                        .formatted(reference, pins.isEmpty() ? "no PIN is defined there" : "the PINs are " + known));
    }
}
