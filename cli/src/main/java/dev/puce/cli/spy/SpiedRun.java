package dev.puce.cli.spy;

import dev.puce.posix.CoreDumps;
import dev.puce.spy.TraceListener;
import dev.puce.spy.live.SpySession;
import dev.puce.spy.live.SpySocket;
import dev.puce.trace.redaction.Redaction;
import dev.puce.trace.redaction.Redactor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Runs a program under the spy, for commands that need its calls and show none of them.
public final class SpiedRun {
    private SpiedRun() {}

    /// Runs the program until it ends. Secrets are removed from its calls.
    ///
    /// @param command the program and its arguments
    /// @param outputs receive the events of the trace, and are closed at its end
    /// @return exit status of the program
    /// @throws dev.puce.cli.terminal.CommandFailedException if there is no daemon or no such program
    public static int run(List<String> command, List<TraceListener> outputs) throws IOException {
        CoreDumps.disable(); // PINs and keys pass through this process
        Path daemon = DaemonSocket.usual();
        DaemonSocket.check(daemon);
        long startNanos = System.nanoTime();
        try (var socket = SpySocket.inPrivateDirectory(daemon);
                var session = new SpySession(socket, new Redactor(Redaction.FULL), outputs, false, startNanos)) {
            socket.serve(session);
            int status = SpiedProgram.start(command, socket.path()).await();
            if (!socket.users().isEmpty()) {
                socket.keepPath();
            }
            return status;
        }
    }
}
