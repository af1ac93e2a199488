package dev.puce.service.card.memory;

import dev.puce.iso7816.Bytes;
import java.io.IOException;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/// The memory that a card keeps without power: byte strings with names. It holds PINs and private keys in clear.
public final class CardMemory {
    /// Where the memory is stored.
    @FunctionalInterface
    public interface Storage {
        /// Stores everything.
        ///
        /// @throws IOException if that fails; the earlier content is still there
        void store(CardMemory memory) throws IOException;
    }

    private final SortedMap<String, Bytes> cells = new TreeMap<>();
    private final Storage storage;
    private boolean changed;

    /// An empty memory that ends with the process.
    public CardMemory() {
        this(_ -> {});
    }

    /// An empty memory that is stored somewhere.
    public CardMemory(Storage storage) {
        this.storage = storage;
    }

    /// Everything, sorted by name.
    public SortedMap<String, Bytes> cells() {
        return Collections.unmodifiableSortedMap(cells);
    }

    /// The byte string of that name.
    public Optional<Bytes> get(String name) {
        return Optional.ofNullable(cells.get(name));
    }

    /// The byte string of that name, empty if there is none.
    public Bytes getOrEmpty(String name) {
        return cells.getOrDefault(name, Bytes.EMPTY);
    }

    /// The number in a byte string of one byte, 0 if there is none.
    public int number(String name) {
        Bytes value = getOrEmpty(name);
        return value.isEmpty() ? 0 : value.get(0);
    }

    /// Writes a byte string.
    public void put(String name, Bytes value) {
        if (!value.equals(cells.put(name, value))) {
            changed = true;
        }
    }

    /// Writes a number, 0 to 255.
    public void put(String name, int number) {
        put(name, Bytes.of(number));
    }

    /// Removes a byte string; nothing happens without one.
    public void remove(String name) {
        if (cells.remove(name) != null) {
            changed = true;
        }
    }

    /// Removes every byte string whose name fits.
    public void removeIf(Predicate<String> unwanted) {
        if (cells.keySet().removeIf(unwanted)) {
            changed = true;
        }
    }

    /// Stores what has changed since the last time; does nothing if nothing has.
    ///
    /// @throws IOException if that fails; the next call tries again
    public void save() throws IOException {
        if (changed) {
            storage.store(this);
            changed = false;
        }
    }

    /// The number of byte strings: they hold secrets.
    @Override
    public String toString() {
        return "card memory with " + cells.size() + " values";
    }
}
