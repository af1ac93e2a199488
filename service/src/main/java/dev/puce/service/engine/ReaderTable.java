package dev.puce.service.engine;

import dev.puce.wire.ReaderEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The readers in their slots, as clients see them.
///
/// A reader keeps its slot; one that leaves makes a hole for the next. The size told to clients of protocol 4.6 never
/// shrinks, because their library takes a smaller number than before for an error.
public final class ReaderTable {
    private final List<EngineReader> slots = new ArrayList<>();
    private int size = ReaderEntry.USUAL_COUNT;
    private long version;

    ReaderTable() {}

    /// Number of entries in [#entries], a multiple of 16.
    public int size() {
        return size;
    }

    /// Another number whenever an entry is different.
    public long version() {
        return version;
    }

    /// All entries, unused ones included.
    public List<ReaderEntry> entries() {
        var entries = new ArrayList<ReaderEntry>(size);
        for (EngineReader reader : slots) {
            entries.add(reader == null ? ReaderEntry.UNUSED : reader.entry());
        }
        entries.addAll(Collections.nCopies(size - slots.size(), ReaderEntry.UNUSED));
        return entries;
    }

    public Optional<EngineReader> byName(String name) {
        return readers().filter(reader -> reader.name().equals(name)).findFirst();
    }

    Stream<EngineReader> readers() {
        return slots.stream().filter(reader -> reader != null);
    }

    /// The lowest number that no reader has in its name.
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
        int hole = slots.indexOf(null);
        if (hole >= 0) {
            slots.set(hole, reader);
        } else {
            slots.add(reader);
        }
        while (size < slots.size()) {
            size += ReaderEntry.USUAL_COUNT;
        }
        touch();
    }

    void remove(EngineReader reader) {
        slots.set(slots.indexOf(reader), null);
        touch();
    }

    void touch() {
        version++;
    }
}
