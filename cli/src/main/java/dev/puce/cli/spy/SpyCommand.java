package dev.puce.cli.spy;

import dev.puce.cli.help.Guide;
import dev.puce.cli.service.ServeCommand;
import dev.puce.cli.terminal.CommandFailedException;
import dev.puce.cli.terminal.NonBlockingOutput;
import dev.puce.cli.terminal.RunsProgram;
import dev.puce.cli.terminal.StopRequest;
import dev.puce.diagnose.SilentProgram;
import dev.puce.posix.CoreDumps;
import dev.puce.posix.JobControl;
import dev.puce.service.PcscService;
import dev.puce.service.card.CardKinds;
import dev.puce.spy.attach.AttachException;
import dev.puce.spy.attach.Attachment;
import dev.puce.spy.live.SpySession;
import dev.puce.spy.live.SpySocket;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `puce spy`: shows the PC/SC calls of programs while they run.
@Command(
        name = "spy",
        description = {
            "Show the PC/SC calls of COMMAND, or of programs that run already.",
            "The trace goes to standard error. Standard input and output belong to COMMAND. PINs and keys are hidden."
        })
@Guide(
        usage = {
            "puce spy [OPTIONS] COMMAND [ARGUMENT...]",
            "puce spy --attach [OPTIONS]",
            "puce spy --listen SOCKET [OPTIONS]"
        },
        examples = {
            "puce spy opensc-tool -a | show the calls of opensc-tool",
            "puce spy -o trace.jsonl firefox | record them for puce show, summary, diff and replay",
            "puce spy --virtual --card piv pkcs11-tool -O | the same with a virtual reader and card, without hardware",
            "sudo puce spy --attach | show the calls of all programs of the machine until Ctrl-C"
        },
        exitStatuses = {
            "0-255 | the status of COMMAND; 128 plus the signal's number if a signal ended it",
            "125 | puce failed",
            "126 | COMMAND is not executable",
            "127 | there is no such COMMAND",
            "2 | wrong usage"
        },
        environment = {
            "PCSCLITE_CSOCK_NAME | socket of the daemon; COMMAND gets the socket of puce in this variable",
            "NO_COLOR | no colour"
        },
        files = {"/run/pcscd/pcscd.comm | socket of pcscd"},
        seeAlso = {"puce show", "puce summary", "puce diff", "puce replay"})
public final class SpyCommand implements Callable<Integer>, RunsProgram {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private SpyOptions options;

    @Option(
            names = "--listen",
            paramLabel = "SOCKET",
            description = "Listen at SOCKET for programs that run with PCSCLITE_CSOCK_NAME=SOCKET.")
    private Path listen;

    @Option(
            names = "--attach",
            description = "Replace the daemon's socket until Ctrl-C. All programs of the machine are seen, and none"
                    + " restarts. Needs root.")
    private boolean attach;

    @Option(names = "--detach", description = "Restore the daemon's socket after a killed puce, then exit.")
    private boolean detach;

    @Option(names = "--virtual", description = "Run COMMAND with a virtual reader and card instead of pcscd.")
    private boolean virtual;

    @Option(
            names = {"-c", "--card"},
            paramLabel = "KIND",
            description = "With --virtual: the card; `puce card list` shows the kinds. Default: "
                    + ServeCommand.DEFAULT_CARD + ".")
    private String card;

    @Option(
            names = {"-r", "--reader"},
            paramLabel = "NAME",
            description = "With --virtual: the name of the reader. Default: " + ServeCommand.DEFAULT_READER + ".")
    private String reader;

    private Path socket;

    @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "The program to run, and its arguments.")
    private List<String> command = List.of();

    @Option(
            names = "--socket",
            paramLabel = "PATH",
            description = "Socket of the daemon. Default: PCSCLITE_CSOCK_NAME, else /run/pcscd/pcscd.comm.")
    void setSocket(Path path) {
        socket = path;
    }

    @Option(names = "--daemon-socket", paramLabel = "PATH", hidden = true)
    void setDaemonSocket(Path path) {
        socket = path;
    }

    @Override
    public boolean hasProgram() {
        return !command.isEmpty();
    }

    @Override
    public Integer call() throws IOException {
        checkUsage();
        if (detach) {
            return repair();
        }
        options.check(spec.commandLine());
        CoreDumps.disable(); // PINs and keys pass through this process
        JobControl.resistStop(() -> report("Ctrl-Z is ignored, because a stopped puce would block the programs that it"
                + " observes; Ctrl-C ends it"));
        try {
            if (command.isEmpty()) {
                JobControl.allowBackgroundOutput();
            }
            if (attach) {
                return spyOnMachine();
            }
            return virtual ? spyOnService() : spyThroughSocket(daemonPath());
        } catch (AttachException refused) {
            throw new CommandFailedException(refused.getMessage(), refused);
        }
    }

    private void checkUsage() {
        long chosen = Stream.of(!command.isEmpty(), listen != null, attach, detach)
                .filter(yes -> yes)
                .count();
        if (chosen == 0) {
            throw wrongUsage("Name a COMMAND, or use --attach or --listen SOCKET");
        }
        if (chosen > 1) {
            throw wrongUsage("COMMAND, --attach, --detach and --listen exclude each other");
        }
        if (virtual && command.isEmpty()) {
            throw wrongUsage("--virtual needs a COMMAND. For other programs use puce serve");
        }
        if (!virtual && (card != null || reader != null)) {
            throw wrongUsage((card != null ? "--card" : "--reader") + " needs --virtual");
        }
    }

    private CommandLine.ParameterException wrongUsage(String what) {
        return new CommandLine.ParameterException(spec.commandLine(), what);
    }

    private int spyOnService() throws IOException {
        try (var service = PcscService.start()) {
            service.addReader(reader == null ? ServeCommand.DEFAULT_READER : reader)
                    .insert(CardKinds.make(card == null ? ServeCommand.DEFAULT_CARD : card));
            return spyThroughSocket(service.socket());
        }
    }

    private int spyThroughSocket(Path daemon) throws IOException {
        DaemonSocket.check(daemon);
        int status = relay(daemon);
        if (!command.isEmpty() && options.sawNoConnection()) {
            report(command.getFirst() + " made no PC/SC call. " + String.join(" ", SilentProgram.reasons(command)));
        }
        return status;
    }

    private int relay(Path daemon) throws IOException {
        try (var relaySocket = listen == null ? SpySocket.inPrivateDirectory(daemon) : SpySocket.at(listen, daemon);
                var session = options.open(
                        relaySocket,
                        daemon,
                        command,
                        listen != null,
                        spec.commandLine().getErr())) {
            relaySocket.serve(session);
            if (listen == null) {
                int status = SpiedProgram.start(command, relaySocket.path()).await();
                reportUsers(relaySocket);
                return status;
            }
            var stop = new StopRequest();
            report("Listening at " + relaySocket.path() + ". Start programs with PCSCLITE_CSOCK_NAME="
                    + relaySocket.path() + ". Ctrl-C ends.");
            stop.await();
            return CommandLine.ExitCode.OK;
        }
    }

    /// Programs that outlive COMMAND, such as gpg's scdaemon, keep puce's socket in their environment.
    private void reportUsers(SpySocket socket) {
        var users = socket.users();
        if (users.isEmpty()) {
            return;
        }
        String names = users.stream().map(String::valueOf).collect(Collectors.joining(", "));
        if (virtual) {
            report("Still running without a PC/SC service: " + names + ". End them before you use a card with them.");
        } else {
            socket.keepPath();
            report("Still running with puce's socket: " + names
                    + ". From now on the socket leads to the daemon, and puce no longer sees their calls.");
        }
    }

    private int spyOnMachine() throws IOException {
        var place = daemonPath();
        var stop = new StopRequest();
        try (var attachment = Attachment.take(place, this::report);
                var session = options.open(
                        attachment, place, List.of(), true, spec.commandLine().getErr())) {
            attachment.serve(session);
            report("Attached to " + place + ". Ctrl-C restores it.");
            stop.await();
            attachment.restore();
            awaitConnections(session, stop);
            return CommandLine.ExitCode.OK;
        }
    }

    /// Connections that go through puce stay open until their programs close them. Cutting one looks like an error of
    /// the daemon to its program.
    private void awaitConnections(SpySession session, StopRequest stop) {
        session.stopAccepting();
        int open = session.openConnections();
        if (open > 0) {
            report("Restored the socket. Waiting for " + open + (open == 1 ? " connection" : " connections")
                    + " through puce to close. Ctrl-C closes them now.");
            stop.awaitNextOr(() -> session.awaitNoConnections(Duration.ofMillis(200)));
        }
    }

    private int repair() throws IOException {
        if (!Attachment.repair(daemonPath(), this::report)) {
            report("Nothing to repair at " + daemonPath() + ".");
        }
        return CommandLine.ExitCode.OK;
    }

    private void report(String what) {
        NonBlockingOutput.print(spec.commandLine().getErr(), "puce: " + what + System.lineSeparator());
    }

    private Path daemonPath() {
        if (socket != null) {
            return socket.toAbsolutePath();
        }
        return DaemonSocket.usual();
    }
}
