package dev.puce.spy.relay;

import dev.puce.pcsc.Caller;
import dev.puce.spy.ConnectionEnd;
import dev.puce.spy.TraceEvent;
import dev.puce.spy.TraceListener;
import dev.puce.wire.Direction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/// The thread that reads the bytes captured by all relay threads, in order of time, and has them decoded.
///
/// While bytes pass, it polls about every 50 ms, so relay threads do not have to wake it. After a while without
/// bytes it sleeps until a relay thread wakes it.
public final class Capture implements AutoCloseable {
    /// Memory for captured bytes that wait to be decoded, in bytes: about 1,500,000 calls.
    public static final long DEFAULT_MEMORY_BYTES = 256L * 1024 * 1024;

    /// Number of new connections that may wait for the capture thread; each takes about 2 kB of heap.
    private static final int MAX_PENDING = 10_000;

    /// Number of records after which the thread looks for new connections, even if more records wait.
    private static final int MAX_RECORDS_PER_POLL = 10_000;

    /// How long the thread sleeps while connections are open and silent.
    private static final long IDLE_NANOS = 1_000_000_000;

    /// Short enough for a live view. Each poll takes a processor from the program and the daemon for a moment.
    /// With calls of 100 µs, polling every 10 ms made one call in a hundred some 300 µs slower
    /// (`bench/spy-speed`).
    private static final long POLL_NANOS = Duration.ofMillis(50).toNanos();

    /// More than one second, after which calls that libpcsclite may still repeat are settled.
    private static final int POLLS_BEFORE_SLEEP = 24;

    /// How long a listener may block at the end without progress.
    private static final Duration STALL_TIMEOUT = Duration.ofSeconds(10);

    private final TraceListener listener;
    private final Decoders decoders;
    private final ChunkPool pool;
    private final int maxPending;
    private final long startNanos;
    private final Thread thread;

    private final ConcurrentLinkedQueue<Source> arrivals = new ConcurrentLinkedQueue<>();
    private final AtomicInteger pending = new AtomicInteger();
    private final AtomicLong missedConnections = new AtomicLong();
    private final AtomicLong progress = new AtomicLong(); // connections and records; only the thread writes
    private volatile boolean asleep;
    private volatile boolean closing;

    // Used by the capture thread only:
    private final ProcessorYield yielding = new ProcessorYield();
    private final List<Source> sources = new ArrayList<>();
    private final PriorityQueue<Source> ready =
            new PriorityQueue<>(Comparator.comparingLong(source -> source.headNanos));

    /// Makes the receiver of a new connection's bytes.
    interface Decoders {
        CapturedBytes open(Caller caller, long nanos);
    }

    /// A connection, as the capture thread sees it.
    private static final class Source {
        final Caller caller;
        final long openedNanos;
        final CaptureBuffer buffer;
        CapturedBytes decoder;
        CaptureChunk head;
        long headNanos;
        boolean ended;

        Source(Caller caller, long openedNanos, CaptureBuffer buffer) {
            this.caller = caller;
            this.openedNanos = openedNanos;
            this.buffer = buffer;
        }

        /// Finds the next record.
        boolean advance() {
            head = ended ? null : buffer.oldest();
            if (head == null) {
                return false;
            }
            headNanos = head.nanos();
            return true;
        }
    }

    /// Starts the thread.
    ///
    /// @param redaction   removes secrets from a program's command line
    /// @param startNanos  start of the trace, by `System.nanoTime()`
    /// @param memoryBytes limit of the memory for captured bytes; bytes beyond it are dropped and counted
    public static Capture start(
            TraceListener listener, UnaryOperator<Caller> redaction, long startNanos, long memoryBytes) {
        return start(
                listener,
                (caller, nanos) -> new ConnectionDecoder(redaction.apply(caller), nanos, listener, startNanos),
                startNanos,
                memoryBytes,
                MAX_PENDING);
    }

    /// @param maxPending number of new connections that may wait for the capture thread
    static Capture start(TraceListener listener, Decoders decoders, long startNanos, long memoryBytes, int maxPending) {
        var capture = new Capture(listener, decoders, startNanos, memoryBytes, maxPending);
        capture.thread.start();
        return capture;
    }

    private Capture(TraceListener listener, Decoders decoders, long startNanos, long memoryBytes, int maxPending) {
        this.listener = listener;
        this.decoders = decoders;
        this.startNanos = startNanos;
        this.maxPending = maxPending;
        pool = new ChunkPool(memoryBytes);
        thread = Thread.ofPlatform().name("puce capture").daemon().unstarted(this::run);
    }

    /// Bytes of memory that captured bytes take now.
    long memoryInUse() {
        return (long) pool.inUse() * CaptureChunk.SIZE;
    }

    /// Number of connections and records that were delivered.
    long progress() {
        return progress.get();
    }

    /// Whether one more connection can be captured. If not, it is counted as missed.
    boolean admits() {
        if (pending.get() < maxPending) {
            return true;
        }
        missedConnections.incrementAndGet();
        return false;
    }

    /// A buffer for a new connection. Its records are read after [#opened].
    CaptureBuffer newBuffer() throws IOException {
        return new CaptureBuffer(pool);
    }

    /// Adds a connection and its buffer.
    void opened(Caller caller, long nanos, CaptureBuffer buffer) {
        arrivals.add(new Source(caller, nanos, buffer));
        pending.incrementAndGet();
        wakeIfAsleep();
    }

    /// Counts a connection for which [#opened] will not be called.
    void missed() {
        missedConnections.incrementAndGet();
    }

    /// Wakes the thread if it sleeps. Relay threads call this after they committed a record.
    void wakeIfAsleep() {
        if (asleep) {
            asleep = false;
            LockSupport.unpark(thread);
        }
    }

    /// Delivers everything captured and ends the thread, unless the listener blocks. No relay thread may run any
    /// more.
    @Override
    public void close() {
        close(STALL_TIMEOUT);
    }

    /// @param stallTimeout how long the listener may block without progress
    void close(Duration stallTimeout) {
        closing = true;
        LockSupport.unpark(thread);
        long before;
        do {
            before = progress.get();
            ThreadJoin.await(thread, stallTimeout);
        } while (thread.isAlive() && progress.get() != before);
    }

    /// Whether everything was delivered and the thread has ended. Otherwise the listener blocks.
    public boolean hasEnded() {
        return !thread.isAlive();
    }

    private void run() {
        int idlePolls = 0;
        while (true) {
            boolean lastPoll = closing;
            if (poll()) {
                idlePolls = 0;
            } else if (lastPoll) {
                return;
            } else if (idlePolls < POLLS_BEFORE_SLEEP) {
                idlePolls++;
                LockSupport.parkNanos(this, POLL_NANOS);
            } else {
                listener.accept(new TraceEvent.CaughtUp());
                sleep();
            }
        }
    }

    /// Waits for data. With open connections, it ends after a second, so that listeners see how long a call waits.
    private void sleep() {
        asleep = true; // before the last check: a relay thread commits first and reads this flag afterwards
        if (!closing && arrivals.isEmpty() && sources.stream().allMatch(source -> source.buffer.oldest() == null)) {
            if (sources.isEmpty()) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, IDLE_NANOS);
            }
        }
        asleep = false;
    }

    /// Delivers what is there.
    ///
    /// @return false if there was nothing
    private boolean poll() {
        for (var arrival = arrivals.poll(); arrival != null; arrival = arrivals.poll()) {
            sources.add(arrival);
            pending.decrementAndGet();
        }
        for (var source : sources) {
            if (source.decoder == null) {
                source.decoder = decoders.open(source.caller, source.openedNanos);
                countProgress(); // a long command line takes long to redact
            }
            if (source.advance()) {
                ready.add(source);
            }
        }
        if (ready.isEmpty()) {
            return false;
        }
        for (int count = 0; !ready.isEmpty() && count < MAX_RECORDS_PER_POLL; count++) {
            var source = ready.poll();
            deliver(source);
            countProgress();
            source.head.skip();
            if (source.advance()) {
                ready.add(source);
            }
            yielding.yieldAfterWork();
        }
        boolean caughtUp = ready.isEmpty();
        ready.clear(); // the next poll finds the rest again
        releaseEnded();
        reportMissedConnections();
        if (caughtUp) {
            listener.accept(new TraceEvent.CaughtUp());
        }
        return true;
    }

    private void countProgress() {
        progress.setRelease(progress.getPlain() + 1);
    }

    private void releaseEnded() {
        sources.removeIf(source -> {
            if (source.ended) {
                source.buffer.release();
            }
            return source.ended;
        });
    }

    private void reportMissedConnections() {
        long missed = missedConnections.getAndSet(0);
        if (missed > 0) {
            listener.accept(new TraceEvent.Incident(
                    Caller.UNKNOWN,
                    System.nanoTime() - startNanos,
                    missed + (missed == 1 ? " connection was" : " connections were")
                            + " not captured: decoding and recording fell too far behind"));
        }
    }

    private static void deliver(Source source) {
        var record = source.head;
        long nanos = record.nanos();
        switch (record.kind()) {
            case CaptureBuffer.TO_DAEMON -> source.decoder.passed(Direction.TO_DAEMON, nanos, record.bytes());
            case CaptureBuffer.TO_CLIENT -> source.decoder.passed(Direction.TO_CLIENT, nanos, record.bytes());
            case CaptureBuffer.DROPPED -> source.decoder.dropped(nanos, record.number());
            default -> {
                var words = text(record).split(" ", 2);
                var end = ConnectionEnd.valueOf(words[0]);
                source.decoder.ended(end, nanos, words[1]);
                source.ended = end.isLast();
            }
        }
    }

    private static String text(CaptureChunk record) {
        return StandardCharsets.UTF_8.decode(record.bytes()).toString();
    }
}
