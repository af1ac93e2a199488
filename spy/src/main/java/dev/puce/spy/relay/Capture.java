package dev.puce.spy.relay;

import dev.puce.pcsc.Caller;
import dev.puce.wire.Direction;
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

/// The thread that reads what the relay threads have captured and tells a [CaptureListener], in order of time.
///
/// While anything passes it looks about every fifty milliseconds, so that relay threads need not wake it; after a while
/// of silence it sleeps until one does.
public final class Capture implements AutoCloseable {
    /// How much memory captured bytes may take while the listener is behind: some 1,500,000 calls.
    public static final long DEFAULT_MEMORY_BYTES = 256L * 1024 * 1024;

    /// How many connections may wait to be told of while the listener is behind; some 2 kB of heap each.
    private static final int MOST_WAITING = 10_000;

    /// How many records are told before the thread looks for new connections, though there are more records: where
    /// something passes all the time, there always are.
    private static final int MOST_AT_A_LOOK = 10_000;

    /// What waits so long is noticed by nobody. Each look takes a processor from the program and the daemon for a
    /// moment: where calls take 100 µs, looks every 10 ms made one call in a hundred some 300 µs slower.
    private static final long LOOK_AGAIN_NANOS = Duration.ofMillis(50).toNanos();

    /// Long enough that what may still continue after a second (a refused call that libpcsclite repeats) is
    /// settled.
    private static final int LOOKS_BEFORE_SLEEP = 24;

    /// How often the heap may be exhausted after the end before the rest is given up: some five seconds.
    private static final int MOST_SHORTAGES_AT_THE_END = 100;

    /// How long a listener may stand still at the end: a disk has its moments, but a pipe may never be read again.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final CaptureListener listener;
    private final ChunkPool pool;
    private final int mostWaiting;
    private final Thread thread;

    private final ConcurrentLinkedQueue<Source> arrivals = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong untold = new AtomicLong();
    private final AtomicLong told = new AtomicLong(); // records; only the thread writes
    private volatile boolean asleep;
    private volatile boolean closing;

    // The capture thread's own:
    private final ProcessorYield givingWay = new ProcessorYield();
    private final List<Source> sources = new ArrayList<>();
    private final PriorityQueue<Source> ready =
            new PriorityQueue<>(Comparator.comparingLong(source -> source.headNanos));

    /// A connection as the capture thread sees it.
    private static final class Source {
        final Caller caller;
        final long openedNanos;
        final CaptureBuffer buffer;
        CaptureChunk head;
        long headNanos;
        boolean told;
        boolean ended;

        /// Bytes since the heap was exhausted, and who said the last of them.
        long notUnderstood;

        Direction last = Direction.TO_CLIENT;

        Source(Caller caller, long openedNanos, CaptureBuffer buffer) {
            this.caller = caller;
            this.openedNanos = openedNanos;
            this.buffer = buffer;
        }

        /// Looks for the next record.
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
    /// @param memoryBytes how much memory captured bytes may take while the listener is behind; what exceeds
    ///                    it is lost, and the listener is told how much
    public static Capture start(CaptureListener listener, long memoryBytes) {
        return start(listener, memoryBytes, MOST_WAITING);
    }

    /// @param mostWaiting how many connections may wait to be told of
    static Capture start(CaptureListener listener, long memoryBytes, int mostWaiting) {
        var capture = new Capture(listener, memoryBytes, mostWaiting);
        capture.thread.start();
        return capture;
    }

    private Capture(CaptureListener listener, long memoryBytes, int mostWaiting) {
        this.listener = listener;
        this.mostWaiting = mostWaiting;
        pool = new ChunkPool(memoryBytes);
        thread = Thread.ofPlatform().name("puce capture").daemon().unstarted(this::run);
    }

    /// Bytes of memory that captured bytes take now.
    long memoryInUse() {
        return (long) pool.inUse() * CaptureChunk.SIZE;
    }

    /// Whether there is room for one more connection. One for which there is none is counted.
    boolean admits() {
        if (waiting.get() < mostWaiting) {
            return true;
        }
        untold.incrementAndGet();
        return false;
    }

    /// A buffer for a new connection; its records are read after [#opened] was called.
    CaptureBuffer newBuffer() {
        return new CaptureBuffer(pool);
    }

    /// Says whose records a buffer will have.
    void opened(Caller caller, long nanos, CaptureBuffer buffer) {
        arrivals.add(new Source(caller, nanos, buffer));
        waiting.incrementAndGet();
        wakeIfAsleep();
    }

    /// Says that nobody will say that.
    void neverOpened() {
        untold.incrementAndGet();
    }

    /// To be called after a record was committed.
    void wakeIfAsleep() {
        if (asleep) {
            asleep = false;
            LockSupport.unpark(thread);
        }
    }

    /// Tells the listener all that was captured, and ends, unless the listener stands still. To be called when no relay
    /// thread is left.
    @Override
    public void close() {
        close(PATIENCE);
    }

    /// @param patience how long the listener may stand still before the rest is given up
    void close(Duration patience) {
        closing = true;
        LockSupport.unpark(thread);
        long before;
        do {
            before = told.get();
            ThreadEnd.join(thread, patience);
        } while (thread.isAlive() && told.get() != before);
    }

    /// Whether the listener was told everything and will be told nothing more; otherwise it stands still.
    public boolean hasEnded() {
        return !thread.isAlive();
    }

    private void run() {
        int looks = 0;
        int shortages = 0;
        while (shortages < MOST_SHORTAGES_AT_THE_END) {
            boolean lastLook = closing;
            try {
                if (tellAll()) {
                    looks = 0;
                } else if (lastLook) {
                    return;
                } else if (looks < LOOKS_BEFORE_SLEEP) {
                    looks++;
                    LockSupport.parkNanos(this, LOOK_AGAIN_NANOS);
                } else {
                    listener.caughtUp();
                    sleep();
                    looks = 0;
                }
            } catch (OutOfMemoryError | BootstrapMethodError shortage) {
                // Others may give memory back; what was not told is told at the next look.
                ready.clear();
                LockSupport.parkNanos(this, LOOK_AGAIN_NANOS);
                shortages = lastLook ? shortages + 1 : 0;
            }
        }
    }

    private void sleep() {
        asleep = true; // before looking again: a writer commits first and looks at this flag afterwards
        if (!closing && arrivals.isEmpty() && sources.stream().allMatch(source -> source.buffer.oldest() == null)) {
            LockSupport.park(this);
        }
        asleep = false;
    }

    private boolean tellAll() {
        for (var arrival = arrivals.peek(); arrival != null; arrival = arrivals.peek()) {
            sources.add(arrival);
            arrivals.remove();
            waiting.decrementAndGet();
        }
        for (var source : sources) {
            if (!source.told) {
                listener.opened(source.caller, source.openedNanos);
                source.told = true;
            }
            if (source.advance()) {
                ready.add(source);
            }
        }
        if (ready.isEmpty()) {
            return false;
        }
        for (int count = 0; !ready.isEmpty() && count < MOST_AT_A_LOOK; count++) {
            var source = ready.poll();
            tell(source);
            told.setRelease(told.getPlain() + 1);
            source.head.skip();
            if (source.advance()) {
                ready.add(source);
            }
            givingWay.giveWay();
        }
        boolean caughtUp = ready.isEmpty();
        ready.clear(); // what is left is found again
        releaseEnded();
        long missed = untold.get();
        if (missed > 0) {
            listener.untold(missed, System.nanoTime());
            untold.addAndGet(-missed);
        }
        if (caughtUp) {
            listener.caughtUp();
        }
        return true;
    }

    /// Each leaves the list before its memory goes, and without heap: memory that went back twice would become that of
    /// two connections, or be unmapped under another one. (`removeIf` asks all, then needs heap to remove them.)
    private void releaseEnded() {
        for (int i = sources.size() - 1; i >= 0; i--) {
            var source = sources.get(i);
            if (source.ended) {
                sources.remove(i);
                source.buffer.release();
            }
        }
    }

    private void tell(Source source) {
        var record = source.head;
        int connection = source.caller.connection();
        switch (record.kind()) {
            case CaptureBuffer.TO_DAEMON -> tell(source, Direction.TO_DAEMON);
            case CaptureBuffer.TO_CLIENT -> tell(source, Direction.TO_CLIENT);
            case CaptureBuffer.LOST -> {
                tellWhatWasNotUnderstood(source);
                listener.lost(connection, record.nanos(), record.number());
            }
            default -> {
                tellWhatWasNotUnderstood(source);
                var words = text(record).split(" ", 2);
                var ending = ConnectionEnd.valueOf(words[0]);
                listener.ended(connection, record.nanos(), ending, words[1]);
                source.ended = ending.isLast();
            }
        }
    }

    /// Tells what passed. After a shortage of memory in the middle of that, nobody knows what the listener has taken;
    /// so it gets nothing more until a request begins, that is, until the client speaks after the daemon.
    private void tell(Source source, Direction direction) {
        var record = source.head;
        var bytes = record.bytes();
        if (source.notUnderstood > 0) {
            if (direction == Direction.TO_CLIENT || source.last == Direction.TO_DAEMON) {
                source.notUnderstood += bytes.remaining();
                source.last = direction;
                return;
            }
            tellWhatWasNotUnderstood(source);
        }
        int length = bytes.remaining();
        try {
            listener.passed(source.caller.connection(), direction, record.nanos(), bytes);
        } catch (OutOfMemoryError | BootstrapMethodError shortage) {
            source.notUnderstood = length;
            source.last = direction;
            record.skip();
            throw shortage;
        }
    }

    private void tellWhatWasNotUnderstood(Source source) {
        if (source.notUnderstood > 0) {
            listener.notUnderstood(source.caller.connection(), source.headNanos, source.notUnderstood);
            source.notUnderstood = 0;
        }
    }

    private static String text(CaptureChunk record) {
        return StandardCharsets.UTF_8.decode(record.bytes()).toString();
    }
}
