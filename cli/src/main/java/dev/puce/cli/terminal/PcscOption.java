package dev.puce.cli.terminal;

import dev.puce.cards.Readers;
import dev.puce.pcsc.Pcsc;
import java.nio.file.Path;
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
