package dev.puce.system.soak;

import dev.puce.pcsc.PcscException;
import java.util.random.RandomGenerator;

/// What a thread of the soak does again and again.
interface Work {
    /// One session of a middleware with a card: from nothing to nothing.
    ///
    /// @throws PcscException if PC/SC says so; anything else is a fault
    void session(RandomGenerator random) throws InterruptedException;
}
