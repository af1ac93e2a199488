package dev.puce.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.diagnose.machine.Doctor;
import dev.puce.diagnose.machine.DoctorReport;
import dev.puce.diagnose.machine.DoctorStep;
import dev.puce.diagnose.machine.DoctorStep.Subject;
import dev.puce.diagnose.machine.ServiceCheck;
import dev.puce.diagnose.machine.SocketChoice;
import dev.puce.it.PinCard;
import dev.puce.posix.PeerCredentials;
import dev.puce.posix.ThreadIdentity;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `puce doctor` with a real pcscd, and as another user.
@Timeout(120)
class DoctorOnMachineTest {
    private static final PeerCredentials NOBODY = new PeerCredentials(0, 65_534, 65_534, List.of());

    private static DoctorReport examine(PrivatePcscd pcscd) {
        return Doctor.examine(SocketChoice.of(Optional.of(pcscd.socket())), _ -> {});
    }

    private static DoctorStep step(DoctorReport report, Subject subject) {
        return report.steps().stream()
                .filter(step -> step.subject() == subject)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void pcscd_with_a_card_works() throws IOException {
        try (var pcscd = PrivatePcscd.start("Reader");
                var _ = pcscd.insert(0, new PinCard())) {
            var report = examine(pcscd);
            assertThat(report.works()).as(report.toString()).isTrue();
            assertThat(step(report, Subject.PROTOCOL).text()).startsWith("version 4.");
            assertThat(step(report, Subject.CARD).text()).startsWith("Reader 00 00: the card answers, ATR 3B");
        }
    }

    @Test
    void second_pcscd_is_named() throws IOException {
        Privileges.requireRoot("see the processes of a private pcscd");
        try (var one = PrivatePcscd.start("Reader");
                var two = PrivatePcscd.start("Reader")) {
            assertThat(two.process().isAlive()).isTrue();
            assertThat(step(examine(one), Subject.OTHERS).text()).startsWith("more than one pcscd: pcscd (pid ");
        }
    }

    @Test
    void stopped_pcscd_does_not_answer() throws Exception {
        Privileges.requireRoot("stop a private pcscd");
        try (var pcscd = PrivatePcscd.start("Reader")) {
            pcscd.process().descendants().forEach(process -> signal("STOP", process.pid()));
            signal("STOP", pcscd.process().pid());
            try {
                var cause = examine(pcscd).cause().orElseThrow();
                assertThat(cause.subject()).isEqualTo(Subject.PROTOCOL);
                assertThat(cause.text()).isEqualTo("no answer within 5 s");
            } finally {
                signal("CONT", pcscd.process().pid());
                pcscd.process().descendants().forEach(process -> signal("CONT", process.pid()));
            }
        }
    }

    private static void signal(String name, long pid) {
        try {
            assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                            .start()
                            .waitFor())
                    .isZero();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void closed_socket_is_not_a_missing_daemon(@TempDir Path folder) throws IOException {
        Privileges.requireRoot("act as another user");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path socket = folder.resolve("pcscd.comm");
        try (var _ = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket))) {
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("---------"));
            assertThat(causeForNobody(socket).text())
                    .isEqualTo("permission denied (EACCES): mode ---------, owner root");
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            assertThat(causeForNobody(socket).text())
                    .isEqualTo(socket + ": permission denied (EACCES) in " + folder + ", mode rwx------, owner root");
        }
    }

    private static DoctorStep causeForNobody(Path socket) throws IOException {
        return ThreadIdentity.as(NOBODY, () -> ServiceCheck.cause(SocketChoice.of(Optional.of(socket))))
                .orElseThrow();
    }
}
