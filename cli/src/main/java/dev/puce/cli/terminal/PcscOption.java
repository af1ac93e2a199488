package dev.puce.cli.terminal;

import dev.puce.cards.Readers;
import dev.puce.diagnose.machine.FailureAdvice;
import dev.puce.diagnose.machine.SocketChoice;
import dev.puce.pcsc.Pcsc;
import dev.puce.pcsc.PcscException;
import dev.puce.pcsc.PcscProvider;
import dev.puce.posix.OperatingSystem;
import dev.puce.service.UserServiceSocket;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
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
        return SocketChoice.of(service());
    }

    /// Returns the socket that an option or the environment names, or the usual one.
    public SocketChoice namedChoice() {
        return SocketChoice.of(Optional.ofNullable(socket));
    }

    private Optional<Path> service() {
        return Optional.ofNullable(socket).or(() -> userService(namedChoice(), System.getenv()));
    }

    /// The running `puce serve` of the user, if nothing names a service and pcscd has no socket.
    static Optional<Path> userService(SocketChoice choice, Map<String, String> environment) {
        boolean isPcscdAbsent = OperatingSystem.current() == OperatingSystem.LINUX
                && System.getProperty(PcscProvider.PROPERTY, "").isEmpty()
                && choice.origin() == SocketChoice.Origin.USUAL
                && Files.notExists(choice.path());
        return isPcscdAbsent ? UserServiceSocket.find(environment) : Optional.empty();
    }

    /// Explains a failure of PC/SC: the cause, the programs that may hold the card, and the remedy.
    public CommandFailedException failed(PcscException failure) {
        return new CommandFailedException(new FailureAdvice(choice()).message(failure), failure);
    }

    /// Returns whether a socket is named.
    public boolean isGiven() {
        return socket != null;
    }

    /// Returns the service as [Pcsc#open(String)] takes it; empty for the machine's usual one. Says so if a running
    /// `puce serve` takes the place of pcscd.
    ///
    /// @param err standard error
    public String backend(PrintWriter err) {
        return announcedService(err).map(path -> "socket:" + path).orElse("");
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

    /// Opens the service's readers. Says so if a running `puce serve` takes the place of pcscd.
    ///
    /// @param err standard error
    /// @throws CommandFailedException if there is no library to use
    public Readers readers(PrintWriter err) {
        return open(announcedService(err));
    }

    private Optional<Path> announcedService(PrintWriter err) {
        var service = service();
        if (socket == null) {
            service.ifPresent(path -> {
                err.println("puce: pcscd does not run. Using your running puce serve at " + path + ".");
                err.flush();
            });
        }
        return service;
    }

    /// Opens the service's readers.
    ///
    /// @throws CommandFailedException if there is no library to use
    public Readers readers() {
        return open(service());
    }

    private static Readers open(Optional<Path> service) {
        try {
            return service.map(path -> Readers.open("socket:" + path)).orElseGet(Readers::open);
        } catch (RuntimeException e) {
            throw new CommandFailedException(e.getMessage(), e);
        }
    }
}
