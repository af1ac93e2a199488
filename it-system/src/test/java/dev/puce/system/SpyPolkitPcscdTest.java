package dev.puce.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.it.CommandResult;
import dev.puce.it.PinCard;
import dev.puce.testkit.Skip;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A real pcscd asks the real polkitd. Debian 13's pcscd 2.3.3 does, Debian 12's 1.9.9 does not.
///
/// `./test` names such a pcscd in `puce.pcscd.polkit`, if there is one.
class SpyPolkitPcscdTest extends SpyPolkitContract {
    /// Without `access_pcsc`, the daemon closes the connection before it reads a request.
    private static final String TURNED_AWAY = "SCardEstablishContext: 8010006A";

    /// Without `access_card`, a pcscd 1.9.9 that was built with polkit closes the connection.
    private static final String CUT_OFF = "SCardConnect: 80100013";

    /// Without `access_card`, pcscd 2.3.3 returns this error.
    private static final String REFUSED = "SCardConnect: 8010006A";

    private PrivatePcscd pcscd;
    private Closeable card;
    private CompiledClient client;

    @Override
    Path actions() {
        var beside = program().resolveSibling("actions");
        return Files.isDirectory(beside) ? beside : Path.of("/usr/share/polkit-1/actions");
    }

    private static Path program() {
        String program = System.getProperty("puce.pcscd.polkit", "");
        Skip.unless(
                !program.isEmpty(),
                "the installed pcscd does not ask polkit",
                "PUCE_POLKIT_PCSCD names one that does (pcscd 2.x of Debian 13)");
        return Path.of(program);
    }

    @Override
    void startDaemon() throws IOException {
        pcscd = PrivatePcscd.start(
                new PcscdProgram(program(), true, List.of()), Map.of("DBUS_SYSTEM_BUS_ADDRESS", polkit.busAddress()));
        pcscd.openToAllUsers();
        card = pcscd.insert(0, new PinCard());
        client = CompiledClient.of("null_pci.c");
    }

    @Override
    void endDaemon() throws IOException {
        try (var _ = pcscd;
                var _ = client;
                var _ = card) {
            // all end
        }
    }

    @Test
    void rule_by_action_permits_the_service_and_refuses_the_card() throws IOException {
        assertThat(run("mail").err())
                .as("this test was written for pcscd 1.9.9 and 2.3.3")
                .containsAnyOf(CUT_OFF, REFUSED);
    }

    @Override
    Path socket() {
        return pcscd.socket();
    }

    @Override
    List<String> client() {
        return List.of(client.program().toString());
    }

    @Override
    boolean isServed(CommandResult ran) {
        return ran.status() == 0;
    }

    @Override
    boolean isTurnedAway(CommandResult ran) {
        return ran.err().contains(TURNED_AWAY);
    }
}
