package dev.puce.service.engine;

import dev.puce.wire.ReaderEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The readers in their slots, as clients see them.
///
/// A reader keeps its slot; a removed reader leaves a free slot for the next one. The size that clients of
/// protocol 4.6 see never shrinks, because their library treats a smaller number as an error.
public final class ReaderTable {
    private final List<EngineReader> slots = new ArrayList<>();
    private int size = ReaderEntry.USUAL_COUNT;
    private long version;

    ReaderTable() {}

    /// Returns the number of entries in [#entries], a multiple of 16.
    public int size() {
        return size;
    }

    /// Returns a version number, which changes with every entry.
    public long version() {
        return version;
    }

    /// Returns all entries, including unused ones.
    public List<ReaderEntry> entries() {
        var entries = new ArrayList<ReaderEntry>(size);
        for (EngineReader reader : slots) {
            entries.add(reader == null ? ReaderEntry.UNUSED : reader.entry());
        }
        entries.addAll(Collections.nCopies(size - slots.size(), ReaderEntry.UNUSED));
        return entries;
    }

    /// Finds a reader by its full name.
    public Optional<EngineReader> byName(String name) {
        return readers().filter(reader -> reader.name().equals(name)).findFirst();
    }

    Stream<EngineReader> readers() {
        return slots.stream().filter(reader -> reader != null);
    }

    /// Returns the lowest number that no reader has in its name.
    int freeIndex() {
        int index = 0;
        while (isTaken(index)) {
            index++;
        }
        return index;
    }

    private boolean isTaken(int index) {
        return readers().anyMatch(reader -> reader.index() == index);
    }

    void add(EngineReader reader) {
        int free = slots.indexOf(null);
        if (free >= 0) {
            slots.set(free, reader);
        } else {
            slots.add(reader);
        }
        while (size < slots.size()) {
            size += ReaderEntry.USUAL_COUNT;
        }
        stateChanged();
    }

    void remove(EngineReader reader) {
        slots.set(slots.indexOf(reader), null);
        stateChanged();
    }

    void stateChanged() {
        version++;
    }
}
