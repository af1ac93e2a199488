package dev.puce.diagnose.machine;

import dev.puce.posix.ProcessFiles;
import dev.puce.service.UserServiceSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Remedies for the causes that [ServiceCheck] finds.
final class Remedy {
    private static final Path POLKIT_ACTIONS = Path.of("/usr/share/polkit-1/actions/org.debian.pcsc-lite.policy");
    private static final Path SYSTEMD = Path.of("/run/systemd/system");
    private static final List<Path> PCSCD = List.of(Path.of("/usr/sbin/pcscd"), Path.of("/usr/local/sbin/pcscd"));
    private static final List<Path> CONTAINER_MARKS = List.of(Path.of("/.dockerenv"), Path.of("/run/.containerenv"));

    private static final String POLKIT = """
            polkit refuses this user. By default it admits users at the machine, not ssh sessions or services. \
            As root, write to /etc/polkit-1/rules.d/50-pcsc.rules, with the user's name:
            polkit.addRule(function(action, subject) {
                if ((action.id == "org.debian.pcsc-lite.access_pcsc" ||
                        action.id == "org.debian.pcsc-lite.access_card") &&
                        subject.user == "NAME") return polkit.Result.YES;
            });""";

    private Remedy() {}

    /// There is nothing at the usual path of pcscd's socket.
    static String noDaemon() {
        var running = ProcessFiles.all()
                .filter(pid -> ProcessFiles.of(pid).ownName().equals("pcscd"))
                .boxed()
                .findFirst();
        if (running.isPresent()) {
            return NamedProcess.of(running.get()) + " runs, and its socket is elsewhere or was deleted. " + restart()
                    + ".";
        }
        String start = PCSCD.stream().anyMatch(Files::exists)
                ? "pcscd is installed and does not run. Start it: "
                        + (Files.exists(SYSTEMD) ? "systemctl enable --now pcscd.socket" : "pcscd") + " (as root)."
                : "Install pcscd (Debian, Ubuntu: apt-get install pcscd; Fedora: dnf install pcsc-lite), then start it:"
                        + " systemctl enable --now pcscd.socket.";
        boolean isContainer = CONTAINER_MARKS.stream().anyMatch(Files::exists);
        return isContainer ? start + " Or, in a container, mount the host's folder /run/pcscd." : start;
    }

    /// There is nothing at the path of the environment variable.
    static String variable() {
        return "Unset PCSCLITE_CSOCK_NAME to use the machine's pcscd, or start the program that made this socket.";
    }

    /// There is nothing at the path of `--socket`.
    static String option() {
        return "Name the socket of a running daemon, pcscd or `puce serve --listen PATH`, or omit --socket.";
    }

    /// How to restart pcscd, without a full stop.
    static String restart() {
        return Files.exists(SYSTEMD)
                ? "As root, run: systemctl restart pcscd.socket pcscd.service"
                : "As root, end pcscd and start it again";
    }

    /// The daemon closes the connection of this user at once.
    static String refused() {
        return Files.exists(POLKIT_ACTIONS)
                ? POLKIT
                : "The daemon refuses this user, or it failed. Look at its log: journalctl -u pcscd.";
    }

    /// Mentions a running `puce serve` of the user; the empty string if there is none.
    static String userService(Map<String, String> environment) {
        return UserServiceSocket.find(environment)
                .map(socket -> " Or use your running `puce serve`: --socket " + socket
                        + ", for other programs PCSCLITE_CSOCK_NAME=" + socket + ".")
                .orElse("");
    }
}
