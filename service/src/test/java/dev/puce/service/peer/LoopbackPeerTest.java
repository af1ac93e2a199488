package dev.puce.service.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackPeerTest {
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void user_of_a_connection_in_this_process_is_our_own(String host) throws IOException {
        assumeTrue(Files.isReadable(Path.of("/proc/net/tcp6")), "needs /proc/net/tcp and tcp6");
        try (var listener = new ServerSocket(0, 1, InetAddress.ofLiteral(host));
                var peer = new Socket(listener.getInetAddress(), listener.getLocalPort());
                var accepted = listener.accept()) {
            assertThat(LoopbackPeer.user((InetSocketAddress) accepted.getRemoteSocketAddress(), (InetSocketAddress)
                            accepted.getLocalSocketAddress()))
                    .isEqualTo(UserId.effective())
                    .isPresent();
            assertThat(LoopbackPeer.user(new InetSocketAddress(InetAddress.ofLiteral(host), 1), (InetSocketAddress)
                            accepted.getLocalSocketAddress()))
                    .as("no such connection")
                    .isEmpty();
            assertThat(peer.isConnected()).isTrue();
        }
    }

    @Test
    void addresses_have_words_in_the_byte_order_of_the_machine() {
        assumeTrue(ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN, "the examples are little-endian");
        assertThat(LoopbackPeer.address("0100007F:8C7B"))
                .isEqualTo(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 35963));
        assertThat(LoopbackPeer.address("0000000000000000FFFF00000100007F:0050"))
                .isEqualTo(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 80));
        assertThat(LoopbackPeer.address("00000000000000000000000001000000:FFFF"))
                .isEqualTo(new InetSocketAddress(InetAddress.ofLiteral("::1"), 65535));
    }
}
