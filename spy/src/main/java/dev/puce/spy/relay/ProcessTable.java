package dev.puce.spy.relay;

import dev.puce.pcsc.Caller;
import dev.puce.posix.OpenedFile;
import dev.puce.posix.PeerCredentials;
import dev.puce.posix.ThreadIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/// Reads facts about a running process from `/proc`.
///
/// A process can make some of its files slow or endless to read. Only the process's own connection may wait for
/// them.
///
/// @see <a href="https://man7.org/linux/man-pages/man5/proc.5.html">proc(5)</a>
final class ProcessTable {
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

    private ProcessTable() {}

    /// Everything that is known of a peer. Facts stay empty if the process has ended or we may not read them.
    static Caller caller(PeerCredentials peer, int connection) {
        var process = PROC.resolve(Integer.toString(peer.pid()));
        var commandLine = commandLine(process);
        return new Caller(
                program(process, commandLine),
                peer.pid() == 0 ? OptionalInt.empty() : OptionalInt.of(peer.pid()),
                OptionalInt.of(peer.uid()),
                commandLine,
                container(process, peer),
                connection,
                Optional.empty());
    }

    /// The ids of a peer, without a look at its process.
    static Caller withIdsOnly(PeerCredentials peer, int connection) {
        return new Caller(
                "",
                peer.pid() == 0 ? OptionalInt.empty() : OptionalInt.of(peer.pid()),
                OptionalInt.of(peer.uid()),
                List.of(),
                Optional.empty(),
                connection,
                Optional.empty());
    }

    private static List<String> commandLine(Path process) {
        var arguments = read(process.resolve("cmdline"));
        return arguments.isEmpty()
                ? List.of()
                : List.of(arguments.split("\0", -1)).subList(0, count(arguments));
    }

    /// Number of arguments. Each ends with a zero byte, unless the process has overwritten them.
    private static int count(String arguments) {
        int zeros = (int) arguments.chars().filter(c -> c == 0).count();
        return arguments.endsWith("\0") ? zeros : zeros + 1;
    }

    /// The name of the executable file. If it cannot be read, the process's own name for itself.
    private static String program(Path process, List<String> commandLine) {
        var comm = read(process.resolve("comm")).strip();
        try {
            var executable =
                    Files.readSymbolicLink(process.resolve("exe")).getFileName().toString();
            return executable.endsWith(DELETED)
                    ? executable.substring(0, executable.length() - DELETED.length())
                    : executable;
        } catch (IOException notPermitted) {
            if (!comm.isEmpty()) {
                return comm;
            }
            var first = commandLine.isEmpty() ? "" : commandLine.getFirst();
            return first.substring(first.lastIndexOf('/') + 1);
        }
    }

    static Optional<String> container(Path process, PeerCredentials peer) {
        return flatpakInfo(process.resolve("root/.flatpak-info"), peer)
                .map(ProcessTable::flatpakName)
                .or(() -> container(read(process.resolve("cgroup"))));
    }

    /// Reads a file below the process's root, which the process controls: it could be a pipe, a device or a link
    /// to a secret. So only a regular file is read, and only with the process's own identity.
    private static Optional<String> flatpakInfo(Path info, PeerCredentials peer) {
        if (!ThreadIdentity.isPossible(peer)) {
            return Optional.empty();
        }
        try {
            return ThreadIdentity.as(peer, () -> {
                try (var file = OpenedFile.of(info)) {
                    return file.isRegular() ? Optional.of(read(file.path())) : Optional.empty();
                }
            });
        } catch (IOException missingOrNotPermitted) {
            return Optional.empty();
        }
    }

    private static String flatpakName(String info) {
        return info.lines()
                .filter(line -> line.startsWith("name="))
                .findFirst()
                .map(line -> "flatpak " + line.substring("name=".length()))
                .orElse("flatpak");
    }

    /// The container or sandbox named by a process's control groups.
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

    /// The start of the file's text. A command line can have megabytes.
    private static String read(Path file) {
        try (var in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
        } catch (IOException missingOrNotPermitted) {
            return "";
        }
    }
}
