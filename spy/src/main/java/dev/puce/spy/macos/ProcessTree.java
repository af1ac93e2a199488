package dev.puce.spy.macos;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The processes that puce has started, and their children. A process stays a member after its end, because the log is
/// late.
public final class ProcessTree {
    private final ProcessHandle root;
    private final Set<Long> members = ConcurrentHashMap.newKeySet();

    private ProcessTree(ProcessHandle root) {
        this.root = root;
    }

    /// The children of this process, and their children.
    public static ProcessTree ofThisProcess() {
        return new ProcessTree(ProcessHandle.current());
    }

    /// Takes note of a child that may end before anyone looks for it. Any thread may call this.
    public void add(long pid) {
        members.add(pid);
    }

    /// Takes note of new processes.
    void refresh() {
        root.descendants().map(ProcessHandle::pid).forEach(members::add);
    }

    /// Whether the process was seen among them.
    boolean contains(long pid) {
        if (!members.contains(pid)) {
            refresh();
        }
        return members.contains(pid);
    }
}
