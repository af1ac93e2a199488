package dev.puce.posix;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Finds pcscd's socket.
public final class DaemonSocketPath {
    /// The folder is fixed in a build of pcsc-lite: Linux distributions use the first, BSDs and older builds the
    /// others.
    private static final List<Path> PLACES = List.of(
            Path.of("/run/pcscd/pcscd.comm"),
            Path.of("/var/run/pcscd/pcscd.comm"),
            Path.of("/usr/local/var/run/pcscd/pcscd.comm"));

    private DaemonSocketPath() {}

    /// Returns the path in the environment variable `PCSCLITE_CSOCK_NAME`. Otherwise returns the first existing
    /// usual path, or the first usual path if none exists.
    public static Path find() {
        return find(System.getenv("PCSCLITE_CSOCK_NAME"), PLACES);
    }

    static Path find(String environment, List<Path> places) {
        if (environment != null && !environment.isEmpty()) {
            return Path.of(environment);
        }
        return places.stream().filter(Files::exists).findFirst().orElse(places.getFirst());
    }
}
