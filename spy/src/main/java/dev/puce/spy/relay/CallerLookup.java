package dev.puce.spy.relay;

import dev.puce.pcsc.Caller;
import dev.puce.posix.PeerCredentials;
import java.util.concurrent.Semaphore;
import java.util.function.BiFunction;

/// Finds the programs behind connections, for a limited number of connections at a time.
///
/// A process can block a reader of its `/proc` files, even after it has ended. The limit keeps such processes from
/// using up the relay's threads and file descriptors.
final class CallerLookup {
    private static final int MAX_AT_ONCE = 256;

    private final BiFunction<PeerCredentials, Integer, Caller> lookup;
    private final Semaphore permits = new Semaphore(MAX_AT_ONCE);

    CallerLookup(BiFunction<PeerCredentials, Integer, Caller> lookup) {
        this.lookup = lookup;
    }

    /// The caller with all that is known of it; with its ids only if too many lookups run already.
    Caller find(PeerCredentials peer, int connection) {
        if (!permits.tryAcquire()) {
            return ProcessTable.withIdsOnly(peer, connection);
        }
        try {
            return lookup.apply(peer, connection);
        } finally {
            permits.release();
        }
    }
}
