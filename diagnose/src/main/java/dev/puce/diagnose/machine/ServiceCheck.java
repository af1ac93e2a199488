package dev.puce.diagnose.machine;

import static dev.puce.diagnose.machine.DoctorStep.note;
import static dev.puce.diagnose.machine.DoctorStep.ok;
import static dev.puce.diagnose.machine.DoctorStep.problem;

import dev.puce.diagnose.TimedCalls;
import dev.puce.diagnose.machine.DoctorStep.Subject;
import dev.puce.posix.PeerCredentials;
import dev.puce.posix.SystemCallException;
import dev.puce.posix.UnixSocket;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// Finds out why a daemon's socket does not answer: the way from the environment variable to the daemon's version.
/// Only on Linux.
///
/// The steps depend on each other, so the first problem ends the check. Each has a time limit.
public final class ServiceCheck {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int EACCES = 13;
    private static final int EAGAIN = 11;
    private static final int SYSTEMD = 1;

    private final SocketChoice choice;
    private final Path socket;
    private final Map<String, String> environment;
    private final Duration limit;

    /// A check of the socket that commands of puce use.
    ///
    /// @param choice      the socket and the place that names it
    /// @param environment environment variables
    ServiceCheck(SocketChoice choice, Map<String, String> environment) {
        this(choice, environment, LIMIT);
    }

    /// @param limit longest duration of a step
    ServiceCheck(SocketChoice choice, Map<String, String> environment, Duration limit) {
        this.limit = limit;
        this.choice = choice;
        this.socket = choice.path();
        this.environment = environment;
    }

    /// Returns the reason why the daemon at a socket cannot be used; empty if it answers, or the system is not Linux.
    public static Optional<DoctorStep> cause(SocketChoice choice) {
        if (!isPossible()) {
            return Optional.empty();
        }
        var found = new DoctorStep[1];
        new ServiceCheck(choice, System.getenv()).run(step -> found[0] = step);
        return Optional.of(found[0]).filter(DoctorStep::isProblem);
    }

    /// Whether this system has the sockets of pcsc-lite and tells about them.
    static boolean isPossible() {
        return System.getProperty("os.name").startsWith("Linux");
    }

    /// Takes the steps, up to the first problem.
    ///
    /// @param steps receives each step as it ends
    /// @return whether the daemon answers
    boolean run(Consumer<DoctorStep> steps) {
        return take(steps, Subject.VARIABLE, this::variable)
                && take(steps, Subject.PATH, this::path)
                && take(steps, Subject.SOCKET, this::file)
                && take(steps, Subject.ACCESS, this::access)
                && take(steps, Subject.PROCESS, this::process)
                && take(steps, Subject.PROTOCOL, this::protocol);
    }

    private boolean take(Consumer<DoctorStep> steps, Subject subject, Callable<DoctorStep> check) {
        DoctorStep step = limited(subject, check, limit);
        steps.accept(step);
        return !step.isProblem();
    }

    /// Takes a step within the time limit.
    static DoctorStep limited(Subject subject, Callable<DoctorStep> check) {
        return limited(subject, check, LIMIT);
    }

    private static DoctorStep limited(Subject subject, Callable<DoctorStep> check, Duration limit) {
        try (var calls = new TimedCalls(() -> {})) {
            return calls.make(check, limit);
        } catch (TimeoutException e) {
            return problem(subject, "no answer within " + limit.toSeconds() + " s", hangs(subject));
        } catch (IllegalStateException e) {
            return problem(subject, String.valueOf(e.getCause().getMessage()), Remedy.restart() + ".");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return DoctorStep.skipped(subject, "interrupted");
        }
    }

    private static String hangs(Subject subject) {
        return subject == Subject.PROTOCOL
                ? "The process listens and does not answer: it hangs, or it is not a PC/SC daemon. " + Remedy.restart()
                        + "."
                : "A layer below hangs: the reader's driver, the file system or the daemon. " + Remedy.restart() + ".";
    }

    private DoctorStep variable() {
        return ok(Subject.VARIABLE, choice.reason());
    }

    private DoctorStep path() {
        try {
            Files.readAttributes(socket, PosixFileAttributes.class);
            return ok(Subject.PATH, socket.toString());
        } catch (AccessDeniedException e) {
            return problem(
                    Subject.PATH,
                    socket + ": permission denied (EACCES) in " + closedFolder(),
                    "A daemon may run there, and this user cannot reach it. Run the command as the owner, or let this"
                            + " user enter the folder.");
        } catch (IOException e) {
            return problem(Subject.PATH, socket + " does not exist", missing());
        }
    }

    private String missing() {
        String remedy = switch (choice.origin()) {
            case OPTION -> Remedy.option();
            case VARIABLE -> Remedy.variable();
            case USUAL -> Remedy.noDaemon();
        };
        return remedy + Remedy.userService(environment);
    }

    /// The folder that this user may not enter, with its mode.
    private String closedFolder() {
        for (Path folder = socket.toAbsolutePath().getParent(); folder != null; folder = folder.getParent()) {
            try {
                return folder + ", " + mode(folder);
            } catch (IOException insideAClosedFolder) {
                // its parent is closed
            }
        }
        return "its folder";
    }

    private static String mode(Path file) throws IOException {
        var attributes = Files.readAttributes(file, PosixFileAttributes.class);
        return "mode " + PosixFilePermissions.toString(attributes.permissions()) + ", owner "
                + attributes.owner().getName();
    }

    private DoctorStep file() throws IOException {
        var attributes = Files.readAttributes(socket, PosixFileAttributes.class);
        if (!attributes.isOther() || !isSocket()) {
            String what = attributes.isDirectory()
                    ? "a folder"
                    : attributes.isRegularFile() ? "a regular file" : "a device or pipe";
            return problem(
                    Subject.SOCKET,
                    socket + " is " + what + ", not a socket",
                    choice.origin() == SocketChoice.Origin.USUAL
                            ? "Move it away. " + Remedy.restart() + "."
                            : "Name the socket of a PC/SC daemon.");
        }
        return ok(Subject.SOCKET, mode(socket) + link());
    }

    private boolean isSocket() throws IOException {
        int socketType = 0xC000; // S_IFSOCK
        return ((int) Files.getAttribute(socket, "unix:mode") & 0xF000) == socketType;
    }

    private String link() throws IOException {
        return Files.isSymbolicLink(socket) ? ", a link to " + Files.readSymbolicLink(socket) : "";
    }

    private DoctorStep access() throws IOException {
        try (var _ = UnixSocket.connect(socket, () -> false)) {
            return ok(Subject.ACCESS, "this user may connect");
        } catch (SystemCallException e) {
            return switch (e.errno()) {
                case EACCES ->
                    problem(
                            Subject.ACCESS,
                            "permission denied (EACCES): " + mode(socket),
                            "The daemon's socket exists, and this user may not write to it. Run the command as the"
                                    + " owner or a member of its group, or change the mode of the socket.");
                case EAGAIN ->
                    problem(
                            Subject.ACCESS,
                            "the queue for new connections is full (EAGAIN)",
                            "The daemon does not accept connections: it hangs. " + Remedy.restart() + ".");
                default ->
                    e.meansNoListener()
                            ? problem(
                                    Subject.ACCESS,
                                    "no process listens (ECONNREFUSED): a process that ended left the file",
                                    stale())
                            : problem(Subject.ACCESS, e.getMessage(), Remedy.restart() + ".");
            };
        }
    }

    private String stale() {
        String remedy = choice.origin() == SocketChoice.Origin.USUAL
                ? Remedy.restart() + "."
                : "Start the program that made this socket again, or use another socket.";
        return remedy + Remedy.userService(environment);
    }

    private DoctorStep process() throws IOException {
        PeerCredentials listener;
        try (var connection = UnixSocket.connect(socket, () -> false)) {
            listener = connection.peer();
        }
        if (listener.pid() == 0) {
            return ok(Subject.PROCESS, "outside this container (uid " + listener.uid() + ")");
        }
        if (listener.pid() == SYSTEMD) {
            return ok(Subject.PROCESS, "systemd (pid 1), which starts pcscd when a program connects");
        }
        return ok(Subject.PROCESS, NamedProcess.of(listener.pid()) + ", uid " + listener.uid());
    }

    private DoctorStep protocol() {
        Optional<VersionProbe.Answer> answer;
        try {
            answer = VersionProbe.ask(socket);
        } catch (IOException e) {
            return problem(Subject.PROTOCOL, "the daemon closes the connection without an answer", Remedy.refused());
        }
        if (answer.isEmpty()) {
            return problem(
                    Subject.PROTOCOL,
                    "the answer is not one of a pcscd",
                    "Another program listens at " + socket + ". Use the socket of a PC/SC daemon.");
        }
        return judge(answer.get());
    }

    private static DoctorStep judge(VersionProbe.Answer answer) {
        var version = answer.version();
        if (version.major() != 4 || version.minor() < 2) {
            return problem(
                    Subject.PROTOCOL,
                    "the daemon speaks version " + version + " of the protocol (" + answer.code() + ")",
                    "Programs of this machine speak version 4. Install pcscd and libpcsclite of the same release.");
        }
        return version.minor() > 6
                ? note(Subject.PROTOCOL, "version " + version + ", newer than this puce knows")
                : ok(Subject.PROTOCOL, "version " + version + " (pcsc-lite " + releases(version.minor()) + ")");
    }

    private static String releases(int minor) {
        return List.of("1.6.5 to 1.8.8", "1.8.9 to 1.8.23", "1.8.24 to 2.2.3", "2.3.0 to 2.4.1", "2.5.0 and newer")
                .get(minor - 2);
    }
}
