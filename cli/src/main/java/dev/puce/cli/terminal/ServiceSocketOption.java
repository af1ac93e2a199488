package dev.puce.cli.terminal;

import dev.puce.service.UserServiceSocket;
import dev.puce.service.control.ControlAnswer;
import dev.puce.service.control.ControlClient;
import dev.puce.service.control.ControlRequest;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/// The option `--socket`, shared by the commands that change the readers and cards of a running `puce serve`.
public final class ServiceSocketOption {
    private static final String CLIENTS_VARIABLE = "PCSCLITE_CSOCK_NAME";

    private Path socket;

    @Option(
            names = "--socket",
            paramLabel = "PATH",
            description = "Socket of the puce service. Default: " + CLIENTS_VARIABLE + ", else the user's service.")
    void setSocket(Path path) {
        socket = path;
    }

    @Option(names = "--service", hidden = true)
    void setService(Path path) {
        socket = path;
    }

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
            throw new CommandFailedException(unreachable(path, String.valueOf(e.getMessage())), e);
        } catch (IOException e) {
            throw new CommandFailedException(e.getMessage(), e);
        }
    }

    static String unreachable(Path path, String reason) {
        return reason.equals("Permission denied")
                ? "You may not use the puce service at " + path + " (" + reason
                        + "). Run puce as the user who started it, or start your own with `puce serve`"
                : "No puce service at " + path + " (" + reason
                        + "). Start one with `puce serve`, or name its socket with --socket PATH";
    }

    private Path find(Map<String, String> environment) {
        if (socket != null) {
            return socket;
        }
        return Optional.ofNullable(environment.get(CLIENTS_VARIABLE))
                .filter(name -> !name.isEmpty())
                .map(Path::of)
                .orElseGet(() -> UserServiceSocket.path(environment));
    }
}
