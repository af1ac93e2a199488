package dev.puce.trace.pcscspy;

import dev.puce.pcsc.Caller;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Gives each of the latest connections a column of its own, in which pcsc-spy's layout shows threads. Each further
/// one takes the column of the one that was silent longest: a machine has more connections in a day than a screen has
/// columns, and every column takes memory.
final class ThreadColumns {
    static final int MOST = 32;

    private final Map<Who, Integer> columns = new LinkedHashMap<>(16, 0.75f, true);

    private Caller latest;
    private int latestColumn;

    private record Who(int connection, Optional<String> thread) {}

    /// The column of a caller, from 0.
    int column(Caller caller) {
        if (!caller.equals(latest)) {
            latest = caller;
            latestColumn = column(new Who(caller.connection(), caller.thread()));
        }
        return latestColumn;
    }

    private int column(Who who) {
        var known = columns.get(who);
        if (known != null) {
            return known;
        }
        int column = columns.size();
        if (column >= MOST) {
            var silent = columns.entrySet().iterator();
            column = silent.next().getValue();
            silent.remove();
        }
        columns.put(who, column);
        return column;
    }
}
