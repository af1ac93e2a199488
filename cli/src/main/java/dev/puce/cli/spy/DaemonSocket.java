package dev.puce.cli.spy;

import dev.puce.cli.terminal.CommandFailedException;
import dev.puce.posix.SystemCallException;
import dev.puce.posix.UnixSocket;
import java.nio.file.Path;

/// The socket of the daemon that programs are spied upon through.
final class DaemonSocket {
    private static final Path USUAL = Path.of("/run/pcscd/pcscd.comm");

    private DaemonSocket() {}

    /// Returns the socket that programs use: `PCSCLITE_CSOCK_NAME`, else pcscd's.
    static Path usual() {
        var name = System.getenv("PCSCLITE_CSOCK_NAME");
        return name == null || name.isEmpty() ? USUAL : Path.of(name);
    }

    /// Checks that a daemon listens.
    ///
    /// @throws CommandFailedException if none does
    static void check(Path path) {
        try {
            UnixSocket.connect(path, () -> false).close();
        } catch (SystemCallException failed) {
            throw new CommandFailedException(
                    "No PC/SC daemon: " + failed.getMessage()
                            + ".\nStart pcscd (systemctl start pcscd.socket), or name its socket with --socket. Without a"
                            + " daemon and a reader, use puce spy --virtual COMMAND",
                    failed);
        }
    }
}
