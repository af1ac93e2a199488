package dev.puce.diagnose.machine;

import dev.puce.pcsc.PcscException;
import dev.puce.pcsc.ReturnCode;
import java.util.Optional;
import java.util.Set;

/// Explains why a command cannot use PC/SC: the cause that `puce doctor` finds, or the programs that may hold the
/// card.
///
/// @param socket the socket that the command uses
public record FailureAdvice(SocketChoice socket) {
    private static final Set<ReturnCode> OF_THE_SERVICE = Set.of(
            ReturnCode.NO_SERVICE, ReturnCode.SERVICE_STOPPED, ReturnCode.SECURITY_VIOLATION, ReturnCode.COMM_ERROR);

    /// Returns the message for a failed call: the attempt, the code, the cause and one remedy.
    public String message(PcscException failure) {
        if (failure.code().equals(ReturnCode.SHARING_VIOLATION)) {
            return failure.getMessage() + holders();
        }
        return cause(failure.code())
                .map(cause -> failure.summary() + ".\n" + cause)
                .orElseGet(failure::getMessage);
    }

    /// Returns the cause of a code and its remedy if the service cannot be used.
    public Optional<String> cause(ReturnCode code) {
        return OF_THE_SERVICE.contains(code)
                ? ServiceCheck.cause(socket)
                        .map(step -> step.text() + ". " + step.remedy().orElse(""))
                : Optional.empty();
    }

    private String holders() {
        var clients = Holders.of(socket.path()).clients();
        return clients.isEmpty() ? "" : ".\nConnected to the daemon: " + clients;
    }
}
