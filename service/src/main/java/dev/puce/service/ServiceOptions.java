package dev.puce.service;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/// How a service is set up.
///
/// @param socket               where to listen; empty: in a fresh directory of its own, which goes with the service
/// @param everybody            whether every user of the machine may connect, not only the one who runs the service
/// @param maxClients           connections at a time; one more is accepted and closed (pcscd: 200)
/// @param maxHandlesPerContext card handles of one context; one more gets `SCARD_E_NO_MEMORY` (pcscd: 200)
/// @param maxHandlesPerReader  card handles of one reader; one more gets `SCARD_F_INTERNAL_ERROR` (pcscd: 200)
/// @param idlePowerOff         how long a card that nobody uses keeps its power (pcscd: 5 s)
public record ServiceOptions(
        Optional<Path> socket,
        boolean everybody,
        int maxClients,
        int maxHandlesPerContext,
        int maxHandlesPerReader,
        Duration idlePowerOff) {
    /// pcscd's limits, a socket of its own, for the own user only.
    public static final ServiceOptions USUAL =
            new ServiceOptions(Optional.empty(), false, 200, 200, 200, Duration.ofSeconds(5));

    public ServiceOptions {
        Objects.requireNonNull(socket, "socket");
        if (idlePowerOff.isNegative()) {
            throw new IllegalArgumentException("a card cannot be switched off " + idlePowerOff.abs() + " ago");
        }
    }

    /// The same, listening there.
    public ServiceOptions withSocket(Path path) {
        return new ServiceOptions(
                Optional.of(path), everybody, maxClients, maxHandlesPerContext, maxHandlesPerReader, idlePowerOff);
    }

    /// The same for that many clients at a time.
    public ServiceOptions withMaxClients(int clients) {
        return new ServiceOptions(socket, everybody, clients, maxHandlesPerContext, maxHandlesPerReader, idlePowerOff);
    }

    /// The same with that many card handles, per context and per reader.
    public ServiceOptions withMaxHandles(int perContext, int perReader) {
        return new ServiceOptions(socket, everybody, maxClients, perContext, perReader, idlePowerOff);
    }

    /// The same, for every user of the machine or for the own user only.
    public ServiceOptions withEverybody(boolean allowed) {
        return new ServiceOptions(socket, allowed, maxClients, maxHandlesPerContext, maxHandlesPerReader, idlePowerOff);
    }

    /// The same with another time after which idle cards are switched off.
    public ServiceOptions withIdlePowerOff(Duration time) {
        return new ServiceOptions(socket, everybody, maxClients, maxHandlesPerContext, maxHandlesPerReader, time);
    }
}
