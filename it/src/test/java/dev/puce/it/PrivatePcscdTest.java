package dev.puce.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class PrivatePcscdTest {
    @Test
    void programs_see_its_readers_and_nothing_is_left_behind() throws Exception {
        var openscTool = RealParts.command("opensc-tool", "opensc");
        var pcscd = PrivatePcscd.start("First", "Second");
        try (pcscd) {
            var list = new ProcessBuilder(openscTool.toString(), "--list-readers").redirectErrorStream(true);
            list.environment().put("PCSCLITE_CSOCK_NAME", pcscd.socket().toString());
            String output = new String(list.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(output).as(pcscd.log()).contains(pcscd.reader(0), pcscd.reader(1));
        }
        assertThat(pcscd.process().isAlive()).isFalse();
        assertThat(Files.exists(pcscd.socket())).isFalse();
    }
}
