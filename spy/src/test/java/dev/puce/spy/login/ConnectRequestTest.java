package dev.puce.spy.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.posix.PeerCredentials;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ConnectRequestTest {
    @Test
    void line_and_parse_are_inverse() {
        var client = new PeerCredentials(0, 1000, 100, List.of(4, 27));
        var order = new ConnectRequest(client, Path.of("/run/pc sc/pcscd.comm"));
        assertThat(order.line()).isEqualTo("1000 100 4,27 /run/pc sc/pcscd.comm");
        assertThat(ConnectRequest.parse(order.line())).isEqualTo(order);
    }

    @Test
    void user_without_supplementary_groups_is_kept() {
        var order = new ConnectRequest(new PeerCredentials(0, 1000, 100, List.of()), Path.of("/run/pcscd/pcscd.comm"));
        assertThat(ConnectRequest.parse(order.line())).isEqualTo(order);
    }
}
