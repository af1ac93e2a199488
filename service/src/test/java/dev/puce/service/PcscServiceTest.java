package dev.puce.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.puce.iso7816.Bytes;
import dev.puce.service.card.EchoCard;
import dev.puce.testkit.Await;
import dev.puce.wire.ProtocolVersion;
import dev.puce.wire.ReaderEntry;
import dev.puce.wire.Reply;
import dev.puce.wire.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PcscServiceTest {
    @Test
    void client_exchanges_a_command_with_a_card() throws IOException {
        try (var service = PcscService.start();
                var client = WireClient.establish(service.socket(), ProtocolVersion.V4_6)) {
            service.addReader("Test Reader").insert(new EchoCard());

            var established = (Reply.EstablishContext) client.ask(new Request.EstablishContext(2));
            var connected =
                    (Reply.Connect) client.ask(new Request.Connect(established.context(), "Test Reader 00 00", 2, 3));
            assertThat(connected.returnCode()).isZero();
            assertThat(connected.activeProtocol()).isEqualTo(2);

            var command = Bytes.hex("00 01 00 00 03 AA BB CC");
            var answer =
                    (Reply.Transmit) client.ask(new Request.Transmit(connected.card(), 2, 16, 3, 16, 258, command));
            assertThat(answer.data()).isEqualTo(Bytes.hex("AA BB CC 90 00"));
        }
    }

    @Test
    void inserted_card_wakes_a_waiting_client() throws IOException {
        try (var service = PcscService.start();
                var client = WireClient.establish(service.socket(), ProtocolVersion.V4_4)) {
            VirtualReader reader = service.addReader("Test Reader");
            var before = (Reply.ReadersState) client.ask(Request.WaitReaderStateChange.of(ProtocolVersion.V4_4));
            assertThat(before.entries().getFirst().state()).isEqualTo(2);

            reader.insert(new EchoCard());

            assertThat(client.receive()).isEqualTo(Reply.Event.CHANGED);
            var after = (Reply.ReadersState) client.ask(new Request.GetReadersState());
            ReaderEntry entry = after.entries().getFirst();
            assertThat(entry.state()).isEqualTo(0x34);
            assertThat(entry.eventCounter()).isEqualTo(1);
            assertThat(entry.atr()).isEqualTo(EchoCard.DEFAULT_ATR);
        }
    }

    @Test
    void close_removes_socket_and_directory() throws IOException {
        var service = PcscService.start();
        var socket = service.socket();
        assertThat(socket).exists();
        service.close();
        assertThat(Files.exists(socket)).isFalse();
        assertThat(Files.exists(socket.getParent())).isFalse();
    }

    @Test
    void closed_service_rejects_calls() throws IOException {
        var service = PcscService.start();
        VirtualReader reader = service.addReader("Test Reader");
        service.close();
        service.close();
        assertThatThrownBy(() -> reader.insert(new EchoCard())).hasMessageContaining("the service is closed");
        assertThatThrownBy(() -> service.addReader("Another")).hasMessageContaining("the service is closed");
    }

    @Test
    void hanging_card_can_be_removed_during_its_insertion() throws Exception {
        try (var service = PcscService.start()) {
            VirtualReader reader = service.addReader("Test Reader");
            var card = new HangingCard(true);
            Thread inserting = Thread.ofPlatform().start(() -> reader.insert(card));
            card.hanging.await();
            reader.remove();
            inserting.join();
            assertThat(reader.hasCard()).isFalse();
            card.release.countDown();
        }
    }

    /// The inserted card would answer after the end of the loop.
    @Test
    @Timeout(20)
    void insert_fails_while_the_service_closes() throws Exception {
        var service = PcscService.start();
        VirtualReader first = service.addReader("First");
        VirtualReader second = service.addReader("Second");
        var card = new HangingCard(true);
        var failure = new CompletableFuture<Throwable>();
        first.insert(new LoopHoldingCard(() -> {
            startAndAwaitItsWait(service::close);
            startAndAwaitItsWait(() -> {
                try {
                    second.insert(card);
                    failure.complete(null);
                } catch (RuntimeException e) {
                    failure.complete(e);
                }
            });
        }));
        first.remove(); // blocks the loop until it must close and then insert a card
        assertThat(failure.get()).isInstanceOf(IllegalStateException.class).hasMessage("the service is closed");
        card.release.countDown();
    }

    private static void startAndAwaitItsWait(Runnable action) {
        Thread thread = Thread.ofPlatform().daemon().start(action);
        Await.until("the thread waits", () -> thread.getState() == Thread.State.WAITING);
    }

    /// Runs an action on the service's own thread when it is powered off.
    private static final class LoopHoldingCard extends EchoingCard {
        private final Runnable atPowerOff;

        LoopHoldingCard(Runnable atPowerOff) {
            this.atPowerOff = atPowerOff;
        }

        @Override
        public void powerOff() {
            atPowerOff.run();
        }

        @Override
        public boolean answersAtOnce() {
            return true;
        }
    }
}
