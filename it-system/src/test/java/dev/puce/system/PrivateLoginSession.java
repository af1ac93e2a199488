package dev.puce.system;

import dev.puce.it.CommandResult;
import dev.puce.testkit.Await;
import dev.puce.testkit.Skip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// An active local login session, in the form of logind: a control group with the session's name, and the
/// session's files where a [PrivatePolkit] looks for them.
final class PrivateLoginSession implements AutoCloseable {
    /// Contains the process id, because builds may run at the same time.
    private static final String ID = "puce" + ProcessHandle.current().pid();

    private final Path slice;
    private final Path scope;

    private PrivateLoginSession(Path slice) {
        this.slice = slice;
        this.scope = slice.resolve("session-" + ID + ".scope");
    }

    /// Starts a session. Skips the test where control groups are not writable.
    static PrivateLoginSession of(String user, PrivatePolkit polkit) throws IOException {
        String uid =
                CommandResult.command(Map.of(), List.of("id", "-u", user)).out().strip();
        var session = new PrivateLoginSession(hierarchy().resolve("user.slice/user-" + uid + ".slice"));
        try {
            Files.createDirectories(session.scope);
        } catch (IOException notHere) {
            Skip.because(
                    "control groups are not writable here (" + notHere + ")", "run as root with a writable cgroup2");
        }
        Files.writeString(polkit.logins().resolve("sessions/" + ID), """
                UID=%s
                USER=%s
                ACTIVE=1
                STATE=active
                REMOTE=0
                TYPE=tty
                CLASS=user
                SEAT=seat0
                """.formatted(uid, user));
        Files.writeString(polkit.logins().resolve("users/" + uid), """
                NAME=%s
                STATE=active
                SESSIONS=%2$s
                ACTIVE_SESSIONS=%2$s
                ONLINE_SESSIONS=%2$s
                """.formatted(user, ID));
        return session;
    }

    private static Path hierarchy() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/mounts")).stream()
                .map(line -> line.split(" "))
                .filter(mount -> mount[2].equals("cgroup2"))
                .map(mount -> Path.of(mount[1]))
                .findFirst()
                .orElseGet(() -> Skip.because("no cgroup2 is mounted here", "mount cgroup2"));
    }

    /// Returns the command that runs a command in this session.
    List<String> command(List<String> command) {
        var inside =
                new ArrayList<>(List.of("sh", "-c", "echo $$ >\"$0\"/cgroup.procs && exec \"$@\"", scope.toString()));
        inside.addAll(command);
        return inside;
    }

    /// Counts its processes.
    long processes() throws IOException {
        try (var lines = Files.lines(scope.resolve("cgroup.procs"))) {
            return lines.count();
        }
    }

    /// Ends the session after its last process.
    @Override
    public void close() {
        Await.until(
                "the session has no processes",
                () -> !scope.toFile().exists() || scope.toFile().delete());
        slice.toFile().delete();
        slice.getParent().toFile().delete(); // fails if other sessions are in it, as it must
    }
}
