package dev.puce.posix;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// Facts about a running process from `/proc`. Facts are empty if the process has ended or we may not read them.
///
/// A process can make some of its files slow or endless to read: read them in a thread that may wait.
///
/// @see <a href="https://man7.org/linux/man-pages/man5/proc.5.html">proc(5)</a>
public final class ProcessFiles {
    private static final Path PROC = Path.of("/proc");
    private static final int MAX_BYTES = 8192;

    /// Container ids in the names of control groups: 64 hexadecimal digits.
    private static final Pattern CONTAINER_ID = Pattern.compile("([0-9a-f]{12})[0-9a-f]{52}");

    private static final Pattern FLATPAK = Pattern.compile("app-flatpak-(.+)-\\d+\\.scope");
    private static final Pattern SNAP =
            Pattern.compile("snap\\.([^/]+?)\\.[0-9a-f-]{36}\\.scope|snap\\.([^/]+)\\.service");
    private static final Pattern MACHINE = Pattern.compile("machine-([^/]+)\\.scope");
    private static final Pattern LXC = Pattern.compile("/lxc(?:\\.payload)?[./]([^/]+)");
    private static final String DELETED = " (deleted)";

    private final Path folder;

    private ProcessFiles(Path folder) {
        this.folder = folder;
    }

    /// Returns the files of a process.
    public static ProcessFiles of(long pid) {
        return in(PROC.resolve(Long.toString(pid)));
    }

    /// Returns the files in a folder that is laid out as one of `/proc`.
    public static ProcessFiles in(Path folder) {
        return new ProcessFiles(folder);
    }

    /// Returns the ids of all visible processes.
    public static LongStream all() {
        String[] names = PROC.toFile().list();
        return names == null
                ? LongStream.empty()
                : Stream.of(names).filter(name -> name.matches("\\d+")).mapToLong(Long::parseLong);
    }

    /// Returns the folder of the process in `/proc`.
    public Path folder() {
        return folder;
    }

    /// Returns the arguments that the process was started with, the program first.
    public List<String> commandLine() {
        var arguments = read(folder.resolve("cmdline"));
        return arguments.isEmpty()
                ? List.of()
                : List.of(arguments.split("\0", -1)).subList(0, count(arguments));
    }

    /// Number of arguments. Each ends with a zero byte, unless the process has overwritten them.
    private static int count(String arguments) {
        int zeros = (int) arguments.chars().filter(c -> c == 0).count();
        return arguments.endsWith("\0") ? zeros : zeros + 1;
    }

    /// Returns the name of the executable file. If it cannot be read, the process's own name for itself.
    public String program() {
        try {
            var executable =
                    Files.readSymbolicLink(folder.resolve("exe")).getFileName().toString();
            return executable.endsWith(DELETED)
                    ? executable.substring(0, executable.length() - DELETED.length())
                    : executable;
        } catch (IOException notPermitted) {
            var name = ownName();
            if (!name.isEmpty()) {
                return name;
            }
            var commandLine = commandLine();
            var first = commandLine.isEmpty() ? "" : commandLine.getFirst();
            return first.substring(first.lastIndexOf('/') + 1);
        }
    }

    /// Returns the process's name for itself, of at most 15 characters. Every user may read it.
    public String ownName() {
        return read(folder.resolve("comm")).strip();
    }

    /// Returns the container or sandbox that the process's control groups name.
    public Optional<String> container() {
        return container(read(folder.resolve("cgroup")));
    }

    /// Returns the container or sandbox named by the text of `/proc/PID/cgroup`.
    static Optional<String> container(String cgroup) {
        return first(FLATPAK, cgroup, "flatpak ")
                .or(() -> first(SNAP, cgroup, "snap "))
                .or(() -> first(MACHINE, cgroup, "machine "))
                .or(() -> first(LXC, cgroup, "lxc "))
                .or(() -> first(CONTAINER_ID, cgroup, "container "));
    }

    private static Optional<String> first(Pattern pattern, String text, String prefix) {
        var matcher = pattern.matcher(text);
        if (!matcher.find()) {
            return Optional.empty();
        }
        for (int group = 1; group <= matcher.groupCount(); group++) {
            if (matcher.group(group) != null) {
                return Optional.of(prefix + matcher.group(group));
            }
        }
        return Optional.empty();
    }

    /// Returns the targets of the process's open file descriptors, for example `socket:[4711]`. Empty unless the
    /// process is of this user, or this user is root.
    public List<String> openFiles() {
        String[] descriptors = folder.resolve("fd").toFile().list();
        if (descriptors == null) {
            return List.of();
        }
        return Stream.of(descriptors)
                .flatMap(descriptor -> target(folder.resolve("fd").resolve(descriptor)).stream())
                .toList();
    }

    /// Returns whether we may see the process's open files.
    public boolean showsOpenFiles() {
        return folder.resolve("fd").toFile().list() != null;
    }

    private static Optional<String> target(Path link) {
        try {
            return Optional.of(Files.readSymbolicLink(link).toString());
        } catch (IOException closedMeanwhile) {
            return Optional.empty();
        }
    }

    /// Returns the beginning of a file's text; empty if it cannot be read. A command line can have megabytes.
    public static String read(Path file) {
        try (var in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
        } catch (IOException missingOrNotPermitted) {
            return "";
        }
    }
}
