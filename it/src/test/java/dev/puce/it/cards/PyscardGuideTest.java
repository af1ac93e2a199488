package dev.puce.it.cards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.cards.Card;
import dev.puce.cards.ConnectOptions;
import dev.puce.cards.InsertedCard;
import dev.puce.cards.Reader;
import dev.puce.cards.Readers;
import dev.puce.cards.Session;
import dev.puce.cards.Transaction;
import dev.puce.cards.apdu.TransmitPolicy;
import dev.puce.cards.apdu.Transmitter;
import dev.puce.cards.event.ReaderEvent.CardInserted;
import dev.puce.cards.event.ReaderEvent.CardRemoved;
import dev.puce.cards.event.ReaderEvent.ReaderArrived;
import dev.puce.cards.event.ReaderEvent.ReaderLeft;
import dev.puce.cards.part10.PinEntry;
import dev.puce.cards.part10.PinVerify;
import dev.puce.cards.status.StatusCheck;
import dev.puce.cards.status.StatusFinding.Kind;
import dev.puce.cards.status.StatusWordChecker;
import dev.puce.cards.text.GsmAlphabet;
import dev.puce.cards.text.Guids;
import dev.puce.cards.trace.ApduTrace;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.atr.Atr;
import dev.puce.pcsc.Attribute;
import dev.puce.pcsc.EventState;
import dev.puce.pcsc.Pcsc;
import dev.puce.pcsc.PcscException;
import dev.puce.pcsc.Protocols;
import dev.puce.pcsc.ReaderQuery;
import dev.puce.pcsc.Scope;
import dev.puce.pcsc.ShareMode;
import dev.puce.service.reader.ReaderProfile;
import dev.puce.testkit.Await;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Examples for the features of pyscard's modules. `docs/reference/pyscard.md` shows them.
@Timeout(60)
class PyscardGuideTest extends GuideTest {
    PyscardGuideTest() {
        super(ReaderProfile.SIMPLE);
    }

    @Test
    void getAtr() {
        // snippet: py-getatr
        try (var readers = Readers.open()) {
            for (Reader reader : readers.list()) {
                println(reader + " " + reader.state().atr());
            }
        }
        // end
        assertThat(printed).hasSize(1);
    }

    @Test
    void simpleApdu() {
        // snippet: py-simple
        try (var card = Session.open()) {
            println(card.transmit("A0 A4 00 00 02 7F10").status());
        }
        // end
        assertThat(printed).containsExactly("9000");
    }

    @Test
    void selectDfTelecom() throws InterruptedException {
        // snippet: py-telecom
        try (var readers = Readers.open();
                Card card = readers.waitForCard(Duration.ofSeconds(10))
                        .connect(ConnectOptions.shared()
                                .policy(TransmitPolicy.GSM) // fetches after 9FXX by itself
                                .intercept(ApduTrace.hex(this::println)))) {
            card.transmit("A0 A4 00 00 02 7F10");
        } catch (PcscException e) {
            println(e.getMessage()); // cannot find such a card within 10000 ms: SCARD_E_TIMEOUT ...
        }
        // end
        assertThat(printed).isNotEmpty();
    }

    @Test
    void atr() {
        // snippet: py-atr
        var atr = Atr.parse("3B 9E 95 80 1F C3 80 31 A0 73 BE 21 13 67 29 02 01 01 81 CD B9");
        println(atr.historicalBytes());
        println(atr.protocols());
        println(atr.tck());
        // end
        assertThat(printed).hasSize(3);
    }

    @Test
    void exclusive() {
        // snippet: py-exclusive
        try (var readers = Readers.open();
                Card card = readers.require("ACS").connect(ConnectOptions.exclusive())) {
            println(card.transmit("A0 A4 00 00 02 7F10"));
        }
        try (var readers = Readers.open();
                Card card = readers.require("ACS").connect();
                Transaction transaction = card.begin()) {
            println(transaction.transmit("A0 A4 00 00 02 7F10"));
        }
        // end
        assertThat(printed).hasSize(2);
    }

    @Test
    void decorator() {
        try (var readers = Readers.open();
                Card card = readers.require("ACS").connect()) {
            // snippet: py-decorator
            Transmitter secure = card.with((command, next) -> decipher(next.transmit(cipher(command))));
            // end
            assertThat(secure.transmit("00 84 00 00 08").status().isOk()).isTrue();
        }
    }

    @Test
    void customCardType() throws InterruptedException {
        // snippet: py-cardtype
        try (var readers = Readers.open()) {
            InsertedCard card = readers.cardRequest()
                    .matching(found -> found.atr().bytes().get(0) == 0x3B) // direct convention
                    .timeout(Duration.ofSeconds(10))
                    .await();
            println(card.reader());
        }
        // end
        assertThat(printed).hasSize(1);
    }

    @Test
    void errorChecking() {
        try (var readers = Readers.open();
                Card card = readers.require("ACS").connect()) {
            // snippet: py-errors
            var checker = StatusWordChecker.ISO_7816_4
                    .then(StatusWordChecker.ISO_7816_8)
                    .then(StatusWordChecker.ISO_7816_9)
                    .ignoring(Kind.WARNING);
            Transmitter strict = card.with(new StatusCheck(checker));
            // end
            assertThat(strict.transmit("00 84 00 00 08").status().isOk()).isTrue();
        }
    }

    @Test
    void monitor() throws InterruptedException {
        // snippet: py-monitor
        try (var readers = Readers.open();
                var _ = readers.monitor().listen(event -> {
                    switch (event) {
                        case ReaderArrived reader -> println("+ reader " + reader.reader());
                        case ReaderLeft reader -> println("- reader " + reader.reader());
                        case CardInserted card -> println("+ card " + card.atr());
                        case CardRemoved card -> println("- card " + card.atr());
                        default -> {}
                    }
                })) {
            waitForTwoLines();
        }
        // end
        assertThat(printed).hasSize(2);
    }

    @Test
    void monitorAndTransmit() throws InterruptedException {
        // snippet: py-transmit-observer
        try (var readers = Readers.open();
                var _ = readers.monitor().listen(event -> {
                    if (event instanceof CardInserted inserted) {
                        try (Card card = readers.named(inserted.reader()).connect()) {
                            println(card.with(ApduTrace.line(this::println)).transmit("A0 A4 00 00 02 7F10"));
                        }
                    }
                })) {
            waitForTwoLines();
        }
        // end
        assertThat(printed).hasSize(2);
    }

    @Test
    void hex() {
        // snippet: py-hex
        Bytes bytes = Bytes.hex("3B 65 00 00"); // also "3B650000", "0x3B, 0x65", "3b:65:00:00"
        println(bytes.toHex()); // 3B650000
        println(bytes.toSpacedHex()); // 3B 65 00 00
        println(HexFormat.ofDelimiter(", ").withPrefix("0x").withUpperCase().formatHex(bytes.toArray()));
        println(Bytes.ofText("number 101", StandardCharsets.US_ASCII));
        println(GsmAlphabet.encode("@Ünal").orElseThrow());
        println(Guids.toBytes(UUID.fromString("AD4F1667-EA75-4124-84D4-641B3B197C65")));
        // end
        assertThat(printed).element(2).isEqualTo("0x3B, 0x65, 0x00, 0x00");
    }

    @Test
    void controlAndAttributes() {
        // snippet: py-control
        try (var readers = Readers.open();
                Card reader = readers.require("ACS").connect(ConnectOptions.direct())) {
            reader.features().codes().forEach((feature, code) -> println(feature + " " + code));
            println(reader.attribute(Attribute.ATR_STRING).isPresent());
        }
        // end
        assertThat(printed).isNotEmpty();
    }

    @Test
    void pinPad() {
        try (var readers = Readers.open();
                Card card = readers.require("ACS").connect()) {
            // snippet: py-pinpad
            card.pinPad()
                    .ifPresent(pinPad -> println(pinPad.verify(PinVerify.ascii(0x80, PinEntry.digits(4, 8)))
                            .status()));
            // end
        }
    }

    @Test
    void lowLevel() {
        // snippet: py-scard
        try (Pcsc pcsc = Pcsc.open()) {
            long context = pcsc.establishContext(Scope.USER);
            String reader = pcsc.listReaders(context).getFirst();
            var states =
                    pcsc.getStatusChange(context, Duration.ZERO, List.of(new ReaderQuery(reader, EventState.UNAWARE)));
            println(states.getFirst().eventState());
            var connection = pcsc.connect(context, reader, ShareMode.SHARED, Protocols.ANY);
            pcsc.beginTransaction(connection.card());
            println(pcsc.transmit(connection.card(), connection.activeProtocol(), Bytes.hex("A0A40000027F10")));
        }
        // end
        assertThat(printed).hasSize(2);
    }

    private static Bytes cipher(Bytes command) {
        return command;
    }

    private static Bytes decipher(Bytes answer) {
        return answer;
    }

    private void waitForTwoLines() {
        Await.until("two lines are printed", () -> printed.size() >= 2);
    }
}
