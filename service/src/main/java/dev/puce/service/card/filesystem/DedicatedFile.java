package dev.puce.service.card.filesystem;

import dev.puce.iso7816.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The MF, a DF or an application. PINs and data objects of a DF are visible in it and in the DFs below.
final class DedicatedFile implements CardFile {
    static final int MF = 0x3F00;

    private final OptionalInt identifier;
    private final Optional<Bytes> name;
    private final Optional<Bytes> selectResponse;
    private final Map<Integer, Pin> pins;
    private final Map<Bytes, DataObject> objects;
    private final List<CardFile> children;
    private DedicatedFile parent;

    /// Makes a DF.
    ///
    /// @param name           DF name (AID)
    /// @param selectResponse response of SELECT; empty: computed from the file
    /// @param pins           PINs by reference
    /// @param objects        data objects by tag
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

    /// Returns the DF above; empty for the MF.
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

    /// Returns the PIN of this DF or, without one, of the nearest DF above.
    Optional<Pin> pin(int reference) {
        return lineage()
                .map(folder -> folder.pins.get(reference))
                .filter(pin -> pin != null)
                .findFirst();
    }

    /// Returns the data object of this DF or, without one, of the nearest DF above.
    Optional<DataObject> object(Bytes tag) {
        return lineage()
                .map(folder -> folder.objects.get(tag))
                .filter(object -> object != null)
                .findFirst();
    }

    /// Returns whether the PIN is visible here.
    boolean sees(Pin pin) {
        return lineage().anyMatch(folder -> folder.pins.containsValue(pin));
    }

    /// Returns this DF and all DFs below it, parents first.
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
