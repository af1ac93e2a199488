package dev.puce.cards.trace;

import dev.puce.cards.apdu.Interceptor;
import dev.puce.cards.apdu.Transmitter;
import dev.puce.iso7816.Bytes;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/// Interceptor that measures the duration of commands on the monotonic clock. Thread-safe.
public final class Stopwatch implements Interceptor {
    private final LongAdder count = new LongAdder();
    private final LongAdder nanos = new LongAdder();
    private final AtomicLong longest = new AtomicLong();

    /// Starts with zero commands.
    public Stopwatch() {}

    @Override
    public Bytes intercept(Bytes command, Transmitter next) {
        long start = System.nanoTime();
        try {
            return next.transmit(command);
        } finally {
            long took = System.nanoTime() - start;
            count.increment();
            nanos.add(took);
            longest.accumulateAndGet(took, Math::max);
        }
    }

    /// Returns the number of commands.
    public long count() {
        return count.sum();
    }

    /// Returns the total duration of all commands.
    public Duration total() {
        return Duration.ofNanos(nanos.sum());
    }

    /// Returns the duration of the slowest command.
    public Duration longest() {
        return Duration.ofNanos(longest.get());
    }

    /// Returns number, total duration and longest duration.
    @Override
    public String toString() {
        return "%d commands, %.1f ms, longest %.1f ms".formatted(count(), nanos.sum() / 1e6, longest.get() / 1e6);
    }
}
