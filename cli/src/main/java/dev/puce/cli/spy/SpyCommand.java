package dev.puce.cli.spy;

import dev.puce.cli.service.ServeCommand;
import dev.puce.cli.terminal.CommandFailedException;
import dev.puce.cli.terminal.NonBlockingOutput;
import dev.puce.cli.terminal.StopRequest;
import dev.puce.posix.SystemCallException;
import dev.puce.posix.UnixSocket;
import dev.puce.service.PcscService;
import dev.puce.service.card.CardKinds;
import dev.puce.spy.attach.AttachException;
import dev.puce.spy.attach.Attachment;
import dev.puce.spy.live.SpySession;
import dev.puce.spy.login.SessionHelpers;
import dev.puce.spy.relay.DaemonAtPath;
import dev.puce.spy.relay.DaemonPresence;
import dev.puce.spy.relay.RelaySocket;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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
public final class SpyCommand implements Callable<Integer> {
    private static final Path DAEMON_SOCKET = Path.of("/run/pcscd/pcscd.comm");

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private SpyOptions options;

    @Option(
            names = "--listen",
            paramLabel = "SOCKET",
            description = "Listen there, for programs started elsewhere with PCSCLITE_CSOCK_NAME=SOCKET.")
    private Path listen;

    @Option(
            names = "--attach",
            description =
                    "Take the place of the running daemon's socket until Ctrl-C: all programs of the machine, none"
                            + " restarted. For root.")
    private boolean attach;

    @Option(
            names = "--detach",
            description = "Give the place back that a puce has left in disorder which was killed, and end.")
    private boolean detach;

    @Option(
            names = "--virtual",
            description = "With COMMAND: an embedded service with a virtual reader and a card in place of pcscd.")
    private boolean virtual;

    @Option(
            names = "--daemon-socket",
            paramLabel = "PATH",
            description = "Where pcscd listens. Default: PCSCLITE_CSOCK_NAME, else /run/pcscd/pcscd.comm.")
    private Path daemonSocket;

    @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "The program to run, and its arguments.")
    private List<String> command = List.of();

    @Override
    public Integer call() throws IOException {
        long chosen = Stream.of(!command.isEmpty(), listen != null, attach, detach)
                .filter(yes -> yes)
                .count();
        if (chosen != 1) {
            throw wrongUsage((chosen == 0 ? "say what to spy on: " : "say one thing to spy on: ")
                    + "a COMMAND, --attach, or --listen SOCKET");
        }
        if (virtual && command.isEmpty()) {
            throw wrongUsage("--virtual needs a COMMAND, which finds its service; for others: puce serve");
        }
        if (detach) {
            return repair();
        }
        options.check(spec.commandLine());
        try {
            if (attach) {
                return spyOnMachine();
            }
            return virtual ? spyOnService() : spyThroughSocket(daemonPath());
        } catch (AttachException refused) {
            throw new CommandFailedException(refused.getMessage(), refused);
        }
    }

    private CommandLine.ParameterException wrongUsage(String what) {
        return new CommandLine.ParameterException(spec.commandLine(), what);
    }

    private int spyOnService() throws IOException {
        try (var service = PcscService.start()) {
            service.addReader(ServeCommand.DEFAULT_READER).insert(CardKinds.make(ServeCommand.DEFAULT_CARD));
            return spyThroughSocket(service.socket());
        }
    }

    private int spyThroughSocket(Path daemon) throws IOException {
        checkDaemon(daemon);
        try (var socket = listen == null ? RelaySocket.inPrivateDirectory() : RelaySocket.at(listen);
                var deputies = SessionHelpers.asNeeded();
                var presence = DaemonPresence.start(new DaemonAtPath(daemon, deputies), socket);
                var session = options.open(
                        presence,
                        daemon,
                        command,
                        listen != null,
                        spec.commandLine().getErr())) {
            session.relay().listen(socket);
            if (listen == null) {
                return SpiedProgram.start(command, socket.path()).await();
            }
            var end = new StopRequest();
            say("listening at " + socket.path() + "; start programs with PCSCLITE_CSOCK_NAME=" + socket.path()
                    + ", Ctrl-C ends");
            end.await();
            return CommandLine.ExitCode.OK;
        }
    }

    private int spyOnMachine() throws IOException {
        var place = daemonPath();
        var end = new StopRequest();
        try (var attachment = Attachment.take(place, this::say);
                var session = options.open(
                        attachment, place, List.of(), true, spec.commandLine().getErr())) {
            attachment.serve(session.relay(), session::incident);
            say("attached to " + place + "; Ctrl-C gives it back");
            end.await();
            attachment.giveBack();
            letConnectionsEnd(session, end);
            return CommandLine.ExitCode.OK;
        }
    }

    /// Programs that have come through puce stay connected through it: cutting them would be an error of the daemon in
    /// their eyes.
    private void letConnectionsEnd(SpySession session, StopRequest end) {
        session.relay().stopAccepting();
        int open = session.relay().openConnections();
        if (open > 0) {
            say("gave the place back; waiting for the end of " + open + (open == 1 ? " connection" : " connections")
                    + " that went through puce, Ctrl-C cuts them");
            end.awaitNextOr(() -> session.relay().awaitNoConnections(Duration.ofMillis(200)));
        }
    }

    private int repair() throws IOException {
        if (!Attachment.repair(daemonPath(), this::say)) {
            say("nothing to repair at " + daemonPath());
        }
        return CommandLine.ExitCode.OK;
    }

    private void say(String what) {
        NonBlockingOutput.print(spec.commandLine().getErr(), "puce: " + what + System.lineSeparator());
    }

    private Path daemonPath() {
        if (daemonSocket != null) {
            return daemonSocket.toAbsolutePath();
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
                            + " --daemon-socket. Without a daemon and a reader: puce spy --virtual -- COMMAND",
                    failed);
        }
    }
}
