package dev.puce.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.puce.iso7816.Bytes;
import dev.puce.service.card.EchoCard;
import dev.puce.testkit.Await;
import dev.puce.wire.ProtocolVersion;
import dev.puce.wire.Reply;
import dev.puce.wire.Request;
import dev.puce.wire.RequestEncoder;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Hostile clients do not disturb the others.
@Timeout(60)
class HostileClientsTest {
    private static final Request.Transmit LONG_COMMAND =
            new Request.Transmit(1, 2, 16, 3, 16, 65548, Bytes.of(new byte[60_000]));

    private PcscService service;
    private WireClient decent;
    private int card;

    @BeforeEach
    void connect_a_well_behaved_program() throws IOException {
        service = PcscService.start(ServiceOptions.USUAL.withMaxClients(5000));
        service.addReader("Reader").insert(new EchoCard());
        decent = WireClient.establish(service.socket(), ProtocolVersion.V4_6);
        card = connectTo(decent);
    }

    @AfterEach
    void end() throws IOException {
        decent.close();
        service.close();
    }

    private static int connectTo(WireClient client) throws IOException {
        var established = (Reply.EstablishContext) client.ask(new Request.EstablishContext(2));
        var connected = (Reply.Connect) client.ask(new Request.Connect(established.context(), "Reader 00 00", 2, 3));
        assertThat(connected.returnCode()).isZero();
        return connected.card();
    }

    private void assertServed() throws IOException {
        for (int i = 0; i < 20; i++) {
            var answer = (Reply.Transmit)
                    decent.ask(new Request.Transmit(card, 2, 16, 3, 16, 258, Bytes.of(0, 1, 0, 0, 1, i)));
            assertThat(answer.data()).isEqualTo(Bytes.of(i, 0x90, 0x00));
        }
    }

    @Test
    void thousand_silent_connections_do_not_disturb_others() throws IOException {
        List<WireClient> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 1000; i++) {
                silent.add(WireClient.connect(service.socket()));
            }
            assertServed();
            assertThat(service.clients()).isEqualTo(1001);
        } finally {
            for (WireClient client : silent) {
                client.close();
            }
        }
        assertServed();
    }

    @Test
    void unfinished_messages_do_not_disturb_others() throws IOException {
        List<WireClient> slow = new ArrayList<>();
        ByteBuffer message = RequestEncoder.encode(LONG_COMMAND);
        try {
            for (int i = 0; i < 200; i++) {
                WireClient client = WireClient.connect(service.socket());
                slow.add(client);
                client.write(message.duplicate().limit(1 + i * (message.limit() - 2) / 200));
            }
            assertServed();
        } finally {
            for (WireClient client : slow) {
                client.close();
            }
        }
        assertServed();
    }

    @Test
    void message_sent_byte_by_byte_is_decoded() throws IOException {
        try (var client = WireClient.establish(service.socket(), ProtocolVersion.V4_4)) {
            int slowCard = connectTo(client);
            var request = new Request.Transmit(slowCard, 2, 16, 3, 16, 258, Bytes.hex("00 01 00 00 01 42"));
            ByteBuffer bytes = RequestEncoder.encode(request);
            client.announce(request);
            while (bytes.hasRemaining()) {
                client.write(bytes.slice(bytes.position(), 1));
                bytes.position(bytes.position() + 1);
            }
            assertThat(((Reply.Transmit) client.receive()).data()).isEqualTo(Bytes.hex("42 90 00"));
        }
    }

    @Test
    void invalid_bytes_end_only_their_own_connection() throws IOException {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            var garbage = new byte[1 + random.nextInt(400)];
            random.nextBytes(garbage);
            if (i % 2 == 0 && garbage.length > 8) { // a plausible header
                ByteBuffer.wrap(garbage)
                        .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                        .putInt(random.nextInt(300))
                        .putInt(i % 30);
            }
            try (var client = WireClient.connect(service.socket())) {
                client.write(ByteBuffer.wrap(garbage));
            }
        }
        assertServed();
        assertThat(service.readers()).as("seed %d", seed).hasSize(1);
    }

    @Test
    void program_that_sends_without_reading_blocks_only_itself() throws IOException {
        try (var greedy = WireClient.establish(service.socket(), ProtocolVersion.V4_6)) {
            ByteBuffer ask = RequestEncoder.encode(new Request.GetReadersStateArray());
            greedy.setBlocking(false);
            int written = 1;
            for (int i = 0; i < 100_000 && written > 0; i++) {
                written = greedy.writeSome(ask.duplicate());
            }
            assertThat(written).as("the client's socket is full").isZero();
            assertServed();
        }
        assertServed();
    }

    @Test
    void too_many_registrations_close_the_connection() throws IOException {
        try (var client = WireClient.establish(service.socket(), ProtocolVersion.V4_6)) {
            ByteBuffer await = RequestEncoder.encode(Request.WaitReaderStateChange.of(ProtocolVersion.V4_6));
            for (int i = 0; i < 65; i++) {
                client.write(await.duplicate());
            }
            assertThatThrownBy(client::receive).isInstanceOf(EOFException.class);
        }
        assertServed();
    }

    @Test
    void client_above_the_limit_is_closed_and_a_later_one_is_accepted() throws IOException {
        try (var small = PcscService.start(ServiceOptions.USUAL.withMaxClients(1))) {
            try (var _ = WireClient.establish(small.socket(), ProtocolVersion.V4_6);
                    var second = WireClient.connect(small.socket())) {
                assertThatThrownBy(second::receive).isInstanceOf(EOFException.class);
            }
            Await.until("the service has no clients", () -> small.clients() == 0);
            try (var third = WireClient.establish(small.socket(), ProtocolVersion.V4_6)) {
                assertThat(third.ask(new Request.GetReaderEvents())).isInstanceOf(Reply.ReaderEvents.class);
            }
        }
    }

    @Test
    void hanging_card_blocks_only_its_own_clients() throws Exception {
        var slow = new HangingCard(false);
        VirtualReader reader = service.addReader("Slow");
        reader.insert(slow);
        try (var client = WireClient.establish(service.socket(), ProtocolVersion.V4_6)) {
            var established = (Reply.EstablishContext) client.ask(new Request.EstablishContext(2));
            var connected = (Reply.Connect) client.ask(new Request.Connect(established.context(), reader.name(), 2, 3));
            client.send(new Request.Transmit(connected.card(), 2, 16, 3, 16, 258, Bytes.hex("00 01 00 00")));
            slow.hanging.await();
            assertServed();
            reader.remove();
            assertThat(((Reply.Transmit) client.receive()).returnCode()).isEqualTo(0x8010000C);
        } finally {
            slow.release.countDown();
        }
    }
}
