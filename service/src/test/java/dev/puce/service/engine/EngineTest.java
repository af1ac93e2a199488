package dev.puce.service.engine;

import static dev.puce.service.engine.EngineFixture.ANY;
import static dev.puce.service.engine.EngineFixture.SHARED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.puce.iso7816.Bytes;
import dev.puce.service.engine.FakeClient.Closed;
import dev.puce.service.reader.ReaderProfile;
import dev.puce.wire.ProtocolVersion;
import dev.puce.wire.ReaderEntry;
import dev.puce.wire.Reply;
import dev.puce.wire.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Versions, contexts, names, limits, and misbehaving clients.
class EngineTest {
    private final EngineFixture it = EngineFixture.withCard();

    @ParameterizedTest
    @CsvSource({
        "4,2,0",
        "4,3,0",
        "4,4,0",
        "4,5,0",
        "4,6,0",
        "4,7,8010001E",
        "4,1,8010001E",
        "3,4,8010001E",
        "5,4,8010001E"
    })
    void versions_from_4_2_to_4_6_are_supported(int major, int minor, String code) {
        assertThat(FakeClient.connect(it.engine).ask(new Request.Version(major, minor)))
                .isEqualTo(new Reply.Version(4, 6, Integer.parseUnsignedInt(code, 16)));
    }

    @Test
    void refused_client_may_request_an_older_version() {
        FakeClient client = FakeClient.connect(it.engine);
        client.ask(new Request.Version(4, 9));
        client.ask(new Request.Version(4, 4));
        assertThat(client.ask(Request.WaitReaderStateChange.of(ProtocolVersion.V4_4)))
                .isInstanceOf(Reply.ReadersState.class);
    }

    @Test
    void contexts() {
        FakeClient client = FakeClient.connect(it.engine);
        assertThat(client.ask(new Request.EstablishContext(4))).isEqualTo(new Reply.EstablishContext(0, 0x80100011));
        assertThat(client.code(new Request.ReleaseContext(1))).isEqualTo("80100003");
        int context = ((Reply.EstablishContext) client.ask(new Request.EstablishContext(0))).context();
        assertThat(context).isPositive();
        assertThat(client.code(new Request.ReleaseContext(context ^ 1))).isEqualTo("80100011");
        assertThat(client.code(new Request.ReleaseContext(context))).isEqualTo("00000000");
        assertThat(client.code(new Request.ReleaseContext(context))).isEqualTo("80100003");
        assertThat(client.code(new Request.EstablishContext(2))).isEqualTo("00000000");
    }

    @Test
    void connect_with_a_foreign_context_is_refused_and_releases_the_handle() {
        FakeClient client = it.client();
        var reply =
                (Reply.Connect) client.ask(new Request.Connect(client.context() ^ 1, it.reader.name(), SHARED, ANY));
        assertThat(FakeClient.code(reply)).isEqualTo("80100011");
        assertThat(it.entry().sharing()).isZero();
        assertThat(client.code(new Request.Connect(client.context(), "no such reader", SHARED, ANY)))
                .isEqualTo("80100009");
    }

    @Test
    void foreign_handle_closes_the_connection_after_two_seconds() {
        int card = it.client().open(it.reader, SHARED, ANY);
        FakeClient thief = it.client();
        thief.forgetNotes();
        thief.send(EngineFixture.transmit(card, "00 A4 04 00"));
        it.loop.pass(Duration.ofMillis(1999));
        assertThat(thief.notes()).isEmpty();
        it.loop.pass(Duration.ofMillis(1));
        assertThat(thief.notes()).containsExactly(new Closed());
    }

    @Test
    void handle_without_a_context_closes_the_connection_at_once() {
        FakeClient client = FakeClient.connect(it.engine);
        client.send(new Request.Status(1));
        assertThat(client.notes()).containsExactly(new Closed());
    }

    @Test
    void invalid_requests_close_the_connection() {
        for (Request bad :
                new Request[] {new Request.Unknown(0x2A, Bytes.EMPTY), new Request.Malformed(4, 7, "for the test")}) {
            FakeClient client = it.client();
            client.forgetNotes();
            client.send(bad);
            assertThat(client.notes()).containsExactly(new Closed());
        }
    }

    @Test
    void handles_are_limited_per_context_and_per_reader() {
        var limited = new EngineFixture(new Limits(10, 2, 3));
        limited.insert(new dev.puce.service.card.EchoCard());
        FakeClient first = limited.client();
        first.open(limited.reader, SHARED, ANY);
        first.open(limited.reader, SHARED, ANY);
        assertThat(first.code(new Request.Connect(first.context(), limited.reader.name(), SHARED, ANY)))
                .as("per context")
                .isEqualTo("80100006");
        FakeClient second = limited.client();
        second.open(limited.reader, SHARED, ANY);
        assertThat(second.code(new Request.Connect(second.context(), limited.reader.name(), SHARED, ANY)))
                .as("per reader")
                .isEqualTo("80100001");
        assertThat(limited.entry().sharing()).isEqualTo(3);
    }

    @Test
    void names_get_the_lowest_free_number() {
        EngineReader second = it.engine.addReader("Other", ReaderProfile.SIMPLE);
        assertThat(it.reader.name()).isEqualTo("EngineReader 00 00");
        assertThat(second.name()).isEqualTo("Other 01 00");
        assertThat(it.engine.addReader("Exact 07 01", ReaderProfile.SIMPLE).name())
                .isEqualTo("Exact 07 01");
        it.engine.unplug(it.reader);
        assertThat(it.engine.addReader("Third", ReaderProfile.SIMPLE).name()).isEqualTo("Third 00 00");
        assertThatThrownBy(() -> it.engine.addReader("Exact 07 01", ReaderProfile.SIMPLE))
                .hasMessageContaining("already");
        assertThatThrownBy(() -> it.engine.addReader("x".repeat(122), ReaderProfile.SIMPLE))
                .hasMessageContaining("longer than 127 bytes");
    }

    @Test
    void removed_reader_frees_its_slot_for_the_next() {
        it.engine.addReader("Second", ReaderProfile.SIMPLE);
        it.engine.unplug(it.reader);
        assertThat(names()).startsWith("", "Second 01 00", "");
        it.engine.addReader("Third", ReaderProfile.SIMPLE);
        assertThat(names()).startsWith("Third 00 00", "Second 01 00", "");
    }

    private Iterable<String> names() {
        return it.engine.table().entries().stream().map(ReaderEntry::name).toList();
    }

    @Test
    void new_clients_see_a_thousand_readers_and_old_ones_sixteen() {
        var readers = new ArrayList<EngineReader>();
        IntStream.range(1, 1000).forEach(i -> readers.add(it.engine.addReader("EngineReader", ReaderProfile.SIMPLE)));
        FakeClient client = FakeClient.establish(it.engine, ProtocolVersion.V4_6);
        assertThat(client.ask(new Request.GetReadersStateSize())).isEqualTo(new Reply.ReadersStateSize(1008));
        var all = (Reply.ReadersState) client.ask(new Request.GetReadersStateArray());
        assertThat(all.entries().stream().filter(ReaderEntry::isUsed)).hasSize(1000);
        assertThat(all.entries().get(999).name()).isEqualTo("EngineReader 3E7 00");
        assertThat(((Reply.ReadersState) it.client().ask(new Request.GetReadersState())).entries())
                .hasSize(16);

        readers.forEach(it.engine::unplug);
        assertThat(client.ask(new Request.GetReadersStateSize()))
                .as("the size never shrinks")
                .isEqualTo(new Reply.ReadersStateSize(1008));
    }
}
