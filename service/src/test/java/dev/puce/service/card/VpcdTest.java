package dev.puce.service.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.puce.iso7816.Bytes;
import dev.puce.service.EchoingCard;
import dev.puce.service.PcscService;
import dev.puce.service.card.VirtualCard.CardUnresponsiveException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class VpcdTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final Bytes COMMAND = Bytes.hex("80 10 00 00 03 01 02 03");
    private static final Bytes ECHO = Bytes.hex("01 02 03 90 00");

    @Test
    void a_card_that_listens_answers_a_reader_that_connects() throws Exception {
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
    void a_reader_that_resets_the_connection_makes_room_for_the_next_one() throws Exception {
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

    @Test
    void a_card_that_connects_becomes_a_virtual_card_until_it_is_pulled() throws Exception {
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
    void a_card_that_finds_the_reader_taken_is_dropped_and_the_next_one_gets_in() throws Exception {
        try (var service = PcscService.start()) {
            var reader = service.addReader("Taken");
            reader.insert(new EchoCard());
            var gone = new LinkedBlockingQueue<VpcdCard>();
            try (var listener = VpcdListener.open(ANY_PORT, reader::insert, gone::add)) {
                try (var refused = VpcdPresenter.connect(listener.address(), new EchoCard(), Duration.ZERO)) {
                    assertThat(refused.awaitEnd(Duration.ofSeconds(10))).isTrue();
                }
                assertThat(reader.hasCard()).isTrue();
                reader.remove();
                VpcdPresenter.connect(listener.address(), new EchoCard(), Duration.ZERO)
                        .close();
                assertThat(gone.poll(10, TimeUnit.SECONDS)).isNotNull();
            }
        }
    }

    @Test
    void only_the_card_that_is_named_is_pulled() throws Exception {
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
    void long_answers_and_commands_pass() throws Exception {
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
    void frames_may_come_in_any_pieces() throws Exception {
        try (var presenter = VpcdPresenter.listen(ANY_PORT, new EchoCard())) {
            var address = presenter.address().orElseThrow();
            try (var socket = new Socket(address.getAddress(), address.getPort())) {
                socket.setTcpNoDelay(true);
                // power on, "send ATR" and a command, a byte in each segment
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
    void a_card_that_fails_is_pulled_and_the_reason_is_told() throws Exception {
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
                assertThatThrownBy(() -> card.transmit(COMMAND)).hasMessageContaining("is gone");
                assertThat(card.isPresent()).isFalse();
            }
            assertThatThrownBy(() -> presenter.awaitEnd(Duration.ofSeconds(10))).hasMessage("the card burnt");
        }
    }

    @Test
    void an_error_of_the_card_ends_the_presenter_and_is_told() throws Exception {
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
                assertThatThrownBy(() -> card.transmit(COMMAND)).hasMessageContaining("is gone");
            }
            assertThatThrownBy(() -> presenter.awaitEnd(Duration.ofSeconds(10)))
                    .hasMessageContainingAll("the card failed", "NoClassDefFoundError", "org/example/Missing");
        }
    }

    @Test
    void a_reader_that_is_not_there_is_told_with_advice() throws Exception {
        InetSocketAddress nobody;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = (InetSocketAddress) socket.getLocalSocketAddress();
        }
        assertThatThrownBy(() -> VpcdPresenter.connect(nobody, new EchoCard(), Duration.ZERO))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Is pcscd running");
    }
}
