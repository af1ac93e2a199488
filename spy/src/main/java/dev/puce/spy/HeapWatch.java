package dev.puce.spy;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Ends the process (status 1) when the heap stays full, since no other end is certain then: the JVM forgets a signal
/// for whose handler there is no heap, and programs that connect would wait for ever. A passing shortage costs calls
/// of the trace and is no reason to end.
///
/// Full means that less than a 64th can be had: where less is free, every small thing costs a collection of the whole
/// heap, and what one thread has freed another one takes. While it runs it needs no heap but for trying whether there
/// is some.
public final class HeapWatch implements AutoCloseable {
    private static final long LOOK_AGAIN_NANOS = Duration.ofSeconds(1).toNanos();

    /// How long the heap may be full; whoever needs some tries again several times a second.
    private static final long PATIENCE_NANOS = Duration.ofSeconds(10).toNanos();

    private static final byte[] LAST_WORDS = """
            puce: the heap has been full for ten seconds: puce ends, connections through it are cut, and what was not
            recorded yet is lost. Give it more memory: _JAVA_OPTIONS=-Xmx200m, see docs/spy.md, "Memory"
            """.getBytes(StandardCharsets.UTF_8);

    private final Runtime runtime = Runtime.getRuntime();
    private final int least = (int) Math.min(runtime.maxMemory() / 64, 1 << 20);
    private final FileOutputStream err = new FileOutputStream(FileDescriptor.err);
    private final Thread speaker =
            Thread.ofPlatform().name("puce last words").daemon().unstarted(this::speak);
    private final Thread thread =
            Thread.ofPlatform().name("puce heap watch").daemon().unstarted(this::run);
    private volatile boolean exhausted;
    private volatile boolean closed;

    @SuppressWarnings("unused") // written so that the JVM cannot leave the allocation out
    private volatile byte[] some;

    private HeapWatch() {}

    /// Starts to watch.
    public static HeapWatch start() {
        var watch = new HeapWatch();
        loadWhatEndsTheProcess();
        watch.speaker.start();
        watch.thread.start();
        return watch;
    }

    /// The JVM loads it at the end of a process, and needs heap for that.
    private static void loadWhatEndsTheProcess() {
        try {
            Class.forName("java.lang.Shutdown");
        } catch (ClassNotFoundException differentJdk) {
            // it has something else, which may be there already
        }
    }

    private void run() {
        long last = System.nanoTime();
        while (!closed) {
            LockSupport.parkNanos(this, LOOK_AGAIN_NANOS);
            long now = System.nanoTime();
            if (isHalfEmpty() || canBeHad()) {
                last = now;
            } else if (now - last >= PATIENCE_NANOS) {
                end();
            }
        }
    }

    /// The usual case, which costs nothing to find out. Of what is unused not all can be had: a generation keeps a part
    /// for its survivors.
    private boolean isHalfEmpty() {
        return runtime.totalMemory() - runtime.freeMemory() < runtime.maxMemory() / 2;
    }

    private boolean canBeHad() {
        try {
            some = new byte[least];
            some = null;
            return true;
        } catch (OutOfMemoryError shortage) {
            return false;
        }
    }

    /// Not by this thread's own words: a terminal that stands still would keep it from ending.
    private void end() {
        exhausted = true;
        LockSupport.unpark(speaker);
        LockSupport.parkNanos(this, LOOK_AGAIN_NANOS);
        runtime.halt(1);
    }

    private void speak() {
        while (!exhausted && !closed) {
            LockSupport.park(this);
        }
        try {
            if (exhausted) {
                err.write(LAST_WORDS);
            }
        } catch (IOException nobodyListens) {
            // as good as said
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        LockSupport.unpark(speaker);
    }
}
