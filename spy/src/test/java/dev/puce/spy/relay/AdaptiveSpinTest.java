package dev.puce.spy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.posix.SocketPair;
import dev.puce.posix.UnixSocket;
import dev.puce.testkit.Await;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a poll is not interrupted
final class AdaptiveSpinTest {
    @TempDir
    private Path folder;

    private final MemorySegment received = Arena.ofAuto().allocate(1);
    private final AtomicLong clock = new AtomicLong();
    private final AtomicLong step = new AtomicLong(1000);
    private SocketChannel sender;
    private UnixSocket listener;
    private SocketPair sockets;

    /// Counts how often a permit was taken.
    private static final class Counted extends Semaphore {
        private static final long serialVersionUID = 1L;
        private final AtomicInteger taken = new AtomicInteger();

        Counted(int permits) {
            super(permits);
        }

        @Override
        public boolean tryAcquire() {
            boolean got = super.tryAcquire();
            if (got) {
                taken.incrementAndGet();
            }
            return got;
        }
    }

    @BeforeEach
    void connect() throws IOException {
        Path path = folder.resolve("socket");
        try (var server =
                ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path))) {
            listener = UnixSocket.connect(path, () -> true);
            sender = server.accept();
        }
        sockets = new SocketPair(listener, listener);
    }

    @AfterEach
    void disconnect() throws IOException {
        listener.close();
        sender.close();
    }

    private void send() throws IOException {
        sender.write(ByteBuffer.allocate(1));
    }

    private void await(AdaptiveSpin spin) {
        spin.await(sockets, SocketPair.READABLE, SocketPair.IGNORE, true);
    }

    /// A spin whose last answer came quickly. Its clock advances by one step with every reading.
    private AdaptiveSpin spinning(Counted permits) throws IOException {
        var spin = new AdaptiveSpin(permits, () -> clock.addAndGet(step.get()));
        send();
        await(spin);
        return spin;
    }

    /// Waits on another thread, and sends when that thread no longer spins.
    private void awaitUntilAsleep(AdaptiveSpin spin, Counted permits) throws Exception {
        listener.receive(received.address(), 1);
        int before = permits.taken.get();
        var waiting = Thread.ofPlatform().start(() -> await(spin));
        Await.until(
                "the thread has spun and sleeps",
                () -> permits.taken.get() != before && permits.availablePermits() > 0);
        assertThat(waiting.isAlive()).isTrue();
        step.set(1000);
        send();
        waiting.join();
        assertThat(sockets.first()).isEqualTo(SocketPair.READABLE);
    }

    @Test
    void sleeps_until_the_first_quick_answer() throws Exception {
        var permits = new Counted(1);
        var spin = spinning(permits);
        assertThat(permits.taken).as("nothing is known of the first").hasValue(0);
        await(spin);
        assertThat(permits.taken).hasValue(1);
        assertThat(permits.availablePermits()).as("given back").isEqualTo(1);
    }

    @Test
    void sleeps_after_the_spin_and_still_receives() throws Exception {
        var permits = new Counted(1);
        var spin = spinning(permits);
        awaitUntilAsleep(spin, permits);
        assertThat(permits.taken).hasValue(1);
        await(spin);
        assertThat(permits.taken).as("the last answer was slow").hasValue(1);
    }

    @Test
    void backs_off_after_another_thread_needed_the_processor() throws Exception {
        var permits = new Counted(1);
        var spin = spinning(permits);
        disturb(spin, permits);
        await(spin);
        assertThat(permits.taken).hasValue(1);
        clock.addAndGet(AdaptiveSpin.BACK_OFF_NANOS);
        await(spin);
        assertThat(permits.taken).hasValue(2);
    }

    /// Lets another thread take the processor during a wait.
    private void disturb(AdaptiveSpin spin, Counted permits) throws Exception {
        step.set(AdaptiveSpin.SPIN_NANOS + 1); // duration of one poll
        awaitUntilAsleep(spin, permits);
        await(spin); // the last answer was slow; this one is quick
    }

    @Test
    void backs_off_for_longer_if_that_happens_again_soon() throws Exception {
        var permits = new Counted(1);
        var spin = spinning(permits);
        disturb(spin, permits);
        clock.addAndGet(AdaptiveSpin.BACK_OFF_NANOS);
        disturb(spin, permits);
        clock.addAndGet(AdaptiveSpin.BACK_OFF_NANOS);
        await(spin);
        assertThat(permits.taken).as("not yet").hasValue(2);
        clock.addAndGet(AdaptiveSpin.BACK_OFF_NANOS);
        await(spin);
        assertThat(permits.taken).hasValue(3);
    }

    @Test
    void backs_off_briefly_again_after_a_quiet_time() throws Exception {
        var permits = new Counted(1);
        var spin = spinning(permits);
        disturb(spin, permits);
        clock.addAndGet(AdaptiveSpin.BACK_OFF_NANOS + AdaptiveSpin.SOON_NANOS);
        disturb(spin, permits);
        clock.addAndGet(AdaptiveSpin.BACK_OFF_NANOS);
        await(spin);
        assertThat(permits.taken).hasValue(3);
    }

    @Test
    void no_more_threads_spin_than_permitted() throws Exception {
        var permits = new Counted(1);
        var spin = spinning(permits);
        permits.acquire(); // another connection spins
        await(spin);
        assertThat(permits.taken).hasValue(0);
        assertThat(permits.availablePermits()).isZero();
    }

    @Test
    void one_thread_spins_on_two_to_four_processors_and_none_on_one() {
        assertThat(AdaptiveSpin.maxSpinning(1)).isZero();
        assertThat(AdaptiveSpin.maxSpinning(2)).isOne();
        assertThat(AdaptiveSpin.maxSpinning(4)).isOne();
        assertThat(AdaptiveSpin.maxSpinning(8)).isEqualTo(2);
    }
}
