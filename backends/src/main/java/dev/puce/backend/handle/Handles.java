package dev.puce.backend.handle;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Handles and what they stand for. Looking one up, which every call does, neither locks nor allocates;
/// changes copy the table, which is as short as a program has contexts and cards.
///
/// Thread-safe.
public final class Handles<T> {
    private volatile Table table = new Table(new long[0], new Object[0]);

    /// Handles in ascending order, and at the same index what they stand for. Never changed.
    private static final class Table {
        final long[] handles;
        final Object[] values;

        Table(long[] handles, Object[] values) {
            this.handles = handles;
            this.values = values;
        }
    }

    /// What a handle stands for; null if it is not known.
    public T get(long handle) {
        Table now = table;
        int index = Arrays.binarySearch(now.handles, handle);
        return index < 0 ? null : valueAt(now, index);
    }

    /// Adds a handle.
    ///
    /// @return what it stood for until now
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

    /// Forgets a handle.
    ///
    /// @return what it stood for
    public synchronized Optional<T> remove(long handle) {
        Table now = table;
        int index = Arrays.binarySearch(now.handles, handle);
        if (index < 0) {
            return Optional.empty();
        }
        removeAt(now, index);
        return Optional.of(valueAt(now, index));
    }

    /// Forgets a handle if it stands for this value.
    public synchronized void remove(long handle, T value) {
        Table now = table;
        int index = Arrays.binarySearch(now.handles, handle);
        if (index >= 0 && now.values[index].equals(value)) {
            removeAt(now, index);
        }
    }

    /// Forgets the handles whose values fit.
    public synchronized void removeIf(Predicate<T> which) {
        for (int index = table.handles.length - 1; index >= 0; index--) {
            if (which.test(valueAt(table, index))) {
                removeAt(table, index);
            }
        }
    }

    /// The handles at this moment.
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

    @SuppressWarnings("unchecked") // only values of T are put in
    private T valueAt(Table in, int index) {
        return (T) in.values[index];
    }
}
