package dev.puce.it.cards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.puce.cards.Card;
import dev.puce.cards.CardFilter;
import dev.puce.cards.ConnectOptions;
import dev.puce.cards.InsertedCard;
import dev.puce.cards.Readers;
import dev.puce.cards.Transaction;
import dev.puce.cards.event.EventQueue;
import dev.puce.cards.event.ReaderEvent;
import dev.puce.cards.event.ReaderEvent.CardInserted;
import dev.puce.cards.event.ReaderEvent.CardRemoved;
import dev.puce.cards.event.ReaderEvent.ServiceFound;
import dev.puce.cards.event.ReaderEvent.ServiceLost;
import dev.puce.it.pcsc.TestDaemon;
import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.Pcsc;
import dev.puce.pcsc.PcscException;
import dev.puce.pcsc.ReturnCode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The contract of the library, for pcscd and our service, through the native library and the socket.
@Timeout(120)
public abstract class LibraryContract {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private TestDaemon daemon;
    private Pcsc pcsc;
    private Readers readers;

    protected abstract TestDaemon start(String... names) throws IOException;

    protected abstract Pcsc open(TestDaemon started) throws IOException;

    @BeforeEach
    void begin() throws IOException {
        daemon = start("Reader");
        pcsc = open(daemon);
        readers = Readers.over(pcsc);
    }

    @AfterEach
    void end() throws IOException {
        readers.close();
        pcsc.close();
        daemon.close();
    }

    @Test
    void request_waits_for_a_card_that_then_answers() throws Exception {
        CompletableFuture<InsertedCard> waiting =
                readers.cardRequest().matching(CardFilter.atr(GuideCard.ATR)).async();
        try (var _ = daemon.insert(0, new GuideCard());
                Card card = waiting.get(20, TimeUnit.SECONDS).connect()) {
            assertThat(card.reader()).isEqualTo(daemon.reader(0));
            assertThat(card.transmit("00 84 00 00 04").data().length()).isEqualTo(4);
        }
    }

    @Test
    void monitor_reports_each_insertion_and_removal_once() throws Exception {
        EventQueue events = readers.monitor().queue();
        for (int round = 0; round < 3; round++) {
            try (var _ = daemon.insert(0, new GuideCard())) {
                assertThat(next(events, CardInserted.class).atr()).isEqualTo(GuideCard.ATR);
            }
            assertThat(next(events, CardRemoved.class).reader()).isEqualTo(daemon.reader(0));
        }
    }

    @Test
    void waits_and_monitors_do_not_delay_commands() throws Exception {
        var waiting = new ArrayList<CompletableFuture<InsertedCard>>();
        Thread blocked = Thread.ofPlatform().daemon().start(() -> {
            try {
                readers.cardRequest().in("no such reader").await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try (var _ = daemon.insert(0, new GuideCard());
                Card card = connect()) {
            for (int i = 0; i < 20; i++) {
                waiting.add(readers.cardRequest().in("no such reader").async());
            }
            // A command behind a wait would take seconds, and all of them longer than the time limit of the test.
            for (int i = 0; i < 200; i++) {
                assertThat(card.transmit("00 84 00 00 04").status().isOk()).isTrue();
            }
            assertThat(waiting).allSatisfy(wait -> assertThat(wait).isNotDone());
        }
        blocked.interrupt();
        assertThat(blocked.join(PATIENCE)).isTrue();
        waiting.forEach(wait -> wait.cancel(true));
    }

    @Test
    void transaction_excludes_other_connections_until_it_ends() throws Exception {
        try (var _ = daemon.insert(0, new GuideCard());
                Card one = connect();
                Card other = connect()) {
            Transaction transaction = one.begin();
            assertThatExceptionOfType(PcscException.class)
                    .isThrownBy(() -> connect(ConnectOptions.shared().timeout(Duration.ofMillis(100))))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ReturnCode.TIMEOUT));
            transaction.close();
            assertThat(other.transmit("00 84 00 00 04").status().isOk()).isTrue();
        }
    }

    @Test
    void reset_is_reported_to_the_other_connections_only() throws Exception {
        try (var _ = daemon.insert(0, new GuideCard());
                Card one = connect();
                Card other = connect()) {
            one.begin().end(Disposition.RESET);
            assertThat(one.transmit("00 84 00 00 04").status().isOk()).isTrue();
            assertThatExceptionOfType(PcscException.class)
                    .isThrownBy(() -> other.transmit("00 84 00 00 04"))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ReturnCode.RESET_CARD));
            other.reconnect();
            assertThat(other.transmit("00 84 00 00 04").status().isOk()).isTrue();
        }
    }

    @Test
    void command_to_a_removed_card_fails_and_closing_it_does_not() throws Exception {
        EventQueue events = readers.monitor().queue();
        var inserted = daemon.insert(0, new GuideCard());
        next(events, CardInserted.class);
        try (Card card = connect()) {
            inserted.close();
            next(events, CardRemoved.class);
            assertThatExceptionOfType(PcscException.class)
                    .isThrownBy(() -> card.transmit("00 84 00 00 04"))
                    .satisfies(
                            e -> assertThat(e.code()).isIn(Set.of(ReturnCode.REMOVED_CARD, ReturnCode.NO_SMARTCARD)));
        }
    }

    @Test
    void monitor_survives_a_killed_and_restarted_daemon() throws Exception {
        EventQueue events = readers.monitor().queue();
        assertThat(readers.list()).isNotEmpty();
        for (int round = 0; round < 2; round++) {
            daemon.restart();
            next(events, ServiceLost.class);
            next(events, ServiceFound.class);
            assertThat(readers.require(daemon.reader(0)).isCardPresent()).isFalse();
            try (var _ = daemon.insert(0, new GuideCard())) {
                next(events, CardInserted.class);
                try (Card card = connect()) {
                    assertThat(card.transmit("00 84 00 00 04").status().isOk()).isTrue();
                }
            }
            next(events, CardRemoved.class);
        }
    }

    private Card connect() throws InterruptedException {
        return connect(ConnectOptions.shared());
    }

    private Card connect(ConnectOptions options) throws InterruptedException {
        assertThat(readers.named(daemon.reader(0)).awaitCard(PATIENCE)).isTrue();
        return readers.named(daemon.reader(0)).connect(options);
    }

    /// Waits for the next event of this type.
    private static <E extends ReaderEvent> E next(EventQueue events, Class<E> type) throws InterruptedException {
        var others = new ArrayList<ReaderEvent>();
        while (true) {
            ReaderEvent event = events.poll(PATIENCE)
                    .orElseThrow(() -> new AssertionError("no " + type.getSimpleName() + " after " + others));
            if (type.isInstance(event)) {
                return type.cast(event);
            }
            others.add(event);
        }
    }
}
