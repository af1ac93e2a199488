package dev.puce.spy.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.spy.posix.PeerCredentials;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ConnectOrderTest {
    @Test
    void is_a_line_and_back() {
        var client = new PeerCredentials(0, 1000, 100, List.of(4, 27));
        var order = new ConnectOrder(client, Path.of("/run/pc sc/pcscd.comm"));
        assertThat(order.line()).isEqualTo("1000 100 4,27 /run/pc sc/pcscd.comm");
        assertThat(ConnectOrder.parse(order.line())).isEqualTo(order);
    }

    @Test
    void a_user_may_be_in_no_other_group() {
        var order = new ConnectOrder(new PeerCredentials(0, 1000, 100, List.of()), Path.of("/run/pcscd/pcscd.comm"));
        assertThat(ConnectOrder.parse(order.line())).isEqualTo(order);
    }
}
