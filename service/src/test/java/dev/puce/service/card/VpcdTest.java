package dev.puce.service.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.ReturnCode;
import dev.puce.service.EchoingCard;
import dev.puce.service.PcscService;
import dev.puce.service.card.VirtualCard.CardUnresponsiveException;
import dev.puce.service.peer.UserId;
import dev.puce.testkit.ClosedPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class VpcdTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final Bytes COMMAND = Bytes.hex("80 10 00 00 03 01 02 03");
    private static final Bytes ECHO = Bytes.hex("01 02 03 90 00");

    @Test
    void listening_card_answers_a_connecting_reader() throws Exception {
        try (var presenter = VpcdPresenter.listen(ANY_PORT, new EchoCard())) {
            var address = presenter.address().orElseThrow();
            for (int reader = 0; reader < 2; reader++) {
                try (var socket = new Socket(address.getAddress(), address.getPort());
                        var card = new VpcdCard(socket, Duration.ofSeconds(10))) {
                    assertThat(card.powerOn()).isEqualTo(EchoCard.DEFAULT_ATR);
                    assertThat(card.transmit(COMMAND)).isEqualTo(ECHO);
                    assertThat(card.reset()).isEqualTo(EchoCard.DEFAULT_ATR);
                    assertThat(card.isPresent()).isTrue();
                    card.powerOff();
                }
            }
        }
    }

    @Test
    void next_reader_connects_after_a_connection_reset() throws Exception {
        try (var presenter = VpcdPresenter.listen(ANY_PORT, new EchoCard())) {
            var address = presenter.address().orElseThrow();
            try (var socket = new Socket(address.getAddress(), address.getPort())) {
                socket.setSoLinger(true, 0); // closing sends RST
            }
            try (var card = new VpcdCard(new Socket(address.getAddress(), address.getPort()), Duration.ofSeconds(10))) {
                assertThat(card.powerOn()).isEqualTo(EchoCard.DEFAULT_ATR);
            }
        }
    }

    /// The system resets the connections of a pcscd that is killed.
    @Test
    void connecting_card_ends_normally_after_a_connection_reset() throws Exception {
        try (var reader = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var presenter = VpcdPresenter.connect(
                        (InetSocketAddress) reader.getLocalSocketAddress(), new EchoCard(), Duration.ZERO)) {
            try (var socket = reader.accept()) {
                socket.getOutputStream().write(Bytes.hex("0001 04").toArray()); // requests the ATR
                assertThat(socket.getInputStream().read()).isZero();
                socket.setSoLinger(true, 0); // closing sends RST
            }
            assertThat(presenter.awaitEnd(Duration.ofSeconds(20))).isTrue();
        }
    }

    @Test
    void connecting_card_is_inserted_until_it_disconnects() throws Exception {
        var inserted = new LinkedBlockingQueue<VpcdCard>();
        var removed = new LinkedBlockingQueue<VpcdCard>();
        try (var listener = VpcdListener.open(ANY_PORT, inserted::add, removed::add)) {
            var presenter = VpcdPresenter.connect(listener.address(), new EchoCard(), Duration.ZERO);
            var card = inserted.poll(10, TimeUnit.SECONDS);
            assertThat(card.powerOn()).isEqualTo(EchoCard.DEFAULT_ATR);
            assertThat(card.transmit(COMMAND)).isEqualTo(ECHO);

            presenter.close();

            assertThat(removed.poll(10, TimeUnit.SECONDS)).isSameAs(card);
            assertThatThrownBy(() -> card.transmit(COMMAND)).isInstanceOf(CardUnresponsiveException.class);
        }
    }

    @Test
    void card_for_an_occupied_reader_is_dropped_and_a_later_one_is_inserted() throws Exception {
        try (var service = PcscService.start()) {
            var reader = service.addReader("Taken");
            reader.insert(new EchoCard());
            var inserted = new LinkedBlockingQueue<VpcdCard>();
            var gone = new LinkedBlockingQueue<VpcdCard>();
            Consumer<VpcdCard> insert = card -> {
                reader.insert(card);
                inserted.add(card);
            };
            try (var listener = VpcdListener.open(ANY_PORT, insert, gone::add)) {
                try (var refused = VpcdPresenter.connect(listener.address(), new EchoCard(), Duration.ZERO)) {
                    assertThatThrownBy(() -> refused.awaitEnd(Duration.ofSeconds(10)))
                            .hasMessageContaining("another card occupies its slot");
                }
                assertThat(reader.hasCard()).isTrue();
                reader.remove();
                try (var accepted = VpcdPresenter.connect(listener.address(), new EchoCard(), Duration.ZERO)) {
                    assertThat(inserted.poll(10, TimeUnit.SECONDS)).isNotNull();
                    assertThat(reader.hasCard()).isTrue();
                    assertThat(accepted.address()).isEmpty();
                }
                assertThat(gone.poll(10, TimeUnit.SECONDS)).isNotNull();
            }
        }
    }

    @Test
    void second_card_at_the_same_time_is_refused() throws Exception {
        var inserted = new LinkedBlockingQueue<VpcdCard>();
        try (var listener = VpcdListener.open(ANY_PORT, inserted::add, _ -> {});
                var first = VpcdPresenter.connect(listener.address(), new EchoCard(), Duration.ZERO)) {
            var card = inserted.poll(10, TimeUnit.SECONDS);
            try (var second = VpcdPresenter.connect(listener.address(), new EchoCard(), Duration.ZERO)) {
                assertThatThrownBy(() -> second.awaitEnd(Duration.ofSeconds(10)))
                        .hasMessageContaining("another card occupies its slot");
            }
            assertThat(card.powerOn()).isEqualTo(EchoCard.DEFAULT_ATR);
            assertThat(inserted).isEmpty();
            assertThat(first.address()).isEmpty();
        }
    }

    @Test
    void card_of_another_user_is_refused_on_loopback() throws Exception {
        assumeTrue(UserId.effective().orElse(-1) == 0, "needs root, to run a program as another user");
        var inserted = new LinkedBlockingQueue<VpcdCard>();
        try (var listener = VpcdListener.open(ANY_PORT, inserted::add, _ -> {})) {
            String connect = "exec 3<>/dev/tcp/127.0.0.1/" + listener.address().getPort() + " && cat <&3";
            var program = new ProcessBuilder("setpriv", "--reuid=65534", "--clear-groups", "bash", "-c", connect)
                    .redirectErrorStream(true)
                    .start();
            String output = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assumeTrue(program.waitFor() == 0, "needs setpriv and bash: " + output);
            assertThat(inserted).as("the listener closed the connection").isEmpty();
        }
    }

    @Test
    void card_reports_a_reader_that_sends_no_request() throws Exception {
        try (var occupied = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var presenter = VpcdPresenter.connect(
                        (InetSocketAddress) occupied.getLocalSocketAddress(), new EchoCard(), Duration.ZERO)) {
            assertThatThrownBy(() -> presenter.awaitEnd(Duration.ofSeconds(20)))
                    .hasMessageContaining("sent no request within 5 s");
        }
    }

    @Test
    void listener_warns_about_exposure_unless_it_listens_on_loopback() throws Exception {
        assumeTrue(UserId.effective().isPresent(), "needs /proc");
        try (var loopback = VpcdListener.open(ANY_PORT, _ -> {}, _ -> {});
                var any = VpcdListener.open(new InetSocketAddress(0), _ -> {}, _ -> {})) {
            assertThat(loopback.exposure()).isEmpty();
            assertThat(any.exposure().orElseThrow()).contains("can insert a card", "127.0.0.1");
        }
    }

    @Test
    void remove_removes_only_the_given_card() throws Exception {
        try (var service = PcscService.start()) {
            var reader = service.addReader("Reader");
            var card = new EchoCard();
            reader.insert(card);
            reader.remove(new EchoCard());
            assertThat(reader.hasCard()).isTrue();
            reader.remove(card);
            assertThat(reader.hasCard()).isFalse();
        }
    }

    @Test
    void long_commands_and_responses_pass() throws Exception {
        var data = new byte[60_000];
        Arrays.fill(data, (byte) 0x5A);
        var command = Bytes.hex("80 10 00 00 00 EA 60").plus(Bytes.of(data));
        try (var presenter = VpcdPresenter.listen(ANY_PORT, new EchoCard())) {
            var address = presenter.address().orElseThrow();
            try (var card = new VpcdCard(new Socket(address.getAddress(), address.getPort()), Duration.ZERO)) {
                card.powerOn();
                assertThat(card.transmit(command)).isEqualTo(Bytes.of(data).plus(Bytes.hex("9000")));
            }
        }
    }

    @Test
    void frames_are_read_in_any_segments() throws Exception {
        try (var presenter = VpcdPresenter.listen(ANY_PORT, new EchoCard())) {
            var address = presenter.address().orElseThrow();
            try (var socket = new Socket(address.getAddress(), address.getPort())) {
                socket.setTcpNoDelay(true);
                // power on, "send ATR" and a command, one byte per segment
                for (byte b : Bytes.hex("0001 01 0001 04 0008").plus(COMMAND).toArray()) {
                    socket.getOutputStream().write(b);
                }
                var expected = Bytes.hex("0008")
                        .plus(EchoCard.DEFAULT_ATR)
                        .plus(Bytes.hex("0005"))
                        .plus(ECHO);
                var received = socket.getInputStream().readNBytes(expected.length());
                assertThat(Bytes.of(received)).isEqualTo(expected);
            }
        }
    }

    @Test
    void failing_card_is_removed_and_its_reason_is_reported() throws Exception {
        var mute = new EchoingCard() {
            @Override
            public Bytes transmit(Bytes command) throws CardUnresponsiveException {
                throw new CardUnresponsiveException("the card burnt");
            }
        };
        try (var presenter = VpcdPresenter.listen(ANY_PORT, mute)) {
            var address = presenter.address().orElseThrow();
            try (var card = new VpcdCard(new Socket(address.getAddress(), address.getPort()), Duration.ZERO)) {
                card.powerOn();
                assertThatThrownBy(() -> card.transmit(COMMAND)).hasMessageContaining("lost the connection");
                assertThat(card.isPresent()).isFalse();
            }
            assertThatThrownBy(() -> presenter.awaitEnd(Duration.ofSeconds(10))).hasMessage("the card burnt");
        }
    }

    @Test
    void error_of_the_card_ends_the_presenter_and_is_reported() throws Exception {
        var broken = new EchoingCard() {
            @Override
            public Bytes transmit(Bytes command) {
                throw new NoClassDefFoundError("org/example/Missing");
            }
        };
        try (var presenter = VpcdPresenter.listen(ANY_PORT, broken)) {
            var address = presenter.address().orElseThrow();
            try (var card = new VpcdCard(new Socket(address.getAddress(), address.getPort()), Duration.ZERO)) {
                card.powerOn();
                assertThatThrownBy(() -> card.transmit(COMMAND)).hasMessageContaining("lost the connection");
            }
            assertThatThrownBy(() -> presenter.awaitEnd(Duration.ofSeconds(10)))
                    .hasMessageContainingAll("the card failed", "NoClassDefFoundError", "org/example/Missing");
        }
    }

    @Test
    void missing_reader_is_reported_with_a_remedy() throws Exception {
        try (var port = new ClosedPort()) {
            assertThatThrownBy(() -> VpcdPresenter.connect(port.address(), new EchoCard(), Duration.ZERO))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("Check that pcscd runs");
        }
    }

    /// SCARD_E_NO_SMARTCARD (8010000C), as pcscd answers when a card is pulled, and as pcsc-lite's unit tests
    /// expect.
    @Test
    void peer_that_disconnects_during_a_command_counts_as_a_pulled_card() throws Exception {
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var reader = new Socket(listener.getInetAddress(), listener.getLocalPort());
                var card = new VpcdCard(reader, Duration.ofSeconds(10))) {
            Thread.ofVirtual().start(() -> {
                try (var peer = listener.accept()) {
                    peer.getInputStream().readNBytes(2 + COMMAND.length());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            assertThatThrownBy(() -> card.transmit(COMMAND))
                    .isInstanceOfSatisfying(
                            CardUnresponsiveException.class,
                            gone -> assertThat(gone.code()).hasValue(ReturnCode.NO_SMARTCARD));
        }
    }
}
