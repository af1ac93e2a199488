package dev.puce.backend.handle;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// A map from handles to values. A lookup, which every call makes, neither locks nor allocates
/// (`bench/transmit/run.sh`). A change copies the table, which has one row per open context or card.
///
/// Thread-safe.
public final class Handles<T> {
    private volatile Table table = new Table(new long[0], new Object[0]);

    /// Handles in ascending order, and their values at the same index. Immutable.
    private static final class Table {
        final long[] handles;
        final Object[] values;

        Table(long[] handles, Object[] values) {
            this.handles = handles;
            this.values = values;
        }
    }

    /// Returns the value of a handle; null if it is unknown.
    public T get(long handle) {
        Table now = table;
        int index = Arrays.binarySearch(now.handles, handle);
        return index < 0 ? null : valueAt(now, index);
    }

    /// Adds a handle.
    ///
    /// @return the previous value
    public synchronized Optional<T> put(long handle, T value) {
        Table now = table;
        int index = Arrays.binarySearch(now.handles, handle);
        if (index >= 0) {
            var values = now.values.clone();
            values[index] = value;
            table = new Table(now.handles, values);
            return Optional.of(valueAt(now, index));
        }
        int place = -index - 1;
        int length = now.handles.length;
        var handles = Arrays.copyOf(now.handles, length + 1);
        var values = Arrays.copyOf(now.values, length + 1);
        System.arraycopy(now.handles, place, handles, place + 1, length - place);
        System.arraycopy(now.values, place, values, place + 1, length - place);
        handles[place] = handle;
        values[place] = value;
        table = new Table(handles, values);
        return Optional.empty();
    }

    /// Removes a handle.
    ///
    /// @return the removed value
    public synchronized Optional<T> remove(long handle) {
        Table now = table;
        int index = Arrays.binarySearch(now.handles, handle);
        if (index < 0) {
            return Optional.empty();
        }
        removeAt(now, index);
        return Optional.of(valueAt(now, index));
    }

    /// Removes a handle if it has this value.
    public synchronized void remove(long handle, T value) {
        Table now = table;
        int index = Arrays.binarySearch(now.handles, handle);
        if (index >= 0 && now.values[index].equals(value)) {
            removeAt(now, index);
        }
    }

    /// Removes the handles whose values match.
    public synchronized void removeIf(Predicate<T> which) {
        for (int index = table.handles.length - 1; index >= 0; index--) {
            if (which.test(valueAt(table, index))) {
                removeAt(table, index);
            }
        }
    }

    /// Returns the current handles.
    public List<Long> all() {
        return Arrays.stream(table.handles).boxed().toList();
    }

    private void removeAt(Table now, int index) {
        int length = now.handles.length;
        var handles = Arrays.copyOf(now.handles, length - 1);
        var values = Arrays.copyOf(now.values, length - 1);
        System.arraycopy(now.handles, index + 1, handles, index, length - index - 1);
        System.arraycopy(now.values, index + 1, values, index, length - index - 1);
        table = new Table(handles, values);
    }

    @SuppressWarnings("unchecked") // the table contains only values of type T
    private T valueAt(Table in, int index) {
        return (T) in.values[index];
    }
}
