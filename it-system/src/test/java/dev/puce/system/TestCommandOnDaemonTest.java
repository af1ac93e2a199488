package dev.puce.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.it.CommandResult;
import dev.puce.service.card.EchoCard;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// `puce test` with the real pcscd.
@Timeout(120)
class TestCommandOnDaemonTest {
    @Test
    void everything_works_through_library_and_socket() throws Exception {
        try (var pcscd = PrivatePcscd.start();
                var _ = pcscd.insert(0, new EchoCard())) {
            var environment = Map.of("PCSCLITE_CSOCK_NAME", pcscd.socket().toString());
            for (String backend : new String[] {"native", "socket"}) {
                CommandResult ran =
                        CommandResult.puce(environment, "test", "--backend", backend, "--exclusive", "--unpower");
                assertThat(ran.status()).as(ran.out() + ran.err()).isZero();
                assertThat(ran.out()).contains(" 0 failed: everything works");
            }
        }
    }

    @Test
    void test_reports_a_stopped_daemon_without_waiting() throws Exception {
        RealParts.command("kill", "procps");
        try (var pcscd = PrivatePcscd.start()) {
            var environment = Map.of("PCSCLITE_CSOCK_NAME", pcscd.socket().toString());
            signal("-STOP", pcscd);
            try {
                for (String backend : new String[] {"native", "socket"}) {
                    CommandResult ran = CommandResult.puce(environment, "test", "--backend", backend, "--timeout", "1");
                    assertThat(ran.status()).as(ran.err()).isEqualTo(1);
                    assertThat(ran.out()).contains("SCardEstablishContext  FAILED", "fault of the PC/SC service");
                }
            } finally {
                signal("-CONT", pcscd);
            }
        }
    }

    private static void signal(String signal, PrivatePcscd pcscd) throws Exception {
        String pid = String.valueOf(pcscd.process().pid());
        assertThat(new ProcessBuilder("kill", signal, pid).start().waitFor()).isZero();
    }
}
