package dev.puce.service.card.filesystem;

import dev.puce.iso7816.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// A folder: the MF, a DF or an application. PINs and data objects of a DF are seen in it and in the DFs below.
final class DedicatedFile implements CardFile {
    static final int MF = 0x3F00;

    private final OptionalInt identifier;
    private final Optional<Bytes> name;
    private final Optional<Bytes> selectResponse;
    private final Map<Integer, Pin> pins;
    private final Map<Bytes, DataObject> objects;
    private final List<CardFile> children;
    private DedicatedFile parent;

    /// @param name           DF name (AID)
    /// @param selectResponse what SELECT returns in place of what follows from the file
    /// @param pins           by reference
    /// @param objects        by tag
    DedicatedFile(
            OptionalInt identifier,
            Optional<Bytes> name,
            Optional<Bytes> selectResponse,
            Map<Integer, Pin> pins,
            Map<Bytes, DataObject> objects,
            List<CardFile> children) {
        this.identifier = identifier;
        this.name = name;
        this.selectResponse = selectResponse;
        this.pins = Map.copyOf(pins);
        this.objects = Map.copyOf(objects);
        this.children = new ArrayList<>(children);
        children.forEach(child -> {
            if (child instanceof DedicatedFile folder) {
                folder.parent = this;
            }
        });
    }

    @Override
    public OptionalInt identifier() {
        return identifier;
    }

    Optional<Bytes> name() {
        return name;
    }

    Optional<Bytes> selectResponse() {
        return selectResponse;
    }

    /// The DF above; empty for the MF.
    Optional<DedicatedFile> parent() {
        return Optional.ofNullable(parent);
    }

    Optional<CardFile> child(Predicate<CardFile> wanted) {
        return children.stream().filter(wanted).findFirst();
    }

    Optional<ElementaryFile> shortFile(int shortIdentifier) {
        return children.stream()
                .filter(ElementaryFile.class::isInstance)
                .map(ElementaryFile.class::cast)
                .filter(file -> file.header().shortIdentifier().orElse(-1) == shortIdentifier)
                .findFirst();
    }

    /// A PIN of this DF or, if it has none of that reference, of the nearest one above.
    Optional<Pin> pin(int reference) {
        return lineage()
                .map(folder -> folder.pins.get(reference))
                .filter(pin -> pin != null)
                .findFirst();
    }

    /// A data object of this DF or, if it has none of that tag, of the nearest one above.
    Optional<DataObject> object(Bytes tag) {
        return lineage()
                .map(folder -> folder.objects.get(tag))
                .filter(object -> object != null)
                .findFirst();
    }

    /// Whether the PIN can be seen from here.
    boolean sees(Pin pin) {
        return lineage().anyMatch(folder -> folder.pins.containsValue(pin));
    }

    /// This DF and all below it, each before its children.
    Stream<DedicatedFile> tree() {
        return Stream.concat(
                Stream.of(this),
                children.stream()
                        .filter(DedicatedFile.class::isInstance)
                        .map(DedicatedFile.class::cast)
                        .flatMap(DedicatedFile::tree));
    }

    private Stream<DedicatedFile> lineage() {
        return Stream.iterate(this, folder -> folder != null, folder -> folder.parent);
    }
}
