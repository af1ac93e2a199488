package dev.puce.posix;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Finds processes by a variable of their environment. It sees only processes whose environment this user may read, and
/// none on systems without `/proc`.
public final class EnvironmentSearch {
    private static final Path PROC = Path.of("/proc");

    private EnvironmentSearch() {}

    /// A process that was found.
    ///
    /// @param name the process name, at most 15 characters
    public record Found(long pid, String name) {
        @Override
        public String toString() {
            return name + " (" + pid + ")";
        }
    }

    /// Returns the processes that have an assignment in their environment, this one excepted.
    ///
    /// @param assignment variable and value: `NAME=value`
    public static List<Found> processes(String assignment) {
        var found = new ArrayList<Found>();
        long own = ProcessHandle.current().pid();
        try (var entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path entry : entries) {
                long pid = Long.parseLong(entry.getFileName().toString());
                if (pid != own && hasAssignment(entry, assignment)) {
                    found.add(new Found(pid, name(entry)));
                }
            }
        } catch (IOException | NumberFormatException noProc) {
            return List.of();
        }
        return found;
    }

    private static boolean hasAssignment(Path process, String assignment) {
        try {
            String environment = Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
            return Arrays.asList(environment.split("\0", -1)).contains(assignment);
        } catch (IOException notReadable) {
            return false;
        }
    }

    private static String name(Path process) {
        try {
            return Files.readString(process.resolve("comm"), StandardCharsets.ISO_8859_1)
                    .strip();
        } catch (IOException ended) {
            return "process";
        }
    }
}
