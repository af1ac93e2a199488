package dev.puce.service.engine;

import static dev.puce.service.engine.EngineFixture.ANY;
import static dev.puce.service.engine.EngineFixture.DIRECT;
import static dev.puce.service.engine.EngineFixture.EXCLUSIVE;
import static dev.puce.service.engine.EngineFixture.LEAVE;
import static dev.puce.service.engine.EngineFixture.RESET;
import static dev.puce.service.engine.EngineFixture.SHARED;
import static dev.puce.service.engine.EngineFixture.UNPOWER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import dev.puce.service.EchoingCard;
import dev.puce.wire.Reply;
import dev.puce.wire.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// CONNECT, RECONNECT and DISCONNECT, with pcscd's results.
class ConnectionsTest {
    @ParameterizedTest
    @CsvSource({
        // ATR, mode, preferred protocols, code, active protocol
        "3B00, 2, 3, 00000000, 1",
        "3B00, 2, 1, 00000000, 1",
        "3B00, 2, 2, 8010000F, 0",
        "3B00, 2, 4, 00000000, 4",
        "3B00, 2, 4096, 00000000, 1",
        "3B00, 2, 8, 8010000F, 0",
        "3B00, 3, 0, 00000000, 0",
        "3B00, 3, 3, 00000000, 0",
        "3B8001 81, 2, 3, 00000000, 2",
        "3B8001 81, 2, 1, 8010000F, 0",
        "3B8180018080, 2, 3, 00000000, 2",
        "3B8180018080, 2, 1, 00000000, 1",
        "3B8180018080, 2, 2, 00000000, 2",
        "3B8180018080, 2, 4096, 00000000, 2",
        "3B8180018080, 1, 3, 00000000, 2",
        "3B8180018080, 9, 3, 80100011, 0",
        "3B8180018080, 9, 0, 8010000F, 0",
    })
    void connect_chooses_a_common_protocol(String atr, int mode, int protocols, String code, int active) {
        var it = EngineFixture.withCard(Bytes.hex(atr));
        FakeClient client = it.client();
        var reply =
                (Reply.Connect) client.ask(new Request.Connect(client.context(), it.reader.name(), mode, protocols));
        assertThat(FakeClient.code(reply)).isEqualTo(code);
        assertThat(reply.activeProtocol()).isEqualTo(active);
    }

    @Test
    void first_client_chooses_the_protocol_for_all() {
        var it = EngineFixture.withCard(Bytes.hex("3B8180018080"));
        it.client().open(it.reader, SHARED, 1);
        FakeClient second = it.client();
        assertThat(second.code(new Request.Connect(second.context(), it.reader.name(), SHARED, 2)))
                .isEqualTo("8010000F");
        second.open(it.reader, SHARED, ANY);
        assertThat(it.state()).isEqualTo("state 34, sharing 2, protocol 1");
    }

    @Test
    void exclusive_connect_requires_no_other_handle() {
        var it = EngineFixture.withCard();
        FakeClient first = it.client();
        FakeClient second = it.client();
        int card = first.open(it.reader, SHARED, ANY);
        var refused =
                (Reply.Connect) second.ask(new Request.Connect(second.context(), it.reader.name(), EXCLUSIVE, ANY));
        assertThat(refused).isEqualTo(new Reply.Connect(0, 2, 0x8010000B));

        assertThat(first.code(new Request.Disconnect(card, LEAVE))).isEqualTo("00000000");
        second.open(it.reader, EXCLUSIVE, ANY);
        assertThat(it.state()).isEqualTo("state 34, sharing -1, protocol 2");
        for (int mode : new int[] {SHARED, EXCLUSIVE, DIRECT}) {
            assertThat(first.ask(new Request.Connect(first.context(), it.reader.name(), mode, ANY)))
                    .isEqualTo(new Reply.Connect(0, 0, 0x8010000B));
        }
    }

    @Test
    void empty_reader_accepts_only_direct_connections() {
        var it = new EngineFixture();
        FakeClient client = it.client();
        assertThat(client.code(new Request.Connect(client.context(), it.reader.name(), SHARED, ANY)))
                .isEqualTo("8010000C");
        int card = client.open(it.reader, DIRECT, 0);
        assertThat(client.code(EngineFixture.transmit(card, "00B0000000"))).isEqualTo("8010000C");
        assertThat(client.code(new Request.Status(card))).isEqualTo("00000000");
        assertThat(client.code(new Request.BeginTransaction(card))).isEqualTo("00000000");
        assertThat(client.code(new Request.Reconnect(card, SHARED, ANY, LEAVE, 0)))
                .isEqualTo("8010000C");
        assertThat(client.code(new Request.Reconnect(card, DIRECT, 0, RESET, 0)))
                .isEqualTo("8010000C");
    }

    @Test
    void connect_waits_for_the_end_of_a_transaction() {
        var it = EngineFixture.withCard();
        FakeClient holder = it.client();
        FakeClient newcomer = it.client();
        int card = holder.open(it.reader, SHARED, ANY);
        holder.ask(new Request.BeginTransaction(card));

        newcomer.forgetNotes();
        newcomer.send(new Request.Connect(newcomer.context(), it.reader.name(), SHARED, ANY));
        assertThat(newcomer.notes()).isEmpty();
        holder.ask(new Request.EndTransaction(card, LEAVE));
        assertThat(FakeClient.code(newcomer.reply())).isEqualTo("00000000");
    }

    @Test
    void waiting_connect_fails_when_the_reader_is_unplugged() {
        var it = EngineFixture.withCard();
        FakeClient holder = it.client();
        FakeClient newcomer = it.client();
        holder.ask(new Request.BeginTransaction(holder.open(it.reader, SHARED, ANY)));
        newcomer.forgetNotes();
        newcomer.send(new Request.Connect(newcomer.context(), it.reader.name(), SHARED, ANY));
        it.engine.unplug(it.reader);
        assertThat(FakeClient.code(newcomer.reply())).isEqualTo("80100017");
    }

    @Test
    void each_connect_powers_a_mute_card_again() {
        var it = new EngineFixture();
        var card = new SleepyCard();
        it.insert(card);
        FakeClient client = it.client();
        assertThat(it.state()).isEqualTo("state C, sharing 0, protocol 0");
        var connect = new Request.Connect(client.context(), it.reader.name(), SHARED, ANY);
        assertThat(client.code(connect)).isEqualTo("80100067");
        card.awake = true;
        assertThat(client.code(connect)).isEqualTo("00000000");
    }

    @Test
    void disconnect_with_reset_affects_other_handles_until_reconnect() {
        var it = EngineFixture.withCard();
        FakeClient first = it.client();
        FakeClient second = it.client();
        int one = first.open(it.reader, SHARED, ANY);
        int two = second.open(it.reader, SHARED, ANY);
        assertThat(first.code(new Request.Disconnect(one, RESET))).isEqualTo("00000000");

        assertThat(second.code(new Request.Status(two))).isEqualTo("80100068");
        assertThat(second.code(new Request.BeginTransaction(two))).isEqualTo("80100068");
        assertThat(second.code(EngineFixture.transmit(two, "00B0000000"))).isEqualTo("80100068");
        assertThat(second.ask(new Request.Reconnect(two, SHARED, ANY, LEAVE, 0)))
                .isEqualTo(new Reply.Reconnect(2, 0));
        assertThat(second.code(new Request.Status(two))).isEqualTo("00000000");
    }

    @Test
    void disconnect_with_unpower_powers_the_card_off() {
        var it = EngineFixture.withCard();
        FakeClient client = it.client();
        client.ask(new Request.Disconnect(client.open(it.reader, SHARED, ANY), UNPOWER));
        assertThat(it.state()).isEqualTo("state 4, sharing 0, protocol 0");
        client.open(it.reader, SHARED, ANY);
        assertThat(it.state()).isEqualTo("state 34, sharing 1, protocol 2");
    }

    @Test
    void unknown_disposition_keeps_the_handle() {
        var it = EngineFixture.withCard();
        FakeClient client = it.client();
        int card = client.open(it.reader, SHARED, ANY);
        assertThat(client.code(new Request.Disconnect(card, 7))).isEqualTo("80100011");
        assertThat(client.code(new Request.Status(card))).isEqualTo("00000000");
    }

    @Test
    void exclusive_reconnect_requires_no_other_handle() {
        var it = EngineFixture.withCard();
        FakeClient first = it.client();
        FakeClient second = it.client();
        int one = first.open(it.reader, SHARED, ANY);
        int two = second.open(it.reader, SHARED, ANY);
        assertThat(first.code(new Request.Reconnect(one, EXCLUSIVE, ANY, LEAVE, 0)))
                .isEqualTo("8010000B");
        second.ask(new Request.Disconnect(two, LEAVE));
        assertThat(first.code(new Request.Reconnect(one, EXCLUSIVE, ANY, LEAVE, 0)))
                .isEqualTo("00000000");
        assertThat(it.entry().sharing()).isEqualTo(-1);
        assertThat(first.code(new Request.EndTransaction(one, LEAVE)))
                .as("exclusive use is not a transaction")
                .isEqualTo("80100016");
        assertThat(first.code(new Request.Reconnect(one, SHARED, ANY, LEAVE, 0)))
                .isEqualTo("00000000");
        assertThat(it.entry().sharing()).isEqualTo(1);
    }

    @Test
    void idle_card_is_powered_off_and_loses_its_protocol() {
        var it = EngineFixture.withCard();
        FakeClient client = it.client();
        client.ask(new Request.Disconnect(client.open(it.reader, SHARED, ANY), LEAVE));
        assertThat(it.state()).isEqualTo("state 34, sharing 0, protocol 2");
        it.loop.pass(java.time.Duration.ofSeconds(5));
        assertThat(it.state()).isEqualTo("state 34, sharing 0, protocol 0");
        assertThat(it.reader.executor().isPowered()).isFalse();
        client.open(it.reader, SHARED, ANY);
        assertThat(it.reader.executor().isPowered()).isTrue();
    }

    /// Mute until the test wakes it.
    private static final class SleepyCard extends EchoingCard {
        private boolean awake;

        @Override
        public boolean answersAtOnce() {
            return true;
        }

        @Override
        public Bytes powerOn() throws CardUnresponsiveException {
            if (!awake) {
                throw new CardUnresponsiveException("the card sleeps");
            }
            return super.powerOn();
        }

        @Override
        public Bytes reset() throws CardUnresponsiveException {
            return powerOn();
        }
    }
}
