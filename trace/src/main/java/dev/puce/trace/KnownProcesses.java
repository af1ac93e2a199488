package dev.puce.trace;

import dev.puce.pcsc.Caller;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Remembers which processes have been told of, the latest of them: a machine that is watched for days starts very
/// many, and gives their numbers to others again.
public final class KnownProcesses {
    private static final int MOST = 1024;

    private final Map<Integer, Known> latest = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Known> eldest) {
            return size() > MOST;
        }
    };

    /// What tells a process from another one that has its number later.
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

    /// Knows nobody yet.
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

    /// Forgets them all: what was told of them has not arrived.
    public void clear() {
        latest.clear();
    }
}
