package dev.puce.cards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.cards.event.EventQueue;
import dev.puce.cards.event.ReaderEvent;
import dev.puce.cards.event.ReaderEvent.CardInserted;
import dev.puce.cards.event.ReaderEvent.CardRemoved;
import dev.puce.cards.event.ReaderEvent.EventsSkipped;
import dev.puce.cards.event.ReaderEvent.ReaderArrived;
import dev.puce.cards.event.ReaderEvent.ReaderLeft;
import dev.puce.cards.event.ReaderEvent.ServiceFound;
import dev.puce.cards.event.ReaderEvent.ServiceLost;
import dev.puce.cards.event.ReaderMonitor;
import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Answer;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.ReturnCode;
import dev.puce.testkit.InMemoryPcsc;
import dev.puce.testkit.InterceptedPcsc;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class ReaderMonitorTest {
    private static final Bytes ATR = Bytes.hex("3B00");
    private static final Duration LONG = Duration.ofSeconds(20);

    private final InMemoryPcsc pcsc = new InMemoryPcsc();
    private final Readers readers = Readers.over(pcsc);

    @AfterEach
    void close() {
        readers.close();
    }

    @Test
    void observer_receives_the_current_state_first_then_events() throws InterruptedException {
        pcsc.addReader("a");
        insert("a");
        EventQueue events = readers.monitor().queue();
        assertThat(take(events, 2)).containsExactly(new ReaderArrived("a", true), new CardInserted("a", ATR, true));
        pcsc.remove("a");
        assertThat(take(events, 1)).containsExactly(new CardRemoved("a", ATR));
        pcsc.addReader("b");
        assertThat(take(events, 1)).containsExactly(new ReaderArrived("b", false));
        insert("b");
        assertThat(take(events, 1)).containsExactly(new CardInserted("b", ATR, false));
        pcsc.removeReader("b");
        assertThat(take(events, 2)).containsExactly(new CardRemoved("b", ATR), new ReaderLeft("b"));
        assertThat(events.poll()).isEmpty();
    }

    @Test
    void monitor_watches_sixteen_readers_with_a_library_limited_to_sixteen() throws InterruptedException {
        pcsc.limitWaitsTo(16);
        for (int i = 0; i < 16; i++) {
            pcsc.addReader("reader " + i);
        }
        EventQueue events = readers.monitor().queue();
        assertThat(take(events, 16)).allSatisfy(event -> assertThat(event).isInstanceOf(ReaderArrived.class));
        insert("reader 15");
        assertThat(take(events, 1)).containsExactly(new CardInserted("reader 15", ATR, false));
        pcsc.removeReader("reader 15");
        assertThat(take(events, 2)).containsExactly(new CardRemoved("reader 15", ATR), new ReaderLeft("reader 15"));
    }

    @Test
    void later_observer_receives_the_state_at_its_subscription() throws InterruptedException {
        EventQueue first = readers.monitor().queue();
        pcsc.addReader("a");
        take(first, 1);
        pcsc.addReader("b");
        assertThat(take(first, 1)).containsExactly(new ReaderArrived("b", false));
        assertThat(take(readers.monitor().queue(), 2))
                .containsExactly(new ReaderArrived("a", true), new ReaderArrived("b", true));
    }

    @Test
    void restart_of_the_service_is_an_event_and_does_not_end_the_monitor() throws InterruptedException {
        pcsc.addReader("a");
        insert("a");
        EventQueue events = readers.monitor().queue();
        take(events, 2);
        for (int round = 0; round < 3; round++) {
            pcsc.stop(ReturnCode.NO_SERVICE);
            assertThat(take(events, 3))
                    .containsExactly(
                            new ServiceLost(ReturnCode.NO_SERVICE, false),
                            new CardRemoved("a", ATR),
                            new ReaderLeft("a"));
            pcsc.start();
            assertThat(take(events, 3))
                    .containsExactly(
                            new ServiceFound(), new ReaderArrived("a", false), new CardInserted("a", ATR, false));
        }
        assertThat(events.poll()).isEmpty();
    }

    @Test
    void monitor_waits_for_a_missing_service() throws InterruptedException {
        pcsc.stop(ReturnCode.NO_SERVICE);
        EventQueue events = readers.monitor().queue();
        assertThat(take(events, 1)).containsExactly(new ServiceLost(ReturnCode.NO_SERVICE, true));
        pcsc.addReader("a");
        pcsc.start();
        assertThat(take(events, 2)).containsExactly(new ServiceFound(), new ReaderArrived("a", false));
    }

    @Test
    void slow_observer_delays_no_other_and_receives_EventsSkipped() throws InterruptedException {
        pcsc.addReader("a");
        var taken = new LinkedBlockingQueue<ReaderEvent>();
        var open = new CountDownLatch(1);
        EventQueue quick = readers.monitor().queue();
        try (var _ = readers.monitor().listen(3, event -> {
            taken.add(event);
            awaitQuietly(open);
        })) {
            take(quick, 1);
            assertThat(taken.poll(20, TimeUnit.SECONDS)).isEqualTo(new ReaderArrived("a", true));
            for (int i = 0; i < 10; i++) {
                insert("a");
                take(quick, 1);
                pcsc.remove("a");
                take(quick, 1);
            }
            open.countDown();
            ReaderEvent told = taken.poll(20, TimeUnit.SECONDS);
            assertThat(told).isInstanceOf(EventsSkipped.class);
            assertThat(((EventsSkipped) told).count()).isEqualTo(20);
            assertThat(taken.poll(20, TimeUnit.SECONDS)).isEqualTo(new ReaderArrived("a", true));
        }
    }

    @Test
    void listener_that_throws_still_receives_the_next_event() throws InterruptedException {
        var taken = new LinkedBlockingQueue<ReaderEvent>();
        try (var monitor = ReaderMonitor.start(
                        pcsc,
                        task -> Thread.ofPlatform()
                                .uncaughtExceptionHandler((_, _) -> {})
                                .start(task));
                var _ = monitor.listen(event -> {
                    taken.add(event);
                    throw new IllegalStateException("a bug in a listener");
                })) {
            pcsc.addReader("a");
            pcsc.addReader("b");
            assertThat(taken.poll(20, TimeUnit.SECONDS)).isInstanceOf(ReaderArrived.class);
            assertThat(taken.poll(20, TimeUnit.SECONDS)).isInstanceOf(ReaderArrived.class);
        }
    }

    @Test
    void subscriber_receives_the_requested_number_of_events_and_completion() throws InterruptedException {
        pcsc.addReader("a");
        pcsc.addReader("b");
        var subscriptions = new LinkedBlockingQueue<Flow.Subscription>();
        var subscriber = new Remembering(subscriptions::add);
        var taken = subscriber.signals;
        var monitor = ReaderMonitor.start(pcsc);
        monitor.subscribe(subscriber);
        Flow.Subscription subscription = subscriptions.take();
        subscription.request(1);
        assertThat(taken.poll(20, TimeUnit.SECONDS)).isEqualTo(new ReaderArrived("a", true));
        assertThat(taken.poll(30, TimeUnit.MILLISECONDS)).isNull();
        subscription.request(5);
        assertThat(taken.poll(20, TimeUnit.SECONDS)).isEqualTo(new ReaderArrived("b", true));
        monitor.close();
        assertThat(taken.poll(20, TimeUnit.SECONDS)).isEqualTo("complete");
    }

    @Test
    void subscriber_that_requests_less_than_one_event_receives_only_an_error() throws InterruptedException {
        pcsc.addReader("a");
        var subscriber = new Remembering(subscription -> {
            subscription.request(0);
            subscription.request(1);
        });
        readers.monitor().subscribe(subscriber);
        assertThat(subscriber.signals.poll(20, TimeUnit.SECONDS)).isInstanceOf(IllegalArgumentException.class);
        readers.close();
        assertThat(subscriber.signals.poll(30, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void cancelled_subscriber_receives_nothing_despite_requests() throws InterruptedException {
        pcsc.addReader("a");
        var subscriber = new Remembering(subscription -> {
            subscription.cancel();
            subscription.request(-1);
            subscription.request(1);
        });
        readers.monitor().subscribe(subscriber);
        readers.close();
        assertThat(subscriber.signals.poll(30, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void subscriber_that_throws_is_cancelled() throws InterruptedException {
        pcsc.addReader("a");
        pcsc.addReader("b");
        var thrown = new LinkedBlockingQueue<Throwable>();
        var subscriber = new Remembering(subscription -> subscription.request(10)) {
            @Override
            public void onNext(ReaderEvent event) {
                super.onNext(event);
                throw new IllegalStateException("a bug in a subscriber");
            }
        };
        try (var monitor = ReaderMonitor.start(
                pcsc,
                task -> Thread.ofPlatform()
                        .uncaughtExceptionHandler((_, e) -> thrown.add(e))
                        .start(task))) {
            monitor.subscribe(subscriber);
            assertThat(thrown.poll(20, TimeUnit.SECONDS)).hasMessage("a bug in a subscriber");
        }
        assertThat(subscriber.signals).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void monitor_detects_readers_without_a_pnp_counter(InMemoryPcsc.PlugAndPlay way) throws InterruptedException {
        pcsc.plugAndPlay(way);
        EventQueue events = readers.monitor().queue();
        pcsc.addReader("a");
        assertThat(take(events, 1)).containsExactly(new ReaderArrived("a", false));
        insert("a");
        assertThat(take(events, 1)).containsExactly(new CardInserted("a", ATR, false));
        pcsc.removeReader("a");
        assertThat(take(events, 2)).containsExactly(new CardRemoved("a", ATR), new ReaderLeft("a"));
    }

    @Test
    void monitor_does_not_spin_if_the_service_rejects_a_listed_reader() throws InterruptedException {
        pcsc.addReader("ghost");
        var asked = new LinkedBlockingQueue<Long>();
        var insisting = new InterceptedPcsc(pcsc, (call, service) -> {
            if (call instanceof Call.GetStatusChange wait
                    && wait.readers().orElseThrow().getFirst().reader().equals("ghost")) {
                asked.add(System.nanoTime());
                return Answer.of(ReturnCode.UNKNOWN_READER);
            }
            return service.answer(call);
        });
        Thread starter = Thread.ofVirtual().start(() -> {
            try (var _ = ReaderMonitor.start(insisting)) {
                // the first scan never succeeds; an interrupt ends the wait for it
            }
        });
        long first = asked.take();
        long last = first;
        for (int i = 0; i < 4; i++) {
            last = asked.take();
        }
        assertThat(Duration.ofNanos(last - first)).isGreaterThan(Duration.ofMillis(100));
        starter.interrupt();
        assertThat(starter.join(LONG)).isTrue();
    }

    @Test
    void stream_of_events_ends_with_the_monitor() throws InterruptedException {
        pcsc.addReader("a");
        var seen = new ArrayList<ReaderEvent>();
        var first = new CountDownLatch(1);
        Thread thread = Thread.ofPlatform().start(() -> {
            try (var stream = readers.monitor().stream()) {
                stream.forEach(event -> {
                    seen.add(event);
                    first.countDown();
                });
            }
        });
        assertThat(first.await(20, TimeUnit.SECONDS)).isTrue();
        readers.close();
        assertThat(thread.join(LONG)).isTrue();
        assertThat(seen).containsExactly(new ReaderArrived("a", true));
    }

    @Test
    void observers_share_one_context_and_one_thread() throws InterruptedException {
        pcsc.addReader("a");
        var queues = new ArrayList<EventQueue>();
        for (int i = 0; i < 50; i++) {
            queues.add(readers.monitor().queue());
        }
        for (EventQueue queue : queues) {
            take(queue, 1);
        }
        long threads = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("puce-readers"))
                .count();
        assertThat(pcsc.calls().stream().filter(Call.EstablishContext.class::isInstance))
                .hasSize(1);
        assertThat(threads).isGreaterThanOrEqualTo(1);
    }

    @Test
    void close_ends_the_thread_and_releases_the_context() {
        var monitor = ReaderMonitor.start(pcsc);
        monitor.close();
        monitor.close();
        assertThat(pcsc.openContexts()).isZero();
    }

    @Test
    void events_add_up_to_the_current_state_after_random_changes() throws InterruptedException {
        long seed = System.nanoTime();
        RandomGenerator random = new SplittableRandom(seed);
        EventQueue events = readers.monitor().queue();
        Set<String> there = new HashSet<>();
        Set<String> cards = new HashSet<>();
        boolean up = true;
        for (int step = 0; step < 400; step++) {
            String reader = "reader " + random.nextInt(4);
            switch (random.nextInt(5)) {
                case 0 -> {
                    if (there.add(reader)) {
                        pcsc.addReader(reader);
                    }
                }
                case 1 -> {
                    if (there.remove(reader)) {
                        cards.remove(reader);
                        pcsc.removeReader(reader);
                    }
                }
                case 2, 3 -> {
                    if (there.contains(reader) && cards.add(reader)) {
                        insert(reader);
                    } else if (cards.remove(reader)) {
                        pcsc.remove(reader);
                    }
                }
                default -> {
                    if (up) {
                        pcsc.stop(ReturnCode.NO_SERVICE);
                    } else {
                        pcsc.start();
                    }
                    up = !up;
                }
            }
        }
        pcsc.start();
        pcsc.addReader("the last");
        Set<String> sawReaders = new HashSet<>();
        Set<String> sawCards = new HashSet<>();
        while (!sawReaders.contains("the last")) {
            ReaderEvent event = take(events, 1).getFirst();
            boolean consistent = switch (event) {
                case ReaderArrived(String name, boolean _) -> sawReaders.add(name);
                case ReaderLeft(String name) -> sawReaders.remove(name) && !sawCards.contains(name);
                case CardInserted(String name, Bytes _, boolean _) -> sawReaders.contains(name) && sawCards.add(name);
                case CardRemoved(String name, Bytes _) -> sawCards.remove(name);
                default -> true;
            };
            assertThat(consistent).as("seed %d: %s", seed, event).isTrue();
        }
        sawReaders.remove("the last");
        assertThat(sawReaders).as("seed %d", seed).isEqualTo(there);
        assertThat(sawCards).as("seed %d", seed).isEqualTo(cards);
    }

    /// Records the received events.
    private static class Remembering implements Flow.Subscriber<ReaderEvent> {
        final LinkedBlockingQueue<Object> signals = new LinkedBlockingQueue<>();
        private final Consumer<Flow.Subscription> begin;

        Remembering(Consumer<Flow.Subscription> begin) {
            this.begin = begin;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            begin.accept(subscription);
        }

        @Override
        public void onNext(ReaderEvent event) {
            signals.add(event);
        }

        @Override
        public void onError(Throwable error) {
            signals.add(error);
        }

        @Override
        public void onComplete() {
            signals.add("complete");
        }
    }

    private void insert(String reader) {
        pcsc.insert(reader, ATR, _ -> Bytes.hex("9000"));
    }

    private static List<ReaderEvent> take(EventQueue events, int count) throws InterruptedException {
        var taken = new ArrayList<ReaderEvent>();
        for (int i = 0; i < count; i++) {
            Optional<ReaderEvent> event = events.poll(LONG);
            assertThat(event).as("an event after " + taken).isPresent();
            taken.add(event.get());
        }
        return taken;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
