package dev.puce.system.soak;

import dev.puce.pcsc.PcscException;
import java.util.random.RandomGenerator;

/// The work that a thread of the soak repeats.
interface Work {
    /// Runs one session of a middleware with a card, from the first call to the last.
    ///
    /// @throws PcscException if PC/SC fails; any other exception is a fault
    void session(RandomGenerator random) throws InterruptedException;
}
