package dev.puce.spy.relay;

import dev.puce.pcsc.Caller;
import dev.puce.posix.OpenedFile;
import dev.puce.posix.PeerCredentials;
import dev.puce.posix.ProcessFiles;
import dev.puce.posix.ThreadIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Describes the process at the other end of a connection, from its files in `/proc`.
///
/// A process can make some of its files slow or endless to read. Only the process's own connection may wait for
/// them.
final class ProcessTable {
    private ProcessTable() {}

    /// Everything that is known of a peer. Facts stay empty if the process has ended or we may not read them.
    static Caller caller(PeerCredentials peer, int connection) {
        var process = ProcessFiles.of(peer.pid());
        return new Caller(
                process.program(),
                peer.pid() == 0 ? OptionalInt.empty() : OptionalInt.of(peer.pid()),
                OptionalInt.of(peer.uid()),
                process.commandLine(),
                container(process, peer),
                connection,
                Optional.empty());
    }

    /// The ids of a peer, without a look at its process.
    static Caller withIdsOnly(PeerCredentials peer, int connection) {
        return new Caller(
                "",
                peer.pid() == 0 ? OptionalInt.empty() : OptionalInt.of(peer.pid()),
                OptionalInt.of(peer.uid()),
                List.of(),
                Optional.empty(),
                connection,
                Optional.empty());
    }

    static Optional<String> container(ProcessFiles process, PeerCredentials peer) {
        return flatpakInfo(process.folder().resolve("root/.flatpak-info"), peer)
                .map(ProcessTable::flatpakName)
                .or(process::container);
    }

    /// Reads a file below the process's root, which the process controls: it could be a pipe, a device or a link
    /// to a secret. So only a regular file is read, and only with the process's own identity.
    private static Optional<String> flatpakInfo(Path info, PeerCredentials peer) {
        if (!ThreadIdentity.isPossible(peer)) {
            return Optional.empty();
        }
        try {
            return ThreadIdentity.as(peer, () -> {
                try (var file = OpenedFile.of(info)) {
                    return file.isRegular() ? Optional.of(ProcessFiles.read(file.path())) : Optional.empty();
                }
            });
        } catch (IOException missingOrNotPermitted) {
            return Optional.empty();
        }
    }

    private static String flatpakName(String info) {
        return info.lines()
                .filter(line -> line.startsWith("name="))
                .findFirst()
                .map(line -> "flatpak " + line.substring("name=".length()))
                .orElse("flatpak");
    }
}
