package dev.puce.it.cards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.cards.Card;
import dev.puce.cards.CardFilter;
import dev.puce.cards.CardService;
import dev.puce.cards.ConnectOptions;
import dev.puce.cards.ConnectOptions.AfterReset;
import dev.puce.cards.InsertedCard;
import dev.puce.cards.LogicalChannel;
import dev.puce.cards.Reader;
import dev.puce.cards.Readers;
import dev.puce.cards.Session;
import dev.puce.cards.Transaction;
import dev.puce.cards.apdu.Interceptor;
import dev.puce.cards.apdu.ResponseClass;
import dev.puce.cards.apdu.TransmitPolicy;
import dev.puce.cards.apdu.TransmitPolicy.LongCommands;
import dev.puce.cards.apdu.Transmitter;
import dev.puce.cards.event.ReaderEvent;
import dev.puce.cards.part10.PinEntry;
import dev.puce.cards.part10.PinPad;
import dev.puce.cards.part10.PinVerify;
import dev.puce.cards.status.StatusCheck;
import dev.puce.cards.status.StatusFinding.Kind;
import dev.puce.cards.status.StatusWordChecker;
import dev.puce.cards.status.StatusWordException;
import dev.puce.cards.trace.ApduTrace;
import dev.puce.cards.trace.ReplayedPcsc;
import dev.puce.cards.trace.Stopwatch;
import dev.puce.iso7816.BerTlv;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.CommandApdu;
import dev.puce.iso7816.ResponseApdu;
import dev.puce.pcsc.Attribute;
import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.PcscException;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.TracedCall;
import dev.puce.service.reader.ReaderProfile;
import dev.puce.testkit.Await;
import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.recording.RecordingReader;
import dev.puce.trace.recording.RecordingWriter;
import dev.puce.trace.redaction.Redaction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The examples of `docs/reference/library.md`. The documents show the code between `// snippet` and `// end`.
/// It runs here unchanged, on our own service with one card.
@Timeout(60)
class LibraryGuideTest extends GuideTest {
    LibraryGuideTest() {
        super(ReaderProfile.SIMPLE);
    }

    @Test
    void first() {
        // snippet: first
        try (Readers readers = Readers.open();
                Card card = readers.list().getFirst().connect()) {
            println(card.atr());
            println(card.transmit("00 A4 04 00 07 A0000000031010"));
        }
        // end
        assertThat(printed).hasSize(2).last().asString().endsWith("90 00");
    }

    @Test
    void session() {
        // snippet: session
        try (Session session = Session.open()) {
            println(session.transmit("A0 A4 00 00 02 7F10").status());
        }
        // end
        assertThat(printed).containsExactly("9000");
    }

    @Test
    void readers() {
        // snippet: readers
        try (Readers readers = Readers.open()) {
            for (Reader each : readers.list()) {
                println(each.name() + (each.isCardPresent() ? ": card" : ": empty"));
            }
            Reader acs = readers.require("acr39"); // one whose name contains it; fails with the names there are
            println(acs.state().eventState());
        }
        // end
        assertThat(printed.getFirst()).endsWith(": card");
    }

    @Test
    void waiting() throws InterruptedException {
        // snippet: wait
        try (Readers readers = Readers.open()) {
            InsertedCard found = readers.cardRequest()
                    .matching(CardFilter.atr("3B 85 01 67 75 69 64 65 FE"))
                    .in("ACS*")
                    .timeout(Duration.ofSeconds(10))
                    .await();
            try (Card card = found.connect()) {
                println(card.protocol());
            }
        }
        // end
        assertThat(printed).containsExactly("SCARD_PROTOCOL_T1");
    }

    @Test
    void waitingWithoutBlocking() throws Exception {
        reader.remove();
        try (Readers readers = Readers.open()) {
            // snippet: wait-async
            CompletableFuture<InsertedCard> next =
                    readers.cardRequest().newCardsOnly().async();
            // end
            reader.insert(new GuideCard());
            assertThat(next.get(20, TimeUnit.SECONDS).reader().name()).startsWith("ACS");
        }
    }

    @Test
    void options() {
        try (Readers readers = Readers.open()) {
            Reader acs = readers.require("ACS");
            // snippet: connect
            ConnectOptions options = ConnectOptions.exclusive()
                    .protocols(Protocol.T1)
                    .timeout(Duration.ofSeconds(3))
                    .disposition(Disposition.RESET);
            try (Card card = acs.connect(options)) {
                println(card.transmit("00 84 00 00 08"));
            } catch (PcscException e) {
                if (e.code().equals(ReturnCode.SHARING_VIOLATION)) {
                    println("somebody else has it");
                } else {
                    throw e;
                }
            }
            // end
        }
        assertThat(printed).singleElement().asString().endsWith("90 00");
    }

    @Test
    void transactions() {
        try (Readers readers = Readers.open();
                Card card =
                        readers.require("ACS").connect(ConnectOptions.shared().afterReset(AfterReset.RECONNECT))) {
            // snippet: transaction
            try (Transaction transaction = card.begin(Duration.ofSeconds(5))) {
                transaction.transmit("00 A4 04 00 07 A0000000031010");
                transaction.transmit("00 20 00 80 04 31323334");
            }
            // end
            // snippet: transaction-reset
            Transaction transaction = card.begin();
            transaction.end(Disposition.RESET);
            card.reset(); // the same without a transaction
            // end
            assertThat(card.transmit("00 84 00 00 08").status().isOk()).isTrue();
        }
    }

    @Test
    void commands() throws Exception {
        try (Readers readers = Readers.open();
                Card card = readers.require("ACS").connect()) {
            // snippet: commands
            CommandApdu select = CommandApdu.of(0x00, 0xA4, 0x04, 0x00, Bytes.hex("A0000000031010"), 256);
            ResponseApdu answer = card.transmit(select);
            if (answer.status().isOk()) {
                BerTlv template = BerTlv.readAll(answer.data()).getFirst();
                println(template.describe());
            } else {
                println(answer.status() + " " + answer.status().meaning().orElse("?"));
            }
            // end
            // snippet: bytes
            Bytes raw = card.transmit(Bytes.hex("00 84 00 00 08")); // bytes in, bytes out, nothing understood
            // end
            assertThat(raw.length()).isEqualTo(10);
        }
        assertThat(printed).isNotEmpty();
    }

    @Test
    void statusWords() {
        try (Readers readers = Readers.open();
                Card card = readers.require("ACS").connect()) {
            // snippet: status
            StatusWordChecker checker = StatusWordChecker.ISO_7816_8
                    .then(StatusWordChecker.ISO_7816_4)
                    .ignoring(Kind.WARNING);
            Transmitter strict = card.with(new StatusCheck(checker));
            try {
                strict.transmit("00 A4 04 00 02 FFFF");
            } catch (StatusWordException.CheckingError e) {
                println(e.getMessage()); // the card answered 6A82: file or application not found (ISO 7816-8)
            }
            // end
            // snippet: own-checker
            StatusWordChecker mine = response -> StatusWordChecker.ISO_7816_4
                    .check(response)
                    .filter(finding -> finding.status().sw1() != 0x6A);
            // end
            assertThat(mine.check(card.transmit("00 A4 04 00 02 FFFF"))).isEmpty();
        }
        assertThat(printed).singleElement().asString().startsWith("the card answered 6A82");
    }

    @Test
    void policies() {
        try (Readers readers = Readers.open()) {
            Reader acs = readers.require("ACS");
            // snippet: policy
            ConnectOptions sim = ConnectOptions.shared().policy(TransmitPolicy.GSM);
            ConnectOptions raw = ConnectOptions.shared().policy(TransmitPolicy.RAW);
            ConnectOptions old = ConnectOptions.shared()
                    .policy(TransmitPolicy.ISO
                            .responseClass(ResponseClass.COMMAND)
                            .longCommands(LongCommands.CHAINED));
            // end
            for (ConnectOptions options : List.of(sim, raw, old)) {
                try (Card card = acs.connect(options)) {
                    assertThat(card.transmit("00 84 00 00 08").status().isOk()).isTrue();
                }
            }
        }
    }

    @Test
    void channels() {
        try (Readers readers = Readers.open();
                Card card = readers.require("ACS").connect()) {
            // snippet: channel
            try (LogicalChannel channel = card.openLogicalChannel()) {
                channel.transmit("00 A4 04 00 07 A0000000031010"); // goes out in class 01
            }
            // end
        }
    }

    @Test
    void monitors() throws InterruptedException {
        // snippet: listen
        try (Readers readers = Readers.open();
                var _ = readers.monitor().listen(event -> {
                    switch (event) {
                        case ReaderEvent.CardInserted card -> println("+ " + card.reader() + " " + card.atr());
                        case ReaderEvent.CardRemoved card -> println("- " + card.reader());
                        case ReaderEvent.ServiceLost lost -> println("no PC/SC: " + lost.code());
                        default -> {}
                    }
                })) {
            workForAWhile();
        }
        // end
        assertThat(printed).isNotEmpty();
    }

    @Test
    void streams() {
        // snippet: stream
        try (Readers readers = Readers.open();
                var events = readers.monitor().stream()) {
            events.filter(ReaderEvent.CardInserted.class::isInstance).limit(1).forEach(this::println);
        }
        // end
        assertThat(printed).hasSize(1);
    }

    @Test
    void traces() {
        try (Readers readers = Readers.open();
                Card card = readers.require("ACS").connect()) {
            // snippet: trace
            var stopwatch = new Stopwatch();
            Transmitter traced = card.with(ApduTrace.hex(this::println), stopwatch);
            traced.transmit("00 84 00 00 08");
            println(stopwatch); // 1 commands, 0.4 ms, longest 0.4 ms
            // end
            // snippet: interceptor
            Interceptor secure = (command, next) -> unwrap(next.transmit(wrap(command)));
            Transmitter session = card.with(secure);
            // end
            assertThat(session.transmit("00 84 00 00 08").status().isOk()).isTrue();
        }
        assertThat(printed).hasSize(3);
    }

    @Test
    void recordings() {
        // snippet: record
        List<TracedCall> calls = new ArrayList<>();
        try (Readers readers = Readers.open();
                Card card =
                        readers.require("ACS").connect(ConnectOptions.shared().observe(calls::add))) {
            balance(card);
        }
        // end
        // snippet: replay
        try (Readers readers = Readers.over(new ReplayedPcsc(calls));
                Card card = readers.named("ACS ACR39U 00 00").connect()) {
            println(balance(card)); // no reader, no card, no daemon
        }
        // end
        assertThat(printed).hasSize(1);
    }

    @Test
    void recordingFiles() throws IOException {
        Path file = Files.createTempFile("puce-guide", ".jsonl");
        Files.delete(file);
        // snippet: recording
        var header = RecordingHeader.of("my program", Instant.now(), Redaction.OFF);
        try (var recording = RecordingWriter.create(file, header);
                Readers readers = Readers.open();
                Card card = readers.require("ACS")
                        .connect(ConnectOptions.shared().observe(call -> {
                            try {
                                recording.accept(call);
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        }))) {
            println(balance(card));
        }
        // end
        var calls = new ArrayList<TracedCall>();
        try (var in = Files.newInputStream(file)) {
            new RecordingReader(in, (line, problem) -> {
                        throw new AssertionError(line + ": " + problem);
                    })
                    .read(new CallSink() {
                        @Override
                        public void accept(TracedCall call) {
                            calls.add(call);
                        }

                        @Override
                        public void close() {
                            // holds nothing
                        }
                    });
        }
        Files.delete(file);
        try (Readers readers = Readers.over(new ReplayedPcsc(calls));
                Card card = readers.named("ACS ACR39U 00 00").connect()) {
            println(balance(card));
        }
        assertThat(printed).hasSize(2);
        assertThat(printed.getFirst()).isEqualTo(printed.getLast());
    }

    @Test
    void parts10() {
        try (Readers readers = Readers.open()) {
            // snippet: direct
            try (Card direct = readers.require("ACS").connect(ConnectOptions.direct())) {
                println(direct.textAttribute(Attribute.VENDOR_NAME).orElse("?"));
                println(direct.attribute(Attribute.CHANNEL_ID)); // bytes; empty if the reader does not tell
                println(direct.features().codes());
            }
            // end
            // snippet: pinpad
            try (Card card = readers.require("ACS").connect()) {
                Optional<PinPad> pinPad = card.pinPad();
                if (pinPad.isPresent()) {
                    ResponseApdu answer = pinPad.get().verify(PinVerify.ascii(0x80, PinEntry.digits(4, 8)));
                    println(answer.status());
                }
            }
            // end
        }
    }

    @Test
    void services() throws InterruptedException {
        // snippet: service
        CardService<Purse> purses = CardService.of(CardFilter.atr("3B 85 01 67 75 69 64 65 FE"), Purse::new);
        try (Readers readers = Readers.open();
                Purse purse = purses.connect(readers.cardRequest().timeout(Duration.ofSeconds(10)))) {
            println(purse.balance());
        }
        // end
        assertThat(printed).hasSize(1);
    }

    // snippet: purse
    record Purse(Card card) implements AutoCloseable {
        int balance() {
            return card.transmit("80 50 00 00 01").data().get(0);
        }

        @Override
        public void close() {
            card.close();
        }
    }
    // end

    private static Bytes wrap(Bytes command) {
        return command;
    }

    private static Bytes unwrap(Bytes answer) {
        return answer;
    }

    private static String balance(Card card) {
        return card.transmit("80 50 00 00 01").toString();
    }

    private void workForAWhile() {
        Await.until("a line is printed", () -> !printed.isEmpty());
    }
}
