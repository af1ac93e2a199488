package dev.puce.spy.login;

import dev.puce.posix.SystemCallException;
import dev.puce.posix.UnixSocket;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// A process of puce in another control group, which connects to the daemon from there.
///
/// Its real and saved user ids are puce's. So the users whose effective identity it takes while it connects can
/// neither signal nor trace it.
final class SessionHelper implements AutoCloseable {
    /// Makes the helper close its own descriptor; see [SessionHelperMain].
    private static final String TAKEN = "taken";

    private final Process process;
    private final Writer requests;
    private final BufferedReader answers;
    private final ReentrantLock busy = new ReentrantLock();
    private final List<UnixSocket> connections = new ArrayList<>();
    private boolean idle;

    private SessionHelper(Process process) {
        this.process = process;
        requests = process.outputWriter(StandardCharsets.UTF_8);
        answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /// Starts a helper with an empty environment.
    ///
    /// @throws IOException if it cannot be moved into the control group
    static SessionHelper in(ControlGroup group) throws IOException {
        var builder = new ProcessBuilder(command()).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        var process = builder.start();
        try {
            group.adopt(process.pid());
            return new SessionHelper(process);
        } catch (IOException failed) {
            process.destroyForcibly();
            throw failed;
        }
    }

    /// The same Java with the same classes, and little memory.
    private static List<String> command() {
        var main = SessionHelperMain.class;
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:ErrorFile=/dev/null",
                "-XX:-CreateCoredumpOnCrash",
                "-Xmx16m",
                "-Xlog:disable"));
        if (main.getModule().isNamed()) {
            String module = main.getModule().getName();
            command.add("--enable-native-access=dev.puce.posix");
            command.add("--module-path=" + System.getProperty("jdk.module.path", ""));
            command.add("--module=" + module + "/" + main.getName());
        } else {
            command.add("--enable-native-access=ALL-UNNAMED");
            command.add("-cp");
            command.add(System.getProperty("java.class.path"));
            command.add(main.getName());
        }
        return command;
    }

    /// Connects.
    ///
    /// @throws SystemCallException if the daemon cannot be reached
    /// @throws IOException         if the helper has ended
    UnixSocket connect(ConnectRequest request) throws IOException {
        busy.lock();
        try {
            send(request.line());
            var answer = answers.readLine();
            if (answer == null) {
                throw new IOException("the helper process has ended");
            }
            if (answer.startsWith(SessionHelperMain.FAILED)) {
                var words = answer.substring(SessionHelperMain.FAILED.length()).split(" ", 2);
                throw new SystemCallException(words[1], Integer.parseInt(words[0]));
            }
            return take(Integer.parseInt(answer.substring(SessionHelperMain.CONNECTED.length())));
        } finally {
            busy.unlock();
        }
    }

    private UnixSocket take(int descriptor) throws IOException {
        UnixSocket socket;
        try {
            socket = UnixSocket.takeFrom(process.pid(), descriptor);
        } catch (IOException failed) {
            send(TAKEN); // or the helper would keep its own descriptor
            throw failed;
        }
        try {
            send(TAKEN);
            connections.add(socket);
            idle = false;
            return socket;
        } catch (IOException failed) {
            socket.close();
            throw failed;
        }
    }

    private void send(String line) throws IOException {
        requests.write(line + "\n");
        requests.flush();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// Whether the helper has no connections, now and at the last call. While a connection is open, the daemon
    /// may ask polkit about the process that made it.
    ///
    /// Does not wait: the owner of a control group can freeze its processes, and must not delay other users by
    /// that.
    boolean hasBeenIdle() {
        if (!busy.tryLock()) {
            return false;
        }
        try {
            boolean idleBefore = idle;
            connections.removeIf(UnixSocket::isClosed);
            idle = connections.isEmpty();
            return idle && idleBefore;
        } finally {
            busy.unlock();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
