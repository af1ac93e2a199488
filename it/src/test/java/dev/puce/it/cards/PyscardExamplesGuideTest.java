package dev.puce.it.cards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.cards.Card;
import dev.puce.cards.CardFilter;
import dev.puce.cards.ConnectOptions;
import dev.puce.cards.Reader;
import dev.puce.cards.Readers;
import dev.puce.cards.Session;
import dev.puce.cards.apdu.Interceptor;
import dev.puce.cards.apdu.TransmitPolicy;
import dev.puce.cards.event.ReaderEvent.CardInserted;
import dev.puce.cards.event.ReaderEvent.CardRemoved;
import dev.puce.cards.event.ReaderEvent.ReaderArrived;
import dev.puce.cards.event.ReaderEvent.ReaderLeft;
import dev.puce.cards.part10.PinEntry;
import dev.puce.cards.part10.PinVerify;
import dev.puce.cards.status.StatusCheck;
import dev.puce.cards.status.StatusFinding;
import dev.puce.cards.status.StatusFinding.Kind;
import dev.puce.cards.status.StatusWordChecker;
import dev.puce.cards.status.StatusWordException;
import dev.puce.cards.trace.ApduTrace;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.ResponseApdu;
import dev.puce.iso7816.StatusWord;
import dev.puce.iso7816.atr.Atr;
import dev.puce.pcsc.Attribute;
import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.EventState;
import dev.puce.pcsc.Pcsc;
import dev.puce.pcsc.PcscException;
import dev.puce.pcsc.ReaderQuery;
import dev.puce.pcsc.Scope;
import dev.puce.service.reader.ReaderProfile;
import dev.puce.service.reader.VirtualPinPad;
import dev.puce.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The tasks of pyscard's folder of examples, one snippet for each program in it.
/// `docs/reference/pyscard-examples.md` shows them and the length of both versions.
@Timeout(60)
class PyscardExamplesGuideTest extends GuideTest {
    private static final Path DOCUMENT = Path.of("../docs/reference/pyscard-examples.md");

    /// Lines of a program around a snippet: `void main() {` and `}`.
    private static final int MAIN = 2;

    private Runnable wait = () -> {};

    PyscardExamplesGuideTest() {
        super(ReaderProfile.SIMPLE.withPinPad(VirtualPinPad.typing("1234")));
    }

    @Test
    void simpleGetAtr() {
        // snippet: ex-getATR-simple
        try (var readers = Readers.open()) {
            for (Reader reader : readers.list()) {
                println(reader + " " + (reader.isCardPresent() ? reader.state().atr() : "no card inserted"));
            }
        }
        // end
        assertThat(printed).containsExactly("ACS ACR39U 00 00 3B 85 01 67 75 69 64 65 FE");
    }

    @Test
    void simpleApdu() {
        // snippet: ex-simpleAPDU
        try (var card = Session.open()) {
            println("Using: " + card.card().reader());
            println("Select Applet: "
                    + card.transmit("00 A4 04 00 06 A000000018FF").status());
            println("Get Time: " + card.transmit("80 38 00 A0").status());
        }
        // end
        assertThat(printed).containsExactly("Using: ACS ACR39U 00 00", "Select Applet: 9000", "Get Time: 9000");
    }

    @Test
    void simpleSelectDfTelecom() throws InterruptedException {
        // snippet: ex-selectDF_TELECOM
        println("insert a card (SIM card if possible) within 10s");
        try (var readers = Readers.open();
                Card card = readers.waitForCard(Duration.ofSeconds(10))
                        .connect(ConnectOptions.shared()
                                .policy(TransmitPolicy.GSM) // GET RESPONSE after 9FXX
                                .intercept(ApduTrace.hex(this::println)))) {
            card.transmit("A0 A4 00 00 02 7F10");
        } catch (PcscException e) {
            println(e.getMessage());
        }
        // end
        assertThat(printed).element(1).isEqualTo("> A0 A4 00 00 02 7F 10");
    }

    @Test
    void atr() {
        // snippet: ex-sample_ATR
        var atr = Atr.parse("3B 9E 95 80 1F C3 80 31 A0 73 BE 21 13 67 29 02 01 01 81 CD B9");
        println(atr);
        println("historical bytes: " + atr.historicalBytes());
        println("checksum: " + atr.tck());
        println("protocols: " + atr.protocols());
        // end
        assertThat(printed).element(1).isEqualTo("historical bytes: 80 31 A0 73 BE 21 13 67 29 02 01 01 81 CD");
    }

    @Test
    void decorators() throws InterruptedException {
        // snippet: ex-sample_CardConnectionDecorator
        UnaryOperator<Bytes> cypher = command -> {
            println("cyphering " + command);
            return command;
        };
        UnaryOperator<Bytes> uncypher = answer -> {
            println("uncyphering " + answer);
            return answer;
        };
        Interceptor secureChannel = (command, next) -> uncypher.apply(next.transmit(cypher.apply(command)));
        try (var readers = Readers.open();
                Card card = readers.waitForCard(Duration.ofMillis(1500))
                        .connect(ConnectOptions.shared()
                                .policy(TransmitPolicy.GSM)
                                .intercept(ApduTrace.hex(this::println), secureChannel))) {
            println("ATR " + Bytes.of(0x3F).plus(card.atr().bytes().from(1))); // another first byte
            card.transmit("A0 A4 00 00 02 7F10");
        }
        // end
        assertThat(printed).hasSize(5).startsWith("ATR 3F 85 01 67 75 69 64 65 FE", "> A0 A4 00 00 02 7F 10");
    }

    @Test
    void tracer() throws InterruptedException {
        // snippet: ex-sample_ConsoleConnectionTracer
        try (var readers = Readers.open();
                Card card = readers.waitForCard(Duration.ofMillis(1500))
                        .connect(ConnectOptions.shared()
                                .policy(TransmitPolicy.GSM)
                                .intercept(ApduTrace.hex(this::println)))) {
            card.transmit("A0 A4 00 00 02 7F10");
        }
        // end
        assertThat(printed).hasSize(2);
    }

    @Test
    void customCardType() throws InterruptedException {
        // snippet: ex-sample_CustomCardType
        try (var readers = Readers.open();
                Card card = readers.cardRequest()
                        .matching(found -> found.atr().bytes().get(0) == 0x3B) // direct convention
                        .timeout(Duration.ofSeconds(1))
                        .connect()) {
            println(card.atr() + " in " + card.reader());
        }
        // end
        assertThat(printed).containsExactly("3B 85 01 67 75 69 64 65 FE in ACS ACR39U 00 00");
    }

    @Test
    void customErrorChecker() throws InterruptedException {
        // snippet: ex-sample_CustomErrorChecker
        StatusWordChecker mine = response -> Optional.of(response.status())
                .filter(status -> status.sw1() > 0x56 && status.sw1() < 0x63)
                .map(status -> new StatusFinding(Kind.SECURITY_ERROR, status, "not for you", "my specification"));
        try (var readers = Readers.open();
                Card card = readers.waitForCard(Duration.ofSeconds(10))
                        .connect(ConnectOptions.shared()
                                .policy(TransmitPolicy.GSM)
                                .intercept(new StatusCheck(mine), ApduTrace.hex(this::println)))) {
            card.transmit("A0 A4 00 00 02 7F10");
        } catch (StatusWordException e) {
            println(e.getMessage());
        }
        // end
        assertThat(printed).hasSize(2);
        var refused = new ResponseApdu(StatusWord.of(0x62, 0x00));
        assertThat(mine.check(refused))
                .hasValueSatisfying(finding -> assertThat(finding).hasToString("6200: not for you (my specification)"));
    }

    @Test
    void errorChecking() throws InterruptedException {
        // snippet: ex-sample_ErrorChecking
        var checker = StatusWordChecker.ISO_7816_9
                .then(StatusWordChecker.ISO_7816_8)
                .then(StatusWordChecker.ISO_7816_4)
                .ignoring(Kind.WARNING);
        try (var readers = Readers.open();
                Card card = readers.waitForCard(Duration.ofSeconds(10))
                        .connect(ConnectOptions.shared()
                                .policy(TransmitPolicy.GSM)
                                .intercept(new StatusCheck(checker), ApduTrace.hex(this::println)))) {
            card.transmit("A0 A4 00 00 02 FFFF");
        } catch (StatusWordException e) {
            println(e.getMessage());
        }
        // end
        assertThat(printed).last().asString().startsWith("the card answered 6A82: ");
    }

    @Test
    void exclusive() throws InterruptedException {
        // snippet: ex-sample_ExclusiveCardConnection
        try (var readers = Readers.open();
                Card card = readers.waitForCard(Duration.ofSeconds(5))
                        .connect(ConnectOptions.exclusive()
                                .policy(TransmitPolicy.GSM)
                                .intercept(ApduTrace.hex(this::println)));
                var transaction = card.begin()) {
            println("ATR " + card.atr());
            transaction.transmit("A0 A4 00 00 02 7F10");
        }
        // end
        assertThat(printed).hasSize(3);
    }

    @Test
    void monitorCards() {
        reader.remove();
        meanwhile(0, () -> reader.insert(new GuideCard()), 1);
        // snippet: ex-sample_MonitorCards
        try (var readers = Readers.open();
                var _ = readers.monitor().listen(event -> {
                    switch (event) {
                        case CardInserted card -> println("+Inserted: " + card.atr());
                        case CardRemoved card -> println("-Removed: " + card.atr());
                        default -> {}
                    }
                })) {
            waitForAWhile();
        }
        // end
        assertThat(printed).containsExactly("+Inserted: " + GuideCard.ATR);
    }

    @Test
    void monitorCardsAndTransmit() {
        meanwhile(3, reader::remove, 4);
        // snippet: ex-sample_MonitorCardsAndTransmit
        try (var readers = Readers.open();
                var _ = readers.monitor().listen(event -> {
                    if (event instanceof CardInserted(String reader, Bytes atr, boolean _)) {
                        println("+Inserted: " + atr);
                        var gsm = ConnectOptions.shared().policy(TransmitPolicy.GSM);
                        try (Card card = readers.named(reader).connect(gsm)) {
                            card.with(ApduTrace.hex(this::println)).transmit("A0 A4 00 00 02 7F10");
                        }
                    } else if (event instanceof CardRemoved(String _, Bytes atr)) {
                        println("-Removed: " + atr);
                    }
                })) {
            waitForAWhile();
        }
        // end
        assertThat(printed)
                .startsWith("+Inserted: " + GuideCard.ATR, "> A0 A4 00 00 02 7F 10")
                .endsWith("-Removed: " + GuideCard.ATR);
    }

    @Test
    void monitorReaders() {
        meanwhile(1, reader::unplug, 2);
        // snippet: ex-sample_MonitorReaders
        try (var readers = Readers.open();
                var _ = readers.monitor().listen(event -> {
                    switch (event) {
                        case ReaderArrived reader -> println("Added reader " + reader.reader());
                        case ReaderLeft reader -> println("Removed reader " + reader.reader());
                        default -> {}
                    }
                })) {
            waitForAWhile();
        }
        // end
        assertThat(printed).containsExactly("Added reader ACS ACR39U 00 00", "Removed reader ACS ACR39U 00 00");
    }

    @Test
    void transmitCardObserver() {
        meanwhile(2, reader::remove, 3);
        // snippet: ex-sample_TransmitCardObserver
        try (var readers = Readers.open();
                var _ = readers.monitor().listen(event -> {
                    if (event instanceof CardInserted(String reader, Bytes atr, boolean _)) {
                        println("+Inserted: " + atr);
                        try (Card card = readers.named(reader).connect()) {
                            println(card.transmit("A0 A4 00 00 02 7F10").status());
                        }
                    } else if (event instanceof CardRemoved(String _, Bytes atr)) {
                        println("-Removed: " + atr);
                    }
                })) {
            waitForAWhile();
        }
        // end
        assertThat(printed).containsExactly("+Inserted: " + GuideCard.ATR, "9000", "-Removed: " + GuideCard.ATR);
    }

    @Test
    void tracerAndInterpreter() throws InterruptedException {
        // snippet: ex-sample_apduTracerInterpreter
        try (var readers = Readers.open();
                Card card = readers.waitForCard(Duration.ofSeconds(10))
                        .connect(ConnectOptions.shared()
                                .policy(TransmitPolicy.GSM)
                                .observe(call -> println(call.call().function().symbol()))
                                .intercept(ApduTrace.decoded(this::println)))) {
            card.transmit("A0 A4 00 00 02 7F10");
        }
        // end
        assertThat(printed).contains("SCardConnect", "SCardDisconnect").anyMatch(line -> line.startsWith("> SELECT"));
    }

    @Test
    void hex() {
        // snippet: ex-sample_toHexString
        Bytes data = Bytes.hex("3B 65 00 00 9C 11 01 01 03");
        HexFormat spaced = HexFormat.ofDelimiter(" ").withUpperCase();
        HexFormat commas = HexFormat.ofDelimiter(", ").withUpperCase();
        println("toHexString(data) = " + data);
        println("toHexString(data, COMMA) = " + commas.formatHex(data.toArray()));
        println("toHexString(data, PACK) = " + data.toHex());
        println("toHexString(data, HEX) = " + spaced.withPrefix("0x").formatHex(data.toArray()));
        println("toHexString(data, HEX | COMMA) = " + commas.withPrefix("0x").formatHex(data.toArray()));
        println("toHexString(data, HEX | UPPERCASE) = "
                + spaced.withPrefix("0X").formatHex(data.toArray()));
        println("toHexString(data, HEX | UPPERCASE | COMMA) = "
                + commas.withPrefix("0X").formatHex(data.toArray()));
        // end
        assertThat(printed).element(4).asString().endsWith("= 0x3B, 0x65, 0x00, 0x00, 0x9C, 0x11, 0x01, 0x01, 0x03");
    }

    @Test
    void control() {
        // snippet: ex-sample_control
        try (var readers = Readers.open()) {
            for (Reader each : readers.list()) {
                try (Card reader = each.connect(ConnectOptions.direct())) {
                    println(each + " " + reader.features().codes());
                } catch (PcscException e) {
                    println(e.getMessage());
                }
            }
        }
        // end
        assertThat(printed).singleElement().asString().contains("FEATURE_VERIFY_PIN_DIRECT=");
    }

    @Test
    void getAtr() {
        // snippet: ex-sample_getATR
        try (var readers = Readers.open()) {
            for (Reader reader : readers.list()) {
                try (Card card = reader.connect()) {
                    println(reader + " " + card.atr() + " " + card.protocol());
                } catch (PcscException e) {
                    println(e.getMessage());
                }
            }
        }
        // end
        assertThat(printed).singleElement().asString().contains("3B 85 01");
    }

    @Test
    void getAttrib() {
        // snippet: ex-sample_getAttrib
        try (var readers = Readers.open()) {
            for (Reader each : readers.list()) {
                try (Card reader = each.connect(ConnectOptions.direct())) {
                    for (Attribute attribute : Attribute.known()) {
                        println(attribute + ": "
                                + reader.attribute(attribute)
                                        .map(Bytes::toString)
                                        .orElse("-"));
                    }
                } catch (PcscException e) {
                    println(e.getMessage());
                }
            }
        }
        // end
        assertThat(printed).contains("SCARD_ATTR_ATR_STRING (0x00090303): " + GuideCard.ATR);
    }

    @Test
    void getStatusChange() {
        Thread.ofVirtual().start(() -> {
            Await.until("the states of this moment are shown", () -> !printed.isEmpty());
            reader.remove();
        });
        // snippet: ex-sample_getStatusChange
        try (Pcsc pcsc = Pcsc.open()) {
            long context = pcsc.establishContext(Scope.USER);
            var unaware = pcsc.listReaders(context).stream()
                    .map(reader -> new ReaderQuery(reader, EventState.UNAWARE))
                    .toList();
            var states = pcsc.getStatusChange(context, Duration.ZERO, unaware);
            states.forEach(this::println);
            var queries = states.stream().map(state -> state.followUp()).toList();
            pcsc.getStatusChange(context, Pcsc.INFINITE, queries).forEach(this::println);
        } catch (PcscException e) {
            println(e.getMessage());
        }
        // end
        assertThat(printed).hasSize(2);
        assertThat(printed.getFirst()).contains("SCARD_STATE_PRESENT");
        assertThat(printed.getLast()).contains("SCARD_STATE_EMPTY");
    }

    @Test
    void locateCards() {
        // snippet: ex-sample_locateCards
        var kinds = Map.of(
                "guide", CardFilter.atr("3B 85 01 67 75 69 64 65 FE"),
                "dummy-card",
                        CardFilter.atr("3B 77 94 00 00 82 30 00 13 6C 9F 22", "FF FF FF FF FF FF FF FF FF FF FF FF"));
        try (var readers = Readers.open()) {
            for (Reader reader : readers.list()) {
                reader.card()
                        .ifPresent(card -> kinds.forEach((name, kind) -> {
                            if (kind.test(card)) {
                                println(name + " in " + reader);
                            }
                        }));
            }
        }
        // end
        assertThat(printed).containsExactly("guide in ACS ACR39U 00 00");
    }

    @Test
    void pinPad() {
        // snippet: ex-sample_pinpad
        try (var readers = Readers.open()) {
            for (Reader reader : readers.list()) {
                try (Card card = reader.connect(ConnectOptions.shared().disposition(Disposition.UNPOWER))) {
                    card.transmit("00 A4 04 00 06 A000000018FF");
                    println(card.features().codes());
                    card.pinPad().ifPresent(pad -> println(pad.verify(PinVerify.ascii(0, PinEntry.digits(4, 8)))));
                } catch (PcscException e) {
                    println(e.getMessage());
                }
            }
        }
        // end
        assertThat(printed).hasSize(2).last().isEqualTo("90 00");
    }

    @Test
    void readersAndGroups() {
        // snippet: ex-sample_readers
        try (var readers = Readers.open()) {
            println("PCSC Readers: " + readers.list());
            println("PCSC Reader groups: " + readers.groups());
        }
        // end
        assertThat(printed)
                .containsExactly("PCSC Readers: [ACS ACR39U 00 00]", "PCSC Reader groups: [SCard$DefaultReaders]");
    }

    @Test
    void scardSelectDfTelecom() {
        // snippet: ex-sample_selectDFTelecom
        try (var readers = Readers.open()) {
            for (Reader reader : readers.list()) {
                try (Card card = reader.connect(ConnectOptions.shared()
                        .policy(TransmitPolicy.RAW) // the low level does nothing by itself
                        .disposition(Disposition.UNPOWER))) {
                    println(card.transmit("A0 A4 00 00 02 7F10"));
                    println(card.transmit("A0 C0 00 00 1A"));
                } catch (PcscException e) {
                    println(e.getMessage());
                }
            }
        }
        // end
        assertThat(printed).hasSize(2);
    }

    @Test
    void transaction() {
        // snippet: ex-sample_transaction
        try (var readers = Readers.open()) {
            for (Reader reader : readers.list()) {
                try (Card card = reader.connect(ConnectOptions.shared().disposition(Disposition.UNPOWER));
                        var _ = card.begin()) {
                    println(card.status().atr());
                } catch (PcscException e) {
                    println(e.getMessage());
                }
            }
        }
        // end
        assertThat(printed).containsExactly(GuideCard.ATR.toString());
    }

    /// The table of the document: `| sample_ATR | what | lines there | lines here |`.
    @Test
    void noProgramIsLongerThanPyscards() throws IOException {
        Map<String, Integer> lines = snippetLines();
        var row = Pattern.compile("\\| `([\\w-]+)` \\|[^|]*\\| (\\d+) \\| (\\d+) \\|");
        var listed = new ArrayList<String>();
        for (String line : Files.readAllLines(DOCUMENT)) {
            var cells = row.matcher(line);
            if (cells.matches()) {
                int theirs = Integer.parseInt(cells.group(2));
                int ours = Integer.parseInt(cells.group(3));
                listed.add(cells.group(1));
                assertThat(lines).containsEntry(cells.group(1), ours);
                assertThat(ours).as(line).isLessThanOrEqualTo(theirs);
            }
        }
        assertThat(listed).containsExactlyInAnyOrderElementsOf(lines.keySet());
    }

    /// Lines of code of each snippet, as a program.
    private static Map<String, Integer> snippetLines() throws IOException {
        var lines = new TreeMap<String, Integer>();
        String name = "";
        for (String line : Files.readAllLines(DOCUMENT)) {
            if (line.startsWith("<!-- snippet: ex-")) {
                name = line.substring("<!-- snippet: ex-".length(), line.indexOf(" -->"));
                lines.put(name, MAIN);
            } else if (line.equals("```")) {
                name = "";
            } else if (!name.isEmpty() && !line.isBlank() && !line.equals("```java")) {
                lines.merge(name, 1, Integer::sum);
            }
        }
        return lines;
    }

    /// Changes something while the program waits: after some lines, until there are this many lines.
    private void meanwhile(int linesBefore, Runnable happening, int linesAfter) {
        wait = () -> {
            Await.until(linesBefore + " lines are printed", () -> printed.size() >= linesBefore);
            happening.run();
            Await.until(linesAfter + " lines are printed", () -> printed.size() >= linesAfter);
        };
    }

    private void waitForAWhile() {
        wait.run();
    }
}
