package dev.puce.it;

import dev.puce.testkit.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Ends a process together with its descendants.
public final class ProcessEnd {
    private ProcessEnd() {}

    /// Kills a process and its descendants, and waits for their ends. A descendant that outlives its parent may write
    /// while JUnit deletes the folder of the test: bash, for example, writes its history when its terminal is gone.
    public static void kill(Process process) {
        var descendants = process.descendants().toList();
        process.destroyForcibly().onExit().join();
        descendants.forEach(ProcessHandle::destroyForcibly);
        await(descendants);
    }

    /// Waits until processes have ended. A zombie has ended: in some containers, process 1 never asks for the exit
    /// status of orphans, and [ProcessHandle] counts them as alive.
    public static void await(List<ProcessHandle> processes) {
        Await.until(
                "the processes end: " + processes,
                () -> processes.stream().allMatch(process -> !process.isAlive() || isZombie(process.pid())));
    }

    /// Reads the state behind the name in `/proc/PID/stat`. Systems without `/proc` leave no orphan a zombie.
    private static boolean isZombie(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1);
            return stat.startsWith(") Z", stat.lastIndexOf(')'));
        } catch (IOException endedOrNotLinux) {
            return false;
        }
    }
}
