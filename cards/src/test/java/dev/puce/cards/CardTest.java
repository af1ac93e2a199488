package dev.puce.cards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.puce.cards.ConnectOptions.AfterReset;
import dev.puce.cards.apdu.TransmitPolicy;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.StatusWord;
import dev.puce.pcsc.Attribute;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.PcscException;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.TracedCall;
import dev.puce.testkit.Await;
import dev.puce.testkit.InMemoryPcsc;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CardTest {
    private static final String READER = "ACS 00 00";
    private static final Bytes ATR = Bytes.hex("3B 65 00 00 9C 02 02 07 02");

    private final InMemoryPcsc pcsc = new InMemoryPcsc();
    private final Readers readers = Readers.over(pcsc);

    @BeforeEach
    void insert() {
        pcsc.addReader(READER);
        pcsc.insert(READER, ATR, command -> command.plus(Bytes.hex("9000")));
    }

    @AfterEach
    void close() {
        readers.close();
    }

    @Test
    void card_reports_atr_protocol_and_reader_and_answers_commands() {
        try (Card card = readers.require("ACS").connect()) {
            assertThat(card.atr().bytes()).isEqualTo(ATR);
            assertThat(card.protocol()).isEqualTo(Protocol.T1);
            assertThat(card.reader()).isEqualTo(READER);
            assertThat(card.status().reader()).isEqualTo(READER);
            assertThat(card.transmit("00 84 00 00 08").data()).isEqualTo(Bytes.hex("0084000008"));
            assertThat(card.transmit("00 84 00 00 08").status()).isEqualTo(StatusWord.OK);
        }
    }

    @Test
    void closed_card_rejects_commands() {
        Card card = readers.require("ACS").connect();
        card.close();
        card.close();
        assertThatThrownBy(() -> card.transmit("00 84 00 00 08"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void failed_connect_releases_its_context() {
        pcsc.remove(READER);
        readers.list();
        int before = pcsc.openContexts();
        assertCode(ReturnCode.NO_SMARTCARD, () -> readers.require("ACS").connect());
        assertCode(ReturnCode.UNKNOWN_READER, () -> readers.named("?").connect());
        assertThat(pcsc.openContexts()).isEqualTo(before);
    }

    @Test
    void direct_connection_works_without_a_card() {
        pcsc.remove(READER);
        try (Card reader = readers.require("ACS").connect(ConnectOptions.direct())) {
            assertThat(reader.atr().bytes().isEmpty()).isTrue();
            assertThat(reader.protocol()).isEqualTo(Protocol.UNDEFINED);
            assertThat(reader.attribute(Attribute.VENDOR_NAME)).isEmpty();
            assertThat(reader.features().codes()).isEmpty();
            assertThat(reader.pinPad()).isEmpty();
        }
    }

    @Test
    void connect_stops_waiting_after_its_timeout_and_undoes_a_late_result() throws InterruptedException {
        pcsc.otherHolds(READER, true);
        readers.list();
        int before = pcsc.openContexts();
        assertCode(
                ReturnCode.TIMEOUT,
                () -> readers.require("ACS").connect(ConnectOptions.shared().timeout(Duration.ofMillis(50))));
        pcsc.otherHolds(READER, false);
        Await.until("the context is released", () -> pcsc.openContexts() == before);
    }

    @Test
    void interrupt_ends_connect() throws InterruptedException {
        pcsc.otherHolds(READER, true);
        var code = new ArrayList<ReturnCode>();
        var started = new CountDownLatch(1);
        Thread thread = Thread.ofVirtual().start(() -> {
            started.countDown();
            try {
                readers.named(READER).connect();
            } catch (PcscException e) {
                code.add(e.code());
            }
        });
        started.await();
        thread.interrupt();
        assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
        assertThat(code).containsExactly(ReturnCode.CANCELLED);
    }

    @Test
    void transaction_locks_out_other_connections_until_its_scope_ends() {
        try (Card card = readers.require("ACS").connect();
                Card other = readers.require("ACS").connect()) {
            try (Transaction transaction = card.begin()) {
                assertThat(transaction.transmit("00 84 00 00 08").status().isOk())
                        .isTrue();
                assertCode(ReturnCode.TIMEOUT, () -> other.begin(Duration.ofMillis(30)));
            }
            try (Transaction transaction = other.begin()) {
                assertThat(transaction.card()).isSameAs(other);
            }
        }
    }

    @Test
    void transaction_belongs_to_the_connection_and_not_to_a_thread() throws Exception {
        try (Card card = readers.require("ACS").connect()) {
            Transaction transaction = card.begin();
            var failures = new ArrayList<Throwable>();
            Thread thread = Thread.ofPlatform().start(() -> {
                try {
                    transaction.transmit("00 84 00 00 08");
                    transaction.end(Disposition.LEAVE);
                } catch (RuntimeException e) {
                    failures.add(e);
                }
            });
            thread.join();
            assertThat(failures).isEmpty();
            assertThatThrownBy(() -> transaction.transmit("00 84 00 00 08")).hasMessageContaining("ended");
        }
    }

    @Test
    void transaction_that_ends_with_a_reset_leaves_its_own_connection_usable() {
        try (Card card = readers.require("ACS").connect()) {
            card.begin().end(Disposition.RESET);
            assertThat(card.transmit("00 84 00 00 08").status().isOk()).isTrue();
        }
    }

    @Test
    void reset_by_another_program_is_reported_until_reconnect() {
        try (Card card = readers.require("ACS").connect()) {
            pcsc.resetByOther(READER);
            assertCode(ReturnCode.RESET_CARD, () -> card.transmit("00 84 00 00 08"));
            assertCode(ReturnCode.RESET_CARD, card::begin);
            card.reconnect();
            assertThat(card.transmit("00 84 00 00 08").status().isOk()).isTrue();
        }
    }

    @Test
    void begin_reconnects_after_a_reset_if_the_options_say_so() {
        ConnectOptions options = ConnectOptions.shared().afterReset(AfterReset.RECONNECT);
        try (Card card = readers.require("ACS").connect(options)) {
            pcsc.resetByOther(READER);
            try (Transaction transaction = card.begin()) {
                assertThat(transaction.transmit("00 84 00 00 08").status().isOk())
                        .isTrue();
            }
        }
    }

    @Test
    void keepAlive_requests_the_status_periodically() throws InterruptedException {
        try (Card card = readers.require("ACS").connect();
                Transaction transaction = card.begin().keepAlive(Duration.ofMillis(1))) {
            long before = statusCalls();
            Await.until("the card is asked for its status", () -> statusCalls() > before + 3);
            assertThat(transaction.card()).isSameAs(card);
        }
        Await.until(
                "the thread ends",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().equals("puce-keep-alive")));
    }

    @Test
    void removal_is_reported_and_close_throws_nothing() {
        try (Card card = readers.require("ACS").connect()) {
            Transaction transaction = card.begin();
            pcsc.remove(READER);
            assertCode(ReturnCode.REMOVED_CARD, () -> transaction.transmit("00 84 00 00 08"));
            transaction.close();
        }
    }

    @Test
    void channel_of_a_removed_card_closes_silently() {
        pcsc.remove(READER);
        pcsc.insert(READER, ATR, command -> Bytes.hex(command.get(1) == 0x70 ? "01 9000" : "9000"));
        try (Card card = readers.require("ACS").connect()) {
            var first = card.openLogicalChannel();
            pcsc.remove(READER);
            first.close();
        }
        pcsc.insert(READER, ATR, command -> Bytes.hex(command.get(1) == 0x70 ? "01 9000" : "9000"));
        Card card = readers.require("ACS").connect();
        var second = card.openLogicalChannel();
        card.close();
        second.close();
        assertThatThrownBy(() -> second.transmit("00 84 00 00 08")).hasMessageContaining("closed");
    }

    @Test
    void restart_of_the_service_loses_the_connection_and_the_next_one_works() {
        try (Card card = readers.require("ACS").connect()) {
            pcsc.stop(ReturnCode.NO_SERVICE);
            pcsc.start();
            assertCode(ReturnCode.INVALID_HANDLE, () -> card.transmit("00 84 00 00 08"));
        }
        try (Card card = readers.require("ACS").connect()) {
            assertThat(card.transmit("00 84 00 00 08").status().isOk()).isTrue();
        }
    }

    @Test
    void calls_of_other_threads_wait_for_the_running_command() throws InterruptedException {
        List<Consumer<Card>> questions = List.of(
                Card::status,
                card -> card.attribute(Attribute.ATR_STRING),
                card -> card.attribute(Attribute.ATR_STRING, Bytes.of(1)),
                card -> card.control(card.controlCode(1), Bytes.EMPTY),
                Card::reconnect);
        for (Consumer<Card> question : questions) {
            var command = new CountDownLatch(1);
            var runs = new CountDownLatch(1);
            var options = ConnectOptions.shared().intercept((bytes, card) -> {
                runs.countDown();
                return awaited(command) ? card.transmit(bytes) : Bytes.EMPTY;
            });
            try (Card card = readers.require("ACS").connect(options)) {
                Thread commanding = Thread.ofPlatform().start(() -> card.transmit("00 84 00 00 08"));
                assertThat(awaited(runs)).isTrue();
                Thread asking = Thread.ofPlatform().start(() -> askIgnoringRefusal(question, card));
                Await.until(
                        "the question waits or is answered",
                        () -> asking.getState() == Thread.State.WAITING || !asking.isAlive());
                assertThat(asking.isAlive()).as("it waits").isTrue();
                command.countDown();
                commanding.join();
                asking.join();
            }
        }
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void askIgnoringRefusal(Consumer<Card> question, Card card) {
        try {
            question.accept(card);
        } catch (PcscException _) {
            // the reader supports no attributes and no control codes
        }
    }

    @Test
    void commands_of_several_threads_do_not_interleave_with_follow_ups() throws InterruptedException {
        var interleaved = new AtomicInteger();
        pcsc.remove(READER);
        pcsc.insert(READER, ATR, new UnaryOperator<Bytes>() {
            private int expected = -1;

            @Override
            public synchronized Bytes apply(Bytes command) {
                if (command.get(1) == 0xC0) {
                    Bytes data = Bytes.of(expected);
                    expected = -1;
                    return data.plus(Bytes.hex("9000"));
                }
                if (expected != -1) {
                    interleaved.incrementAndGet();
                }
                expected = command.get(3);
                return Bytes.hex("6101");
            }
        });
        try (Card card = readers.require("ACS").connect()) {
            var wrong = new AtomicInteger();
            var threads = new ArrayList<Thread>();
            for (int t = 0; t < 8; t++) {
                int number = t;
                threads.add(Thread.ofPlatform().start(() -> {
                    for (int i = 0; i < 200; i++) {
                        if (card.transmit(Bytes.of(0, 0xCA, 0, number)).get(0) != number) {
                            wrong.incrementAndGet();
                        }
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(wrong).hasValue(0);
            assertThat(interleaved).hasValue(0);
        }
    }

    @Test
    void raw_policy_returns_each_response_of_the_card() {
        pcsc.remove(READER);
        pcsc.insert(READER, ATR, command -> Bytes.hex(command.get(1) == 0xC0 ? "01 9000" : "6101"));
        try (Card iso = readers.require("ACS").connect();
                Card raw =
                        readers.require("ACS").connect(ConnectOptions.shared().policy(TransmitPolicy.RAW))) {
            assertThat(iso.transmit("00 CA 00 00")).hasToString("01 90 00");
            assertThat(raw.transmit("00 CA 00 00")).hasToString("61 01");
        }
    }

    @Test
    void array_transmit_returns_the_same_response() {
        pcsc.remove(READER);
        pcsc.insert(READER, ATR, command -> Bytes.hex(command.get(1) == 0xC0 ? "0102 9000" : "6102"));
        var response = new byte[16];
        try (Card card = readers.require("ACS").connect();
                Card raw =
                        readers.require("ACS").connect(ConnectOptions.shared().policy(TransmitPolicy.RAW))) {
            assertThat(card.transmit(Bytes.hex("00CA0000").toArray(), response)).isEqualTo(4);
            assertThat(Bytes.copyOf(response, 0, 4)).hasToString("01 02 90 00");
            assertThat(raw.transmit(Bytes.hex("00CA0000").toArray(), response)).isEqualTo(2);
            assertThat(Bytes.copyOf(response, 0, 2)).hasToString("61 02");
            assertCode(
                    ReturnCode.INSUFFICIENT_BUFFER,
                    () -> card.transmit(Bytes.hex("00CA0000").toArray(), new byte[3]));
        }
    }

    @Test
    void over_t0_a_command_with_data_goes_without_le() {
        var seen = new ArrayList<Bytes>();
        pcsc.remove(READER);
        pcsc.insert(READER, ATR, command -> {
            seen.add(command);
            return Bytes.hex(command.get(1) == 0xC0 ? "01 9000" : "6101");
        });
        pcsc.protocol(Protocol.T0);
        try (Card card = readers.require("ACS").connect();
                Card raw =
                        readers.require("ACS").connect(ConnectOptions.shared().policy(TransmitPolicy.RAW))) {
            assertThat(card.transmit("00 A4 04 00 02 A000 00")).hasToString("01 90 00");
            assertThat(card.transmit(Bytes.hex("00 A4 04 00 02 A000 00").toArray(), new byte[9]))
                    .isEqualTo(3);
            raw.transmit("00 A4 04 00 02 A000 00");
        }
        Bytes select = Bytes.hex("00 A4 04 00 02 A000");
        Bytes getResponse = Bytes.hex("00 C0 00 00 01");
        assertThat(seen).containsExactly(select, getResponse, select, getResponse, select.plus(Bytes.hex("00")));
    }

    @Test
    void observer_receives_every_call_with_its_outcome() {
        var calls = new ArrayList<TracedCall>();
        try (Card card = readers.require("ACS").connect(ConnectOptions.shared().observe(calls::add))) {
            card.transmit("00 84 00 00 08");
        }
        assertThat(calls)
                .extracting(call -> call.call().function().symbol())
                .containsExactly(
                        "SCardEstablishContext",
                        "SCardConnect",
                        "SCardStatus",
                        "SCardTransmit",
                        "SCardDisconnect",
                        "SCardReleaseContext");
        assertThat(calls).extracting(TracedCall::sequence).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(calls).allMatch(call -> call.outcome().orElseThrow().code().isSuccess());
    }

    private long statusCalls() {
        return pcsc.calls().stream().filter(Call.Status.class::isInstance).count();
    }

    private static void assertCode(ReturnCode code, org.assertj.core.api.ThrowableAssert.ThrowingCallable action) {
        assertThatExceptionOfType(PcscException.class)
                .isThrownBy(action)
                .satisfies(e -> assertThat(e.code()).isEqualTo(code));
    }

    static List<String> names(List<Reader> readers) {
        return readers.stream().map(Reader::name).toList();
    }
}
