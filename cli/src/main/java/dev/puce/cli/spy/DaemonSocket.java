package dev.puce.cli.spy;

import dev.puce.cli.terminal.CommandFailedException;
import dev.puce.diagnose.machine.FailureAdvice;
import dev.puce.diagnose.machine.SocketChoice;
import dev.puce.pcsc.ReturnCode;
import dev.puce.posix.SystemCallException;
import dev.puce.posix.UnixSocket;
import java.nio.file.Path;
import java.util.Optional;

/// The socket of the daemon that programs are spied upon through.
final class DaemonSocket {
    private DaemonSocket() {}

    /// Returns the socket that programs use: `PCSCLITE_CSOCK_NAME`, else pcscd's.
    static Path usual() {
        return SocketChoice.of(Optional.empty()).path();
    }

    /// Checks that a daemon listens.
    ///
    /// @throws CommandFailedException if none does
    static void check(Path path) {
        try {
            UnixSocket.connect(path, () -> false).close();
        } catch (SystemCallException failed) {
            var option = Optional.of(path).filter(named -> !named.equals(usual()));
            String cause = new FailureAdvice(SocketChoice.of(option))
                    .cause(ReturnCode.NO_SERVICE)
                    .orElseGet(failed::getMessage);
            throw new CommandFailedException(
                    "No PC/SC daemon: " + cause + "\nWithout a daemon and a reader, use puce spy --virtual COMMAND",
                    failed);
        }
    }
}
