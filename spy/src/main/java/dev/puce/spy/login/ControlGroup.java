package dev.puce.spy.login;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The control group of a process in systemd's hierarchy: the unified one (version 2), or the one named
/// `systemd` if each controller has its own hierarchy (version 1). With both, libsystemd uses one of them,
/// depending on the mounts; so a helper joins both. elogind uses a hierarchy named `elogind`, or `openrc` if
/// OpenRC manages the services.
///
/// @param unified path in the unified hierarchy, if there is one
/// @param name    name of the named hierarchy, if there is one
/// @param named   path in the named hierarchy, if there is one
/// @see <a href="https://man7.org/linux/man-pages/man7/cgroups.7.html">cgroups(7)</a>
record ControlGroup(Optional<String> unified, Optional<String> name, Optional<String> named) {
    private static final String UNIFIED = "0::";
    private static final Pattern NAMED =
            Pattern.compile("^\\d+:name=(systemd|elogind|openrc):(.*)$", Pattern.MULTILINE);
    private static final Path SESSIONS = Path.of("/run/systemd/sessions");

    /// The control group of a process.
    ///
    /// @throws IOException if the process has ended
    static ControlGroup of(long pid) throws IOException {
        return parse(Files.readString(Path.of("/proc", Long.toString(pid), "cgroup")));
    }

    /// Parses the contents of `/proc/PID/cgroup`.
    static ControlGroup parse(String text) {
        var named = Optional.of(NAMED.matcher(text)).filter(Matcher::find);
        return new ControlGroup(
                text.lines()
                        .filter(line -> line.startsWith(UNIFIED))
                        .map(line -> line.substring(UNIFIED.length()))
                        .findFirst(),
                named.map(found -> found.group(1)),
                named.map(found -> found.group(2)));
    }

    /// The login session of its processes.
    LoginSession login() {
        return login(SESSIONS);
    }

    LoginSession login(Path sessions) {
        return LoginSession.of(Stream.concat(unified.stream(), named.stream()).toList(), sessions);
    }

    /// Moves a process into this control group.
    ///
    /// @throws IOException if that is not permitted, or the group was removed
    void adopt(long pid) throws IOException {
        for (var folder : folders()) {
            Files.writeString(folder.resolve("cgroup.procs"), Long.toString(pid));
        }
    }

    private List<Path> folders() throws IOException {
        var mounts = Files.readAllLines(Path.of("/proc/self/mounts")).stream()
                .map(line -> line.split(" "))
                .filter(mount -> mount.length >= 4)
                .toList();
        var unifiedMount =
                mounts.stream().filter(mount -> mount[2].equals("cgroup2")).findFirst();
        var namedMount = mounts.stream()
                .filter(mount -> mount[2].equals("cgroup")
                        && List.of(mount[3].split(",")).contains("name=" + name.orElse("")))
                .findFirst();
        return Stream.concat(
                        unified.flatMap(path -> unifiedMount.map(mount -> Path.of(mount[1] + path))).stream(),
                        named.flatMap(path -> namedMount.map(mount -> Path.of(mount[1] + path))).stream())
                .toList();
    }
}
