package dev.puce.service.engine;

import static dev.puce.service.engine.EngineFixture.ANY;
import static dev.puce.service.engine.EngineFixture.DIRECT;
import static dev.puce.service.engine.EngineFixture.SHARED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.ReturnCode;
import dev.puce.service.EchoingCard;
import dev.puce.service.card.EchoCard;
import dev.puce.wire.Reply;
import dev.puce.wire.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/// TRANSMIT, STATUS and attributes, and cards that are removed or do not answer.
class ExchangesTest {
    private static final String ECHO = "00 01 00 00 03 AA BB CC";

    @Test
    void card_answers_a_command() {
        var it = EngineFixture.withCard();
        FakeClient client = it.client();
        int card = client.open(it.reader, SHARED, ANY);
        assertThat(client.ask(EngineFixture.transmit(card, ECHO)))
                .isEqualTo(new Reply.Transmit(1, 16, 5, Bytes.hex("AABBCC9000"), 0));
    }

    @Test
    void response_longer_than_the_buffer_returns_only_its_length() {
        var it = EngineFixture.withCard();
        FakeClient client = it.client();
        int card = client.open(it.reader, SHARED, ANY);
        assertThat(client.ask(new Request.Transmit(card, 2, 16, 3, 16, 4, Bytes.hex(ECHO))))
                .isEqualTo(new Reply.Transmit(1, 16, 5, Bytes.EMPTY, 0x80100008));
    }

    @Test
    void transmit_requires_the_active_protocol() {
        var it = EngineFixture.withCard();
        FakeClient client = it.client();
        int card = client.open(it.reader, SHARED, ANY);
        for (int protocol : new int[] {2, 4, 0x1000}) {
            assertThat(client.code(new Request.Transmit(card, protocol, 16, 3, 16, 258, Bytes.hex(ECHO))))
                    .isEqualTo("00000000");
        }
        for (int protocol : new int[] {0, 1, 3, 8}) {
            assertThat(client.code(new Request.Transmit(card, protocol, 16, 3, 16, 258, Bytes.hex(ECHO))))
                    .isEqualTo("8010000F");
        }
    }

    @Test
    void removeAfter_removes_the_card_during_the_next_command() {
        var it = EngineFixture.withCard();
        FakeClient client = it.client();
        int card = client.open(it.reader, SHARED, ANY);
        it.engine.removeAfter(it.reader, 2);
        assertThat(client.code(EngineFixture.transmit(card, ECHO))).isEqualTo("00000000");
        assertThat(client.code(EngineFixture.transmit(card, ECHO))).isEqualTo("00000000");
        assertThat(client.code(EngineFixture.transmit(card, ECHO))).isEqualTo("8010000C");
        assertThat(client.code(EngineFixture.transmit(card, ECHO))).isEqualTo("80100069");
        assertThat(it.entry().eventCounter()).isEqualTo(2);
    }

    @Test
    void removal_ends_an_exchange_even_if_the_card_hangs() {
        var it = new EngineFixture();
        var threads = new ArrayDeque<Runnable>();
        var engine = new Engine(it.loop, threads::add, Limits.USUAL, java.time.Duration.ofSeconds(5));
        EngineReader reader = engine.addReader("Slow", dev.puce.service.reader.ReaderProfile.SIMPLE);
        engine.insert(reader, new EchoingCard(), () -> {}); // answers on its own thread
        work(it, threads);
        FakeClient client = FakeClient.establish(engine, dev.puce.wire.ProtocolVersion.V4_4);
        int card = client.open(reader, SHARED, ANY);

        client.forgetNotes();
        client.send(EngineFixture.transmit(card, ECHO));
        assertThat(client.notes()).as("the card has not answered").isEmpty();
        engine.remove(reader);
        assertThat(FakeClient.code(client.reply())).isEqualTo("8010000C");
        work(it, threads);
        assertThat(client.notes()).as("the card's late response is dropped").hasSize(1);
    }

    private static void work(EngineFixture it, Queue<Runnable> threads) {
        for (Runnable work = threads.poll(); work != null; work = threads.poll()) {
            work.run();
            it.loop.runActions();
        }
    }

    @Test
    void program_sees_the_return_code_of_the_card() {
        var it = new EngineFixture();
        it.insert(new FailingCard());
        FakeClient client = it.client();
        int card = client.open(it.reader, SHARED, ANY);
        assertThat(client.code(EngineFixture.transmit(card, "00 01 00 00"))).isEqualTo("80100013");
        assertThat(client.code(EngineFixture.transmit(card, "00 02 00 00"))).isEqualTo("80100016");
        assertThat(client.code(EngineFixture.transmit(card, "00 03 00 00")))
                .as("a bug in a card does no harm")
                .isEqualTo("80100016");
        assertThat(client.code(EngineFixture.transmit(card, "00 04 00 00")))
                .as("a class missing in an applet does no harm")
                .isEqualTo("80100016");
    }

    @Test
    void error_of_a_card_on_its_own_thread_gets_a_response() {
        var it = new EngineFixture();
        it.insert(new EchoingCard() {
            @Override
            public Bytes transmit(Bytes command) {
                throw new NoClassDefFoundError("missing class, for the test");
            }
        });
        FakeClient client = it.client();
        int card = client.open(it.reader, SHARED, ANY);
        client.forgetNotes();
        client.send(EngineFixture.transmit(card, ECHO));
        it.loop.runActions();
        assertThat(FakeClient.code(client.reply())).isEqualTo("80100016");
    }

    @Test
    void attributes_describe_reader_and_card() {
        var it = EngineFixture.withCard();
        FakeClient client = it.client();
        int card = client.open(it.reader, DIRECT, 0);
        assertThat(attribute(client, card, 0x00090303)).isEqualTo(EchoCard.DEFAULT_ATR);
        assertThat(attribute(client, card, 0x00010100)).isEqualTo(text("puce"));
        assertThat(attribute(client, card, 0x7FFF0003)).isEqualTo(text("EngineReader 00 00"));
        assertThat(attribute(client, card, 0x7FFF0004)).isEqualTo(text("EngineReader 00 00"));
        assertThat(attribute(client, card, 0x00090300)).isEqualTo(Bytes.of(2));
        assertThat(attribute(client, card, 0x0007A007)).isEqualTo(Bytes.hex("0C 00 01 00"));
        assertThat(client.code(new Request.GetAttrib(card, 0x00030120))).isEqualTo("8010001F");
        assertThat(client.code(new Request.SetAttrib(card, 0x00010100, Bytes.of(1))))
                .isEqualTo("8010001F");
    }

    private static Bytes attribute(FakeClient client, int card, int tag) {
        return ((Reply.GetAttrib) client.ask(new Request.GetAttrib(card, tag))).value();
    }

    private static Bytes text(String text) {
        return Bytes.ofText(text + "\0", StandardCharsets.US_ASCII);
    }

    @Test
    void control_works_after_a_reset_and_after_a_removal() {
        var it = EngineFixture.withCard();
        FakeClient client = it.client();
        int card = client.open(it.reader, SHARED, ANY);
        it.engine.remove(it.reader);
        var features = new Request.Control(card, 0x42000D48, 258, Bytes.EMPTY);
        assertThat(((Reply.Control) client.ask(features)).data()).isEqualTo(Bytes.hex("12 04 42 33 00 12"));
    }

    @Test
    void handles_of_an_unplugged_reader_are_invalid_but_can_be_closed() {
        var it = EngineFixture.withCard();
        FakeClient client = it.client();
        int card = client.open(it.reader, SHARED, ANY);
        it.engine.unplug(it.reader);
        assertThat(client.code(EngineFixture.transmit(card, ECHO))).isEqualTo("80100011");
        assertThat(client.code(new Request.Status(card))).isEqualTo("80100011");
        assertThat(client.code(new Request.BeginTransaction(card))).isEqualTo("80100011");
        assertThat(client.code(new Request.Disconnect(card, 1))).isEqualTo("00000000");
    }

    /// Answers when its thread runs.
    private static final class FailingCard extends EchoingCard {
        @Override
        public boolean answersAtOnce() {
            return true;
        }

        @Override
        public Bytes transmit(Bytes command) throws CardUnresponsiveException {
            switch (command.get(1)) {
                case 1 -> throw new CardUnresponsiveException("recorded so", ReturnCode.COMM_ERROR);
                case 2 -> throw new CardUnresponsiveException("the card does not answer");
                case 4 -> throw new NoClassDefFoundError("missing class, for the test");
                default -> throw new IllegalStateException("bug of the card, for the test");
            }
        }
    }
}
