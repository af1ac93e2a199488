package dev.puce.diagnose.machine;

import dev.puce.pcsc.PcscProvider;
import dev.puce.posix.DaemonSocketPath;
import java.nio.file.Path;
import java.util.Optional;

/// The daemon's socket that a command uses, and the place that names it.
///
/// @param path   the socket
/// @param origin the place that names it
public record SocketChoice(Path path, Origin origin) {
    private static final String VARIABLE = "PCSCLITE_CSOCK_NAME";
    private static final String BACKEND = "socket:";

    /// The place that names the socket.
    public enum Origin {
        /// The option `--socket`, or the system property `dev.puce.pcsc`.
        OPTION,
        /// The environment variable `PCSCLITE_CSOCK_NAME`.
        VARIABLE,
        /// None: the usual path.
        USUAL
    }

    /// Returns the socket of an option or, without it, the one that libpcsclite would use.
    ///
    /// @param option the value of `--socket`
    public static SocketChoice of(Optional<Path> option) {
        String backend = System.getProperty(PcscProvider.PROPERTY, "");
        var named = option.or(() -> Optional.of(backend)
                .filter(text -> text.startsWith(BACKEND))
                .map(text -> Path.of(text.substring(BACKEND.length()))));
        if (named.isPresent()) {
            return new SocketChoice(named.get(), Origin.OPTION);
        }
        String value = System.getenv(VARIABLE);
        return new SocketChoice(
                DaemonSocketPath.find(), value == null || value.isEmpty() ? Origin.USUAL : Origin.VARIABLE);
    }

    /// The place that names the socket, in words.
    String reason() {
        return switch (origin) {
            case OPTION -> "an option names the socket " + path;
            case VARIABLE -> VARIABLE + " is " + path;
            case USUAL -> VARIABLE + " is not set";
        };
    }
}
