package dev.puce.cli.spy;

import dev.puce.cli.program.StartedProgram;
import dev.puce.cli.trace.CallOutput;
import dev.puce.pcsc.CallSink;
import dev.puce.posix.CoreDumps;
import dev.puce.spy.live.SpySession;
import dev.puce.spy.live.SpySocket;
import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.redaction.Redaction;
import dev.puce.trace.redaction.Redactor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/// The run of a program under the spy, for commands that need its calls and show none of them.
///
/// @param command    the program and its arguments
/// @param startNanos time 0 of the calls, by `System.nanoTime()`
public record SpiedRun(List<String> command, long startNanos) {
    /// Whether the words of a command name a program: `--` stands before them.
    public static boolean isAsked(CommandSpec command) {
        return command.commandLine().getParseResult().originalArgs().contains("--");
    }

    /// Prepares a run, whose times count from now.
    public static SpiedRun of(List<String> command) {
        return new SpiedRun(command, System.nanoTime());
    }

    /// Describes the run.
    public RecordingHeader header() {
        return LiveHeader.of(
                startNanos,
                DaemonSocket.usual(),
                new Redactor(Redaction.FULL).redactArguments(command),
                Redaction.FULL);
    }

    /// Runs the program until it ends. Secrets are removed from its calls.
    ///
    /// @param calls receives the calls; stays open
    /// @return exit status of the program
    /// @throws IOException if the receiver of the calls fails; the program runs to its end
    /// @throws dev.puce.cli.terminal.CommandFailedException if there is no daemon or no such program
    public int trace(CallSink calls) throws IOException {
        CoreDumps.disable(); // PINs and keys pass through this process
        Path daemon = DaemonSocket.usual();
        DaemonSocket.check(daemon);
        var output = new CallOutput(calls);
        int status;
        try (var socket = SpySocket.inPrivateDirectory(daemon);
                var session =
                        new SpySession(socket, new Redactor(Redaction.FULL), List.of(output), false, startNanos)) {
            socket.serve(session);
            status = StartedProgram.start(command, socket.path()).await();
            if (!socket.users().isEmpty()) {
                socket.keepPath();
            }
        }
        output.check();
        return status;
    }
}
