package dev.puce.system.keycards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.it.CommandResult;
import dev.puce.service.PcscService;
import dev.puce.service.card.kind.CardKinds;
import dev.puce.system.RealParts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// python3-fido2 and YubiKey Manager, unmodified, with the FIDO card. libfido2 1.12 of Debian 12 is built without
/// PC/SC,
/// so its tools do not see readers.
@Timeout(180)
class FidoTest {
    private PcscService service;
    private Map<String, String> environment;

    @BeforeEach
    void start() throws IOException {
        service = PcscService.start();
        service.addReader("Reader").insert(CardKinds.make("fido"));
        environment = Map.of("PCSCLITE_CSOCK_NAME", service.socket().toString(), "LC_ALL", "C.UTF-8");
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private String run(String... command) throws IOException {
        return CommandResult.successful(environment, List.of(command)).out();
    }

    @Test
    void python_fido2_registers_logs_in_and_sets_pins() throws Exception {
        RealParts.file("/usr/lib/python3/dist-packages/fido2/pcsc.py", "python3-fido2");
        RealParts.file("/usr/lib/python3/dist-packages/smartcard", "python3-pyscard");
        Path script = Path.of(FidoTest.class.getResource("/clients/fido.py").toURI());
        assertThat(run("/usr/bin/python3", script.toString()).lines())
                .containsExactly(
                        "registered ann present",
                        "logged in ?",
                        "registered bob present",
                        "logged in bob",
                        "PIN_INVALID 7",
                        "registered cat verified",
                        "registered dan verified",
                        "logged in dan",
                        "logged in cat",
                        "PIN_INVALID 7",
                        "registered cat verified",
                        "registered dan verified",
                        "logged in dan",
                        "logged in cat",
                        "U2F_V2 5");
    }

    @Test
    void ykman_changes_the_pin() throws IOException {
        String ykman = RealParts.command("ykman", "yubikey-manager").toString();
        assertThat(run(ykman, "-r", "Reader", "fido", "info")).containsPattern("PIN(?: is not|: +Not) set");
        run(ykman, "-r", "Reader", "fido", "access", "change-pin", "-n", "12345678");
        run(ykman, "-r", "Reader", "fido", "access", "change-pin", "-P", "12345678", "-n", "87654321");
        assertThat(run(ykman, "-r", "Reader", "fido", "info")).containsPattern("PIN(?: is set, with|:) +8 attempt");
    }
}
