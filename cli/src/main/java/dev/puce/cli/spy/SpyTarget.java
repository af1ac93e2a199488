package dev.puce.cli.spy;

import dev.puce.cli.program.StartedProgram;
import dev.puce.cli.service.AllowOutsideOption;
import dev.puce.cli.service.ServeCommand;
import dev.puce.cli.terminal.CommandFailedException;
import dev.puce.cli.terminal.NonBlockingOutput;
import dev.puce.cli.terminal.StopRequest;
import dev.puce.posix.CoreDumps;
import dev.puce.posix.JobControl;
import dev.puce.service.PcscService;
import dev.puce.service.card.kind.CardKinds;
import dev.puce.spy.DaemonConnector;
import dev.puce.spy.attach.AttachException;
import dev.puce.spy.attach.Attachment;
import dev.puce.spy.live.SpySession;
import dev.puce.spy.live.SpySocket;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The programs that are observed: a COMMAND, those that come to a socket, or all of the machine. Shared by `puce spy`
/// and `puce web`.
public final class SpyTarget {
    @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
    private CommandLine.Model.CommandSpec spec;

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

    @Mixin
    private AllowOutsideOption outside;

    private Path socket;

    /// Starts a trace.
    @FunctionalInterface
    public interface SessionOpener {
        /// Starts a trace.
        ///
        /// @param connector          makes the connections to the daemon
        /// @param daemon             socket of the daemon
        /// @param command            the program that will run; empty if there is none
        /// @param announcesProcesses whether to announce each new process
        SpySession open(DaemonConnector connector, Path daemon, List<String> command, boolean announcesProcesses)
                throws IOException;
    }

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

    /// Returns whether programs are observed that COMMAND does not start.
    public boolean isWithoutCommand() {
        return attach || listen != null;
    }

    /// Returns whether all programs of the machine are observed.
    boolean isAttached() {
        return attach;
    }

    /// Returns whether an option chooses a daemon, or its place.
    boolean needsDaemon() {
        return virtual || listen != null || socket != null;
    }

    /// Refuses combinations of options that have no effect.
    ///
    /// @param command the program to run; empty if there is none
    public void check(List<String> command) {
        if ((listen != null && attach) || (isWithoutCommand() && !command.isEmpty())) {
            throw wrongUsage("COMMAND, --attach and --listen exclude each other");
        }
        if (virtual && command.isEmpty()) {
            throw wrongUsage("--virtual needs a COMMAND. For other programs use puce serve");
        }
        if (!virtual && (card != null || reader != null || outside.isGiven())) {
            String option = card != null ? "--card" : reader != null ? "--reader" : "--allow-outside";
            throw wrongUsage(option + " needs --virtual");
        }
    }

    private CommandLine.ParameterException wrongUsage(String what) {
        return new CommandLine.ParameterException(spec.commandLine(), what);
    }

    /// Observes programs until COMMAND ends, or until Ctrl-C without a COMMAND.
    ///
    /// @param command    the program to run; empty if there is none
    /// @param lateSignal runs for each signal that comes when COMMAND has begun to exit
    /// @return the exit status of COMMAND; 0 without one
    public int spy(List<String> command, Runnable lateSignal, SessionOpener opener) throws IOException {
        CoreDumps.disable(); // PINs and keys pass through this process
        JobControl.resistStop(() -> report("Ctrl-Z is ignored, because a stopped puce would block the programs that it"
                + " observes; Ctrl-C ends it"));
        try {
            if (command.isEmpty()) {
                JobControl.allowBackgroundOutput();
            }
            if (attach) {
                return spyOnMachine(opener);
            }
            return virtual
                    ? spyOnService(command, lateSignal, opener)
                    : spyThroughSocket(daemonPath(), command, lateSignal, opener);
        } catch (AttachException refused) {
            throw new CommandFailedException(refused.getMessage(), refused);
        }
    }

    private int spyOnService(List<String> command, Runnable lateSignal, SessionOpener opener) throws IOException {
        try (var service = PcscService.start()) {
            service.addReader(reader == null ? ServeCommand.DEFAULT_READER : reader)
                    .insert(CardKinds.make(card == null ? ServeCommand.DEFAULT_CARD : card, outside.access()));
            return spyThroughSocket(service.socket(), command, lateSignal, opener);
        }
    }

    private int spyThroughSocket(Path daemon, List<String> command, Runnable lateSignal, SessionOpener opener)
            throws IOException {
        DaemonSocket.check(daemon);
        try (var relaySocket = listen == null ? SpySocket.inPrivateDirectory(daemon) : SpySocket.at(listen, daemon);
                var session = opener.open(relaySocket, daemon, command, listen != null)) {
            relaySocket.serve(session);
            if (listen == null) {
                int status = StartedProgram.start(command, relaySocket.path(), lateSignal)
                        .await();
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

    private int spyOnMachine(SessionOpener opener) throws IOException {
        var place = daemonPath();
        var stop = new StopRequest();
        try (var attachment = Attachment.take(place, this::report);
                var session = opener.open(attachment, place, List.of(), true)) {
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

    /// Restores the daemon's socket after a killed puce.
    void repair() throws IOException {
        try {
            if (!Attachment.repair(daemonPath(), this::report)) {
                report("Nothing to repair at " + daemonPath() + ".");
            }
        } catch (AttachException refused) {
            throw new CommandFailedException(refused.getMessage(), refused);
        }
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
