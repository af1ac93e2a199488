package dev.puce.cli;

import dev.puce.spy.live.LiveView;
import dev.puce.spy.live.SpySession;
import dev.puce.spy.live.TraceOutput;
import dev.puce.spy.posix.SystemCallException;
import dev.puce.spy.posix.Terminal;
import dev.puce.spy.posix.UnixSocket;
import dev.puce.spy.recording.RecordingHeader;
import dev.puce.spy.redaction.Redaction;
import dev.puce.spy.redaction.Redactor;
import dev.puce.spy.relay.DaemonConnector;
import dev.puce.spy.relay.RelaySocket;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `puce spy`: shows the PC/SC calls of programs while they run.
@Command(
        name = "spy",
        description = "Show the PC/SC calls that COMMAND makes, or those of programs started elsewhere.",
        footer = {
            "",
            "The trace goes to standard error; the standard streams and the exit status are COMMAND's.",
            "Example: puce spy -o trace.jsonl -- opensc-tool -a"
        },
        mixinStandardHelpOptions = true)
final class SpyCommand implements Callable<Integer> {
    private static final Path DAEMON_SOCKET = Path.of("/run/pcscd/pcscd.comm");

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private ViewOptions view;

    @Mixin
    private RecordOptions recording;

    @Mixin
    private RedactOption redact;

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

    @Option(
            names = "--level",
            paramLabel = "LEVEL",
            defaultValue = "calls",
            description = "What to show: calls of the API (default), or wire: the messages that they are made of.")
    private LiveView.Level level;

    @Option(
            names = {"-q", "--quiet"},
            description = "Show nothing, only record.")
    private boolean quiet;

    @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "The program to run, and its arguments.")
    private List<String> command = List.of();

    private final long beginNanos = System.nanoTime();

    @Override
    public Integer call() throws IOException {
        if (command.isEmpty() == (listen == null)) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "say what to spy on: a COMMAND, or --listen SOCKET");
        }
        var daemon = daemonPath();
        checkDaemon(daemon);
        DaemonConnector connector = (_, goOn) -> UnixSocket.connect(daemon, goOn);
        try (var socket = listen == null ? RelaySocket.inPrivateDirectory() : RelaySocket.at(listen);
                var _ = openSession(socket, connector, daemon)) {
            if (listen == null) {
                return SpiedProgram.start(command, socket.path()).await();
            }
            awaitRequestToEnd();
            return CommandLine.ExitCode.OK;
        }
    }

    private SpySession openSession(RelaySocket socket, DaemonConnector connector, Path daemon) throws IOException {
        var redaction = redact.redaction(spec.commandLine().getErr());
        var outputs = openOutputs(header(daemon, redaction));
        return new SpySession(socket, connector, new Redactor(redaction), outputs, listen != null, beginNanos);
    }

    private List<TraceOutput> openOutputs(RecordingHeader header) throws IOException {
        var outputs = new ArrayList<TraceOutput>();
        recording.open(header, call -> true).ifPresent(outputs::add);
        if (!quiet) {
            var standardError = new FileOutputStream(FileDescriptor.err);
            boolean coloured = view.color().decide(System.getenv(), Terminal.isStandardError());
            outputs.add(
                    LiveView.start(standardError, out -> view.open(out, coloured, true, header), level, call -> true));
        }
        return outputs;
    }

    private RecordingHeader header(Path daemon, Redaction redaction) throws IOException {
        return new RecordingHeader(
                Instant.now().minusNanos(System.nanoTime() - beginNanos),
                hostName(),
                new Version().getVersion()[0],
                "relay",
                Optional.of(daemon.toString()),
                Optional.empty(),
                command,
                redaction);
    }

    private static Optional<String> hostName() {
        try {
            return Optional.of(
                    Files.readString(Path.of("/proc/sys/kernel/hostname")).strip());
        } catch (IOException unknown) {
            return Optional.empty();
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
                            + " --daemon-socket.",
                    failed);
        }
    }
}
