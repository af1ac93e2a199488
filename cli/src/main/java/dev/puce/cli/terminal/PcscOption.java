package dev.puce.cli.terminal;

import dev.puce.cards.Readers;
import dev.puce.diagnose.machine.FailureAdvice;
import dev.puce.diagnose.machine.SocketChoice;
import dev.puce.pcsc.Pcsc;
import dev.puce.pcsc.PcscException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/// The option `--socket` of commands that use a PC/SC service.
public final class PcscOption {
    private Path socket;

    @Option(
            names = "--socket",
            paramLabel = "PATH",
            description = "Use the PC/SC service at this socket, without the native library.")
    void setSocket(Path path) {
        socket = path;
    }

    /// Returns the socket that the command uses.
    public SocketChoice choice() {
        return SocketChoice.of(Optional.ofNullable(socket));
    }

    /// Explains a failure of PC/SC: the cause, the programs that may hold the card, and the remedy.
    public CommandFailedException failed(PcscException failure) {
        return new CommandFailedException(new FailureAdvice(choice()).message(failure), failure);
    }

    /// Returns whether a socket is named.
    public boolean isGiven() {
        return socket != null;
    }

    /// Returns the choice as [Pcsc#open(String)] takes it; empty for the machine's usual service.
    public String backend() {
        return socket == null ? "" : "socket:" + socket;
    }

    /// Opens a service.
    ///
    /// @param backend as [Pcsc#open(String)] takes it; empty for the machine's usual service
    /// @throws CommandFailedException if there is no library to use
    public static Pcsc open(String backend) {
        try {
            return backend.isEmpty() ? Pcsc.open() : Pcsc.open(backend);
        } catch (RuntimeException e) {
            throw new CommandFailedException(e.getMessage(), e);
        }
    }

    /// Opens the service's readers.
    ///
    /// @throws CommandFailedException if there is no library to use
    public Readers readers() {
        try {
            return socket == null ? Readers.open() : Readers.open(backend());
        } catch (RuntimeException e) {
            throw new CommandFailedException(e.getMessage(), e);
        }
    }
}
