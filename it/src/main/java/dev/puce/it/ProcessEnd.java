package dev.puce.it;

/// Ends a process together with its descendants.
public final class ProcessEnd {
    private ProcessEnd() {}

    /// Kills a process and its descendants, and waits for their ends. A descendant that outlives its parent may write
    /// while JUnit deletes the folder of the test: bash, for example, writes its history when its terminal is gone.
    public static void kill(Process process) {
        var descendants = process.descendants().toList();
        process.destroyForcibly().onExit().join();
        descendants.forEach(ProcessHandle::destroyForcibly);
        descendants.forEach(descendant -> descendant.onExit().join());
    }
}
