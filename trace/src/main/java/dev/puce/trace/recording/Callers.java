package dev.puce.trace.recording;

import dev.puce.pcsc.Caller;
import java.util.LinkedHashMap;
import java.util.Map;

/// The callers of a recording. Command line and container are only on the line of a process's first call. Of very
/// many processes the latest are known, more of them than the writer assumes (see [dev.puce.trace.KnownProcesses]).
final class Callers {
    private static final int MOST = 1 << 12;

    private final Map<Integer, Caller> processes = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Caller> eldest) {
            return size() > MOST;
        }
    };

    private Caller latest = Caller.UNKNOWN;

    /// The caller on the line; the same object as on the line before if it is the same. Nothing is remembered yet:
    /// the rest of the line may turn out to be damaged.
    Caller read(Fields line) {
        String program = line.optionalText("program").orElse("");
        var pid = line.optionalInt("pid");
        var uid = line.optionalInt("uid");
        var commandLine = line.has("command_line") ? line.strings("command_line") : null;
        var container = line.optionalText("container");
        int connection = line.optionalInt("connection").orElse(0);
        var thread = line.optionalText("thread");
        boolean first = commandLine != null || container.isPresent();
        boolean same = !first
                && connection == latest.connection()
                && pid.equals(latest.pid())
                && uid.equals(latest.uid())
                && program.equals(latest.program())
                && thread.equals(latest.thread());
        if (same) {
            return latest;
        }
        var process = pid.isPresent() ? processes.getOrDefault(pid.getAsInt(), Caller.UNKNOWN) : Caller.UNKNOWN;
        return new Caller(
                program,
                pid,
                uid,
                commandLine != null ? commandLine : process.commandLine(),
                first ? container : process.container(),
                connection,
                thread);
    }

    /// Takes note of the caller on a line that could be read.
    void remember(Caller caller) {
        if (caller.equals(latest)) {
            return;
        }
        latest = caller;
        caller.pid().ifPresent(pid -> processes.put(pid, caller));
    }
}
