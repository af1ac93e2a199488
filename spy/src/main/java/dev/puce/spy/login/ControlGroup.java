package dev.puce.spy.login;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The control group of a process, in the hierarchy by which systemd keeps processes apart: the unified one
/// (version 2), or the one named `systemd` where controllers have hierarchies of their own (version 1). Where
/// both are there, libsystemd looks at either, depending on the mounts; so a process joins both. elogind does the same
/// with a hierarchy named `elogind`, or `openrc` if that keeps services apart.
///
/// @param unified path in the unified hierarchy, if there is one
/// @param name    how the named hierarchy is called, if there is one
/// @param named   path in the named hierarchy, if there is one
/// @see <a href="https://man7.org/linux/man-pages/man7/cgroups.7.html">cgroups(7)</a>
record ControlGroup(Optional<String> unified, Optional<String> name, Optional<String> named) {
    private static final String UNIFIED = "0::";
    private static final Pattern NAMED =
            Pattern.compile("^\\d+:name=(systemd|elogind|openrc):(.*)$", Pattern.MULTILINE);
    private static final Path SESSIONS = Path.of("/run/systemd/sessions");

    /// That of a process.
    ///
    /// @throws IOException if the process has gone
    static ControlGroup of(long pid) throws IOException {
        return parse(Files.readString(Path.of("/proc", Long.toString(pid), "cgroup")));
    }

    /// What `/proc/PID/cgroup` says.
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

    /// To which login its processes belong.
    LoginSession login() {
        return login(SESSIONS);
    }

    LoginSession login(Path sessions) {
        return LoginSession.of(Stream.concat(unified.stream(), named.stream()).toList(), sessions);
    }

    /// Moves another process into it.
    ///
    /// @throws IOException if we may not, or the last process in it has ended
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
