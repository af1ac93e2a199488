package dev.puce.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.puce.it.CommandResult;
import dev.puce.it.PinCard;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PrivatePcscdTest {
    @Test
    void programs_see_its_readers_and_its_end_leaves_no_files() throws Exception {
        var openscTool = RealParts.command("opensc-tool", "opensc");
        var pcscd = PrivatePcscd.start("First", "Second");
        try (pcscd) {
            var environment = Map.of("PCSCLITE_CSOCK_NAME", pcscd.socket().toString());
            assertThat(CommandResult.command(environment, List.of(openscTool.toString(), "--list-readers"))
                            .out())
                    .as(pcscd.log())
                    .contains(pcscd.reader(0), pcscd.reader(1));
        }
        assertThat(pcscd.process().isAlive()).isFalse();
        assertThat(Files.exists(pcscd.socket())).isFalse();
    }

    @Test
    void inserted_card_is_in_its_reader() throws Exception {
        var openscTool = RealParts.command("opensc-tool", "opensc").toString();
        try (var pcscd = PrivatePcscd.start()) {
            var environment = Map.of("PCSCLITE_CSOCK_NAME", pcscd.socket().toString());
            try (var _ = pcscd.insert(0, new PinCard())) {
                assertThat(CommandResult.command(environment, List.of(openscTool, "--atr"))
                                .out())
                        .contains("3b:84:01:70:75:63:65:86");
            }
        }
    }

    @Test
    void start_reports_a_taken_port_at_once() throws Exception {
        try (var pcscd = PrivatePcscd.start("First", "Second")) {
            pcscd.kill();
            try (var _ = new ServerSocket(pcscd.cardPort(1))) {
                assertThatThrownBy(pcscd::restart)
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("Address already in use");
            }
        }
    }
}
