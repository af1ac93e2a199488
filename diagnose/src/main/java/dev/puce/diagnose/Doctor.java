package dev.puce.diagnose;

import dev.puce.cards.Readers;
import dev.puce.pcsc.Pcsc;
import dev.puce.pcsc.PcscException;
import dev.puce.pcsc.ReturnCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Checks whether PC/SC works on this machine, and says what to do if it does not.
public final class Doctor {
    /// The backends that are tried, as [Pcsc#open(String)] takes them.
    public static final List<String> BACKENDS = List.of("native", "socket");

    private static final Path USUAL_SOCKET = Path.of("/run/pcscd/pcscd.comm");
    private static final String POLKIT_RULE = """
            polkit denies this user access to the readers. By default it allows users at the machine, not ssh sessions
                or services. As root, write to /etc/polkit-1/rules.d/50-pcsc.rules, with the user's name:
                polkit.addRule(function(action, subject) {
                    if ((action.id == "org.debian.pcsc-lite.access_pcsc" || action.id == "org.debian.pcsc-lite.access_card") &&
                        subject.user == "NAME") return polkit.Result.YES;
                });""";

    private static final String NO_DAEMON = USUAL_SOCKET
            + " does not exist: pcscd does not run. Install pcscd (apt-get install pcscd), then run"
            + " systemctl enable --now pcscd.socket. In a container, mount the host's /run/pcscd.";
    private static final String NO_READER =
            "PC/SC works, but there is no reader. Connect a reader and install its driver (libccid).";

    private Doctor() {}

    /// Tries every backend.
    public static List<BackendCheck> examine() {
        return BACKENDS.stream().map(Doctor::examine).toList();
    }

    /// Tries one backend.
    ///
    /// @param backend the backend, as [Pcsc#open(String)] takes it
    public static BackendCheck examine(String backend) {
        try (Pcsc pcsc = Pcsc.open(backend)) {
            return examine(backend, pcsc);
        } catch (RuntimeException e) {
            return BackendCheck.failed(backend, Optional.empty(), e.getMessage(), Optional.empty());
        }
    }

    private static BackendCheck examine(String backend, Pcsc pcsc) {
        var description = Optional.of(pcsc.description());
        try (Readers readers = Readers.over(pcsc)) {
            var found = readers.list().stream()
                    .map(reader -> new BackendCheck.FoundReader(reader.name(), reader.isCardPresent()))
                    .toList();
            return new BackendCheck(
                    backend,
                    description,
                    found,
                    Optional.empty(),
                    found.isEmpty() ? Optional.of(NO_READER) : Optional.empty());
        } catch (PcscException e) {
            return BackendCheck.failed(backend, description, e.getMessage(), advice(e.code()));
        }
    }

    /// Returns what to do about a return code if the service itself is the cause.
    public static Optional<String> advice(ReturnCode code) {
        boolean denied = code.equals(ReturnCode.SECURITY_VIOLATION) || code.equals(ReturnCode.COMM_ERROR);
        boolean listening = Files.exists(USUAL_SOCKET);
        if (denied && listening) {
            return Optional.of(POLKIT_RULE);
        }
        boolean notRunning = code.equals(ReturnCode.NO_SERVICE) && !listening && Files.isDirectory(Path.of("/run"));
        return notRunning ? Optional.of(NO_DAEMON) : Optional.empty();
    }
}
