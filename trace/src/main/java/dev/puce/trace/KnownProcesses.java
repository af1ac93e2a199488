package dev.puce.trace;

import dev.puce.pcsc.Caller;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Remembers the latest processes that a recording describes. A machine that is watched for days starts very many
/// processes, and reuses their numbers.
public final class KnownProcesses {
    private static final int MOST = 1024;

    private final Map<Integer, Known> latest = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Known> eldest) {
            return size() > MOST;
        }
    };

    /// The properties that distinguish a process from a later one with the same number.
    private record Known(String program, List<String> commandLine, Optional<String> container) {
        static Known of(Caller caller) {
            return new Known(caller.program(), caller.commandLine(), caller.container());
        }

        boolean is(Caller caller) {
            return program.equals(caller.program())
                    && commandLine.equals(caller.commandLine())
                    && container.equals(caller.container());
        }
    }

    /// Knows no process yet.
    public KnownProcesses() {}

    /// Takes note of a caller's process.
    ///
    /// @return whether it was not met before, or not for long, or its number was another process's then; a caller
    ///         without a process number counts as number 0
    public boolean meetsFirst(Caller caller) {
        int pid = caller.pid().orElse(0);
        var known = latest.get(pid);
        if (known != null && known.is(caller)) {
            return false;
        }
        latest.put(pid, Known.of(caller));
        return true;
    }

    /// Forgets all processes: their description has not arrived.
    public void clear() {
        latest.clear();
    }
}
