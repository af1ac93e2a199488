package dev.puce.service;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/// Options of a service.
///
/// @param socket               path of the socket; empty: in a new private directory, which is removed with the
/// service
/// @param allUsers             whether all users of the machine may connect, not only the owner of the service
/// @param maxClients           maximum number of connections; one more is accepted and closed (pcscd: 200)
/// @param maxHandlesPerContext maximum number of card handles per context; one more fails with `SCARD_E_NO_MEMORY`
/// (pcscd: 200)
/// @param maxHandlesPerReader  maximum number of card handles per reader; one more fails with
/// `SCARD_F_INTERNAL_ERROR` (pcscd: 200)
/// @param idlePowerOff         time until an unused card is powered off (pcscd: 5 s)
public record ServiceOptions(
        Optional<Path> socket,
        boolean allUsers,
        int maxClients,
        int maxHandlesPerContext,
        int maxHandlesPerReader,
        Duration idlePowerOff) {
    /// pcscd's limits, a private socket, for the owner only.
    public static final ServiceOptions USUAL =
            new ServiceOptions(Optional.empty(), false, 200, 200, 200, Duration.ofSeconds(5));

    public ServiceOptions {
        Objects.requireNonNull(socket, "socket");
        if (idlePowerOff.isNegative()) {
            throw new IllegalArgumentException("idlePowerOff is " + idlePowerOff + ", must not be negative");
        }
    }

    /// Returns these options with another socket path.
    public ServiceOptions withSocket(Path path) {
        return new ServiceOptions(
                Optional.of(path), allUsers, maxClients, maxHandlesPerContext, maxHandlesPerReader, idlePowerOff);
    }

    /// Returns these options with another maximum number of clients.
    public ServiceOptions withMaxClients(int clients) {
        return new ServiceOptions(socket, allUsers, clients, maxHandlesPerContext, maxHandlesPerReader, idlePowerOff);
    }

    /// Returns these options with other maximum numbers of card handles.
    public ServiceOptions withMaxHandles(int perContext, int perReader) {
        return new ServiceOptions(socket, allUsers, maxClients, perContext, perReader, idlePowerOff);
    }

    /// Returns these options with or without access for all users of the machine.
    public ServiceOptions withAllUsers(boolean allowed) {
        return new ServiceOptions(socket, allowed, maxClients, maxHandlesPerContext, maxHandlesPerReader, idlePowerOff);
    }

    /// Returns these options with another time until unused cards are powered off.
    public ServiceOptions withIdlePowerOff(Duration time) {
        return new ServiceOptions(socket, allUsers, maxClients, maxHandlesPerContext, maxHandlesPerReader, time);
    }
}
