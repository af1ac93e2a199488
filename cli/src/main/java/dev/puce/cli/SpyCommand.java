package dev.puce.cli;

import dev.puce.spy.live.Conversations;
import dev.puce.spy.live.MessageView;
import dev.puce.spy.posix.SystemCallException;
import dev.puce.spy.posix.UnixSocket;
import dev.puce.spy.relay.Capture;
import dev.puce.spy.relay.Relay;
import dev.puce.spy.relay.RelaySocket;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `puce spy`: shows the PC/SC calls of a program while it runs.
@Command(
        name = "spy",
        description = "Show the PC/SC calls that COMMAND makes, or those of programs started elsewhere.",
        mixinStandardHelpOptions = true)
final class SpyCommand implements Callable<Integer> {
    private static final Path DAEMON_SOCKET = Path.of("/run/pcscd/pcscd.comm");

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(
            names = "--listen",
            paramLabel = "SOCKET",
            description = "Listen there, for programs started elsewhere with PCSCLITE_CSOCK_NAME=SOCKET.")
    private Path listen;

    @Option(
            names = "--daemon-socket",
            paramLabel = "PATH",
            description = "Where pcscd listens. Default: PCSCLITE_CSOCK_NAME, else /run/pcscd/pcscd.comm.")
    private Path daemonSocket;

    @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "The program to run, and its arguments.")
    private List<String> command = List.of();

    @Override
    public Integer call() throws IOException {
        if (command.isEmpty() == (listen == null)) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "say what to spy on: a COMMAND, or --listen SOCKET");
        }
        var daemon = daemonPath();
        checkDaemon(daemon);
        var view = new MessageView(spec.commandLine().getErr(), System.nanoTime());
        try (var socket = listen == null ? RelaySocket.inPrivateDirectory() : RelaySocket.at(listen);
                var capture = Capture.start(new Conversations(view), Capture.DEFAULT_MEMORY_BYTES);
                var _ = Relay.start(socket, (_, goOn) -> UnixSocket.connect(daemon, goOn), capture)) {
            if (listen == null) {
                return SpiedProgram.start(command, socket.path()).await();
            }
            awaitRequestToEnd();
            return CommandLine.ExitCode.OK;
        }
    }

    private static void awaitRequestToEnd() {
        var end = new CountDownLatch(1);
        SpiedProgram.onRequestToEnd(end::countDown);
        try {
            end.await();
        } catch (InterruptedException alsoAnEnd) {
            Thread.currentThread().interrupt();
        }
    }

    private Path daemonPath() {
        if (daemonSocket != null) {
            return daemonSocket;
        }
        var name = System.getenv("PCSCLITE_CSOCK_NAME");
        return name == null || name.isEmpty() ? DAEMON_SOCKET : Path.of(name);
    }

    private static void checkDaemon(Path path) {
        try {
            UnixSocket.connect(path, () -> false).close();
        } catch (SystemCallException failed) {
            throw new CommandFailedException(
                    "no PC/SC daemon: " + failed.getMessage()
                            + ".\nStart pcscd (systemctl start pcscd.socket, or run pcscd), or say where it listens with"
                            + " --daemon-socket. Without a daemon and a reader: puce spy --virtual",
                    failed);
        }
    }
}
