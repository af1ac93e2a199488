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

/// A process of ours in another control group, which connects to the daemon from there.
///
/// Its real and saved user ids are puce's, as those of puce itself: the users whose effective identity it takes
/// for the moment of connecting can neither signal nor trace it.
final class SessionHelper implements AutoCloseable {
    /// What makes it close its own end; see [SessionHelperMain].
    private static final String TAKEN = "taken";

    private final Process process;
    private final Writer orders;
    private final BufferedReader answers;
    private final ReentrantLock busy = new ReentrantLock();
    private final List<UnixSocket> connections = new ArrayList<>();
    private boolean idle;

    private SessionHelper(Process process) {
        this.process = process;
        orders = process.outputWriter(StandardCharsets.UTF_8);
        answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /// Starts one.
    ///
    /// @throws IOException if it cannot be put into the control group
    static SessionHelper in(ControlGroup group) throws IOException {
        var process = new ProcessBuilder(command())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            group.adopt(process.pid());
            return new SessionHelper(process);
        } catch (IOException | OutOfMemoryError failed) {
            process.destroyForcibly();
            throw failed;
        }
    }

    /// The same Java with the same classes, as small as it can be.
    private static List<String> command() {
        var main = SessionHelperMain.class;
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
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
    /// @throws IOException         if the deputy has gone
    UnixSocket connect(ConnectRequest order) throws IOException {
        busy.lock();
        try {
            return carryOut(order);
        } catch (OutOfMemoryError shortage) {
            close(); // nobody knows how much of what it says was read
            throw shortage;
        } finally {
            busy.unlock();
        }
    }

    private UnixSocket carryOut(ConnectRequest order) throws IOException {
        say(order.line());
        var answer = answers.readLine();
        if (answer == null) {
            throw new IOException("the process that puce had started there has ended");
        }
        if (answer.startsWith(SessionHelperMain.FAILED)) {
            var words = answer.substring(SessionHelperMain.FAILED.length()).split(" ", 2);
            throw new SystemCallException(words[1], Integer.parseInt(words[0]));
        }
        int descriptor = Integer.parseInt(answer.substring(SessionHelperMain.CONNECTED.length()));
        return take(descriptor);
    }

    private UnixSocket take(int descriptor) throws IOException {
        UnixSocket socket;
        try {
            socket = UnixSocket.takeFrom(process.pid(), descriptor);
        } catch (IOException failed) {
            say(TAKEN); // or it would keep its own for ever
            throw failed;
        }
        try {
            say(TAKEN);
            connections.add(socket);
            idle = false;
            return socket;
        } catch (IOException | OutOfMemoryError failed) {
            socket.close();
            throw failed;
        }
    }

    private void say(String line) throws IOException {
        orders.write(line + "\n");
        orders.flush();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// Whether it had nothing to do now and when this was asked last. While a connection lasts, the daemon may
    /// ask polkit about the process that made it. Does not wait: the owner of a control group may let its
    /// processes stand still, and must not hold up others by that.
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
