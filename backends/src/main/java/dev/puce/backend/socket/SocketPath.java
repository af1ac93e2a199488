package dev.puce.backend.socket;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Where pcscd listens.
final class SocketPath {
    /// The folder is a constant of pcsc-lite's build: Linux distributions have the first, BSDs and older builds the
    /// others.
    private static final List<Path> PLACES = List.of(
            Path.of("/run/pcscd/pcscd.comm"),
            Path.of("/var/run/pcscd/pcscd.comm"),
            Path.of("/usr/local/var/run/pcscd/pcscd.comm"));

    private SocketPath() {}

    /// What the environment variable `PCSCLITE_CSOCK_NAME` says; else the first usual place where there is something;
    /// else the first.
    static Path find() {
        return find(System.getenv("PCSCLITE_CSOCK_NAME"), PLACES);
    }

    static Path find(String environment, List<Path> places) {
        if (environment != null && !environment.isEmpty()) {
            return Path.of(environment);
        }
        return places.stream().filter(Files::exists).findFirst().orElse(places.getFirst());
    }
}
