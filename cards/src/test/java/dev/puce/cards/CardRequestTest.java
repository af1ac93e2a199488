package dev.puce.cards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.PcscException;
import dev.puce.pcsc.Protocols;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.ShareMode;
import dev.puce.testkit.Await;
import dev.puce.testkit.InMemoryPcsc;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CardRequestTest {
    private static final Bytes ATR = Bytes.hex("3B 65 00 00 9C 02 02 07 02");
    private static final Bytes OTHER = Bytes.hex("3B 00");

    private final InMemoryPcsc pcsc = new InMemoryPcsc();
    private final Readers readers = Readers.over(pcsc);

    @BeforeEach
    void plug() {
        pcsc.addReader("a");
        pcsc.addReader("b");
    }

    @AfterEach
    void close() {
        readers.close();
    }

    @Test
    void present_card_matches() throws InterruptedException {
        insert("b", ATR);
        InsertedCard card = readers.waitForCard(Duration.ofSeconds(20));
        assertThat(card.reader().name()).isEqualTo("b");
        assertThat(card.atr().bytes()).isEqualTo(ATR);
        try (Card connected = card.connect()) {
            assertThat(connected.transmit("00 84 00 00 08").status().isOk()).isTrue();
        }
    }

    @Test
    void request_waits_for_an_inserted_card() throws Exception {
        CompletableFuture<InsertedCard> waiting = readers.cardRequest().async();
        readers.monitor().queue().poll(Duration.ofSeconds(20));
        insert("a", ATR);
        assertThat(waiting.get(20, TimeUnit.SECONDS).reader().name()).isEqualTo("a");
    }

    @Test
    void request_selects_by_atr_mask_reader_and_predicate() throws InterruptedException {
        insert("a", OTHER);
        insert("b", ATR);
        CardRequest request = readers.cardRequest().timeout(Duration.ofSeconds(20));
        assertThat(request.matching(CardFilter.atr(ATR)).await().reader().name())
                .isEqualTo("b");
        assertThat(request.matching(CardFilter.atr("3B00")).await().reader().name())
                .isEqualTo("a");
        CardFilter masked = CardFilter.atr(Bytes.hex("3B6500009C02020000"), Bytes.hex("FFFFFFFFFFFFFF0000"));
        assertThat(request.matching(masked).await().reader().name()).isEqualTo("b");
        assertThat(request.in(readers.named("b")).await().reader().name()).isEqualTo("b");
        assertThat(request.in("B").await().reader().name()).isEqualTo("b");
        assertThat(request.in(readers.named("b"), readers.named("a"))
                        .await()
                        .reader()
                        .name())
                .isEqualTo("a");
        assertThat(request.matching(card -> card.atr().bytes().length() > 2)
                        .await()
                        .reader()
                        .name())
                .isEqualTo("b");
    }

    @Test
    void request_without_a_wait_looks_once() throws InterruptedException {
        CardRequest request = readers.cardRequest().timeout(Duration.ZERO);
        assertThat(request.poll()).isEmpty();
        insert("a", OTHER);
        insert("b", ATR);
        assertThat(request.matching(CardFilter.atr(ATR)).await().reader().name())
                .isEqualTo("b");
        assertThat(request.in("c").poll()).isEmpty();
        assertThat(request.newCardsOnly().poll()).isEmpty();
        int before = pcsc.calls().size();
        assertThat(request.await().reader().name()).isEqualTo("a");
        assertThat(pcsc.calls().subList(before, pcsc.calls().size()))
                .as("a list, and the state of the first reader")
                .hasSize(2);
        pcsc.stop(ReturnCode.NO_SERVICE);
        assertThat(request.poll()).isEmpty();
        assertThat(pcsc.openContexts()).isLessThanOrEqualTo(1);
    }

    @Test
    void request_without_a_wait_ignores_mute_cards() throws InterruptedException {
        insert("a", Bytes.EMPTY);
        insert("b", ATR);
        assertThat(readers.cardRequest().timeout(Duration.ZERO).await().reader().name())
                .isEqualTo("b");
    }

    @Test
    void card_must_match_all_filters() throws InterruptedException {
        insert("a", OTHER);
        insert("b", ATR);
        CardRequest several = readers.cardRequest()
                .matching(card -> card.atr().bytes().length() > 2)
                .timeout(Duration.ofMillis(50));
        assertThat(several.matching(CardFilter.atr(OTHER)).poll()).isEmpty();
        assertThat(several.matching(CardFilter.atr("3B 65 00 00 9C 02 02 00 00", "FF FF FF FF FF FF FF 00 00"))
                        .poll())
                .isPresent();
    }

    @Test
    void mask_and_atr_must_have_the_same_length() {
        assertThatThrownBy(() -> CardFilter.atr(ATR, OTHER))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 bytes");
    }

    @Test
    void newCardsOnly_ignores_present_cards() throws Exception {
        insert("a", ATR);
        CompletableFuture<InsertedCard> waiting =
                readers.cardRequest().newCardsOnly().async();
        insert("b", OTHER);
        pcsc.remove("a");
        insert("a", OTHER);
        assertThat(waiting.get(20, TimeUnit.SECONDS).atr().bytes()).isEqualTo(OTHER);
    }

    @Test
    void timeout_expires_by_the_clock_despite_other_events() throws InterruptedException {
        long begin = System.nanoTime();
        var busy = new CountDownLatch(1);
        Thread noise = Thread.ofPlatform().start(() -> {
            while (busy.getCount() > 0) {
                insert("a", OTHER);
                pcsc.remove("a");
            }
        });
        var request = readers.cardRequest().matching(CardFilter.atr(ATR)).timeout(Duration.ofMillis(300));
        assertThat(request.poll()).isEmpty();
        assertThat(System.nanoTime() - begin)
                .isGreaterThanOrEqualTo(Duration.ofMillis(300).toNanos());
        busy.countDown();
        noise.join();
        assertThatExceptionOfType(PcscException.class)
                .isThrownBy(() -> request.timeout(Duration.ofMillis(1)).await())
                .satisfies(e -> assertThat(e.code()).isEqualTo(ReturnCode.TIMEOUT))
                .withMessageStartingWith("cannot find such a card within 1 ms: SCARD_E_TIMEOUT (0x8010000A)");
        assertThatThrownBy(() -> request.timeout(Duration.ofMillis(1)).async().get(20, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(PcscException.class);
    }

    @Test
    void interrupt_ends_the_wait() throws InterruptedException {
        var ended = new ArrayList<Throwable>();
        Thread thread = Thread.ofPlatform().start(() -> {
            try {
                readers.cardRequest().await();
            } catch (InterruptedException e) {
                ended.add(e);
            }
        });
        Await.until(
                "the request waits",
                () -> thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING);
        thread.interrupt();
        assertThat(thread.join(Duration.ofSeconds(20))).isTrue();
        assertThat(ended).hasSize(1);
    }

    @Test
    void closing_the_readers_ends_the_wait() throws InterruptedException {
        var ended = new ArrayList<ReturnCode>();
        Thread thread = Thread.ofVirtual().start(() -> {
            try {
                readers.cardRequest().await();
            } catch (PcscException e) {
                ended.add(e.code());
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
        Await.until(
                "the request waits",
                () -> thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING);
        readers.close();
        assertThat(thread.join(Duration.ofSeconds(20))).isTrue();
        assertThat(ended).containsExactly(ReturnCode.CANCELLED);
    }

    @Test
    void closing_the_readers_ends_an_async_wait() {
        CompletableFuture<InsertedCard> waiting = readers.cardRequest().async();
        readers.close();
        assertThatThrownBy(() -> waiting.get(20, TimeUnit.SECONDS))
                .cause()
                .isInstanceOfSatisfying(
                        PcscException.class, e -> assertThat(e.code()).isEqualTo(ReturnCode.CANCELLED));
    }

    @Test
    void exception_of_a_filter_ends_the_wait() {
        insert("a", ATR);
        CardRequest request = readers.cardRequest().matching(_ -> {
            throw new IllegalStateException("a bug in a filter");
        });
        assertThatThrownBy(request::poll).hasMessage("a bug in a filter");
        assertThatThrownBy(() -> request.async().get(20, TimeUnit.SECONDS))
                .cause()
                .hasMessage("a bug in a filter");
    }

    @Test
    void failed_call_of_a_filter_is_not_taken_for_a_missing_reader() {
        insert("a", ATR);
        CardRequest request = readers.cardRequest().timeout(Duration.ZERO).matching(card -> {
            throw new PcscException(
                    new Call.Connect(0, "gone", ShareMode.SHARED, Protocols.ANY),
                    ReturnCode.UNKNOWN_READER,
                    Result.NONE);
        });
        assertThatExceptionOfType(PcscException.class)
                .isThrownBy(request::poll)
                .satisfies(e -> assertThat(e.code()).isEqualTo(ReturnCode.UNKNOWN_READER));
    }

    @Test
    void mute_card_matches_once_it_answers() throws Exception {
        insert("a", Bytes.EMPTY);
        CompletableFuture<InsertedCard> waiting = readers.cardRequest().async();
        assertThat(readers.monitor().queue().poll(Duration.ofSeconds(20))).isPresent();
        pcsc.answerToReset("a", ATR);
        assertThat(waiting.get(20, TimeUnit.SECONDS).atr().bytes()).isEqualTo(ATR);
    }

    @Test
    void restart_of_the_service_does_not_end_the_wait() throws Exception {
        CompletableFuture<InsertedCard> waiting = readers.cardRequest().async();
        pcsc.stop(ReturnCode.SERVICE_STOPPED);
        pcsc.start();
        insert("a", ATR);
        assertThat(waiting.get(20, TimeUnit.SECONDS).reader().name()).isEqualTo("a");
    }

    @Test
    void wait_does_not_delay_commands_of_other_connections() throws Exception {
        insert("a", ATR);
        CompletableFuture<InsertedCard> waiting = readers.cardRequest().in("b").async();
        try (Card card = readers.named("a").connect()) {
            assertThat(card.transmit("00 84 00 00 08").status().isOk()).isTrue();
        }
        assertThat(waiting).isNotDone();
        assertThat(waiting.cancel(true)).isTrue();
    }

    @Test
    void reader_waits_for_insertion_and_removal() throws InterruptedException {
        Reader a = readers.named("a");
        assertThat(a.awaitNoCard(Duration.ofSeconds(20))).isTrue();
        assertThat(a.awaitCard(Duration.ofMillis(10))).isFalse();
        insert("a", ATR);
        assertThat(a.awaitCard(Duration.ofSeconds(20))).isTrue();
        assertThat(a.awaitNoCard(Duration.ofMillis(10))).isFalse();
        Thread remover = Thread.ofVirtual().start(() -> pcsc.remove("a"));
        assertThat(a.awaitNoCard(Duration.ofSeconds(20))).isTrue();
        remover.join();
        assertThat(readers.named("not there").awaitNoCard(Duration.ofMillis(10)))
                .isTrue();
    }

    private void insert(String reader, Bytes atr) {
        pcsc.insert(reader, atr, _ -> Bytes.hex("9000"));
    }
}
