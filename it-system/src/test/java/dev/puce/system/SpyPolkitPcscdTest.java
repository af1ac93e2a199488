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

/// A real pcscd asks the real polkitd. Debian 12's does not; `./test` names one that does, if there is one, in
/// `puce.pcscd.polkit`.
class SpyPolkitPcscdTest extends SpyPolkitContract {
    /// Who may not use the service (`access_pcsc`) is turned away before anything is read.
    private static final String TURNED_AWAY = "SCardEstablishContext: 8010006A";

    /// Who may not use a reader (`access_card`) loses the connection.
    private static final String CUT_OFF = "SCardConnect: 80100013";

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
                new PcscdProgram(program(), true), Map.of("DBUS_SYSTEM_BUS_ADDRESS", polkit.busAddress()));
        pcscd.openToEverybody();
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
    void a_rule_by_action_lets_into_the_service_and_not_at_the_card() throws IOException {
        assertThat(run("mail").err()).contains(CUT_OFF);
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
