package dev.puce.cli.terminal;

import dev.puce.service.control.ControlAnswer;
import dev.puce.service.control.ControlClient;
import dev.puce.service.control.ControlRequest;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/// The option `--service`, shared by the commands that change the readers and cards of a running `puce serve`.
public final class ServiceSocketOption {
    private static final String CLIENTS_VARIABLE = "PCSCLITE_CSOCK_NAME";

    @Option(
            names = "--service",
            paramLabel = "SOCKET",
            description = "Which service: the socket that puce serve names. Default: " + CLIENTS_VARIABLE
                    + ", else where puce serve listens when it is not told.")
    private Path socket;

    /// Asks the service.
    ///
    /// @throws CommandFailedException if there is none, or it refuses
    public ControlAnswer.Done ask(ControlRequest request) {
        Path path = find(System.getenv());
        try {
            return switch (ControlClient.ask(path, request)) {
                case ControlAnswer.Done done -> done;
                case ControlAnswer.Refused(String reason) -> throw new CommandFailedException(reason);
            };
        } catch (SocketException e) {
            throw new CommandFailedException(
                    "no puce service at " + path + " (" + e.getMessage()
                            + "). Start one with puce serve, and name its socket with --service SOCKET or "
                            + CLIENTS_VARIABLE,
                    e);
        } catch (IOException e) {
            throw new CommandFailedException(e.getMessage(), e);
        }
    }

    private Path find(Map<String, String> environment) {
        if (socket != null) {
            return socket;
        }
        return Optional.ofNullable(environment.get(CLIENTS_VARIABLE))
                .filter(name -> !name.isEmpty())
                .map(Path::of)
                .or(() -> usual(environment))
                .orElseThrow(() -> new CommandFailedException(
                        "which service? Name its socket with --service SOCKET or " + CLIENTS_VARIABLE));
    }

    /// Where a service listens that is not told: in the directory that the system gives to the user's session, if it
    /// does; otherwise in a new directory, which nobody can know.
    public static Optional<Path> usual(Map<String, String> environment) {
        return Optional.ofNullable(environment.get("XDG_RUNTIME_DIR"))
                .filter(name -> !name.isEmpty())
                .map(Path::of)
                .filter(Files::isDirectory)
                .map(directory -> directory.resolve("puce").resolve("pcscd.comm"));
    }
}
