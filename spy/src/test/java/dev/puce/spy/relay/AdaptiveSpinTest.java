package dev.puce.spy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.posix.SocketPair;
import dev.puce.posix.UnixSocket;
import java.io.IOException;
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

    private final CaptureChunk received = new CaptureChunk(CaptureChunk.SIZE);
    private final AtomicLong clock = new AtomicLong();
    private final AtomicLong step = new AtomicLong(1000);
    private SocketChannel speaker;
    private UnixSocket listener;
    private SocketPair sockets;

    /// Places of which it is known how often one was taken.
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
    void somebody_to_wait_for() throws IOException {
        Path path = folder.resolve("socket");
        try (var server =
                ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path))) {
            listener = UnixSocket.connect(path, () -> true);
            speaker = server.accept();
        }
        sockets = new SocketPair(listener, listener);
    }

    @AfterEach
    void nobody_is_left() throws IOException {
        listener.close();
        speaker.close();
    }

    private void speak() throws IOException {
        speaker.write(ByteBuffer.allocate(1));
    }

    private void await(AdaptiveSpin eagerness) {
        eagerness.await(sockets, SocketPair.READABLE, SocketPair.IGNORE, true);
    }

    /// One whose last answer came quickly, by a clock that goes on by a step with every reading.
    private AdaptiveSpin eager(Counted places) throws IOException {
        var eagerness = new AdaptiveSpin(places, () -> clock.addAndGet(step.get()));
        speak();
        await(eagerness);
        return eagerness;
    }

    /// Waits on a thread of its own, and speaks when that does not stay awake any more.
    private void awaitUntilAsleep(AdaptiveSpin eagerness, Counted places) throws Exception {
        listener.receive(received.address(), 1);
        int before = places.taken.get();
        var waiting = Thread.ofPlatform().start(() -> await(eagerness));
        while (places.taken.get() == before || places.availablePermits() == 0) {
            Thread.onSpinWait();
        }
        assertThat(waiting.isAlive()).isTrue();
        step.set(1000);
        speak();
        waiting.join();
        assertThat(sockets.first()).isEqualTo(SocketPair.READABLE);
    }

    @Test
    void sleeps_until_an_answer_came_quickly() throws Exception {
        var places = new Counted(1);
        var eagerness = eager(places);
        assertThat(places.taken).as("nothing is known of the first").hasValue(0);
        await(eagerness);
        assertThat(places.taken).hasValue(1);
        assertThat(places.availablePermits()).as("given back").isEqualTo(1);
    }

    @Test
    void falls_asleep_when_nothing_comes_and_hears_what_comes_later() throws Exception {
        var places = new Counted(1);
        var eagerness = eager(places);
        awaitUntilAsleep(eagerness, places);
        assertThat(places.taken).hasValue(1);
        await(eagerness);
        assertThat(places.taken).as("the last answer was slow").hasValue(1);
    }

    @Test
    void sleeps_for_a_while_when_others_needed_the_processor() throws Exception {
        var places = new Counted(1);
        var eagerness = eager(places);
        disturb(eagerness, places);
        await(eagerness);
        assertThat(places.taken).hasValue(1);
        clock.addAndGet(AdaptiveSpin.BACK_OFF_NANOS);
        await(eagerness);
        assertThat(places.taken).hasValue(2);
    }

    /// Lets somebody else take the processor in the middle of waiting.
    private void disturb(AdaptiveSpin eagerness, Counted places) throws Exception {
        step.set(AdaptiveSpin.AWAKE_NANOS + 1); // so long one look takes now
        awaitUntilAsleep(eagerness, places);
        await(eagerness); // slow was the last answer; this one is quick
    }

    @Test
    void sleeps_longer_when_others_need_the_processor_again_soon() throws Exception {
        var places = new Counted(1);
        var eagerness = eager(places);
        disturb(eagerness, places);
        clock.addAndGet(AdaptiveSpin.BACK_OFF_NANOS);
        disturb(eagerness, places);
        clock.addAndGet(AdaptiveSpin.BACK_OFF_NANOS);
        await(eagerness);
        assertThat(places.taken).as("not yet").hasValue(2);
        clock.addAndGet(AdaptiveSpin.BACK_OFF_NANOS);
        await(eagerness);
        assertThat(places.taken).hasValue(3);
    }

    @Test
    void sleeps_for_a_short_while_again_when_it_was_left_in_peace() throws Exception {
        var places = new Counted(1);
        var eagerness = eager(places);
        disturb(eagerness, places);
        clock.addAndGet(AdaptiveSpin.BACK_OFF_NANOS + AdaptiveSpin.SOON_NANOS);
        disturb(eagerness, places);
        clock.addAndGet(AdaptiveSpin.BACK_OFF_NANOS);
        await(eagerness);
        assertThat(places.taken).hasValue(3);
    }

    @Test
    void no_more_stay_awake_than_there_are_places() throws Exception {
        var places = new Counted(1);
        var eagerness = eager(places);
        places.acquire(); // another connection is awake
        await(eagerness);
        assertThat(places.taken).hasValue(0);
        assertThat(places.availablePermits()).isZero();
    }

    @Test
    void there_is_a_place_for_four_processors_and_for_two_but_not_for_one() {
        assertThat(AdaptiveSpin.mostAwake(1)).isZero();
        assertThat(AdaptiveSpin.mostAwake(2)).isOne();
        assertThat(AdaptiveSpin.mostAwake(4)).isOne();
        assertThat(AdaptiveSpin.mostAwake(8)).isEqualTo(2);
    }
}
