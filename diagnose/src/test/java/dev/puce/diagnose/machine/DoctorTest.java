package dev.puce.diagnose.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.cards.ConnectOptions;
import dev.puce.cards.Readers;
import dev.puce.diagnose.machine.DoctorStep.Outcome;
import dev.puce.diagnose.machine.DoctorStep.Subject;
import dev.puce.iso7816.Bytes;
import dev.puce.service.PcscService;
import dev.puce.service.card.EchoCard;
import dev.puce.service.card.VirtualCard;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DoctorTest {
    private PcscService service;

    @BeforeEach
    void start() throws IOException {
        service = PcscService.start();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private DoctorReport examine() {
        var reported = new ArrayList<DoctorStep>();
        var report = Doctor.examine(SocketChoice.of(Optional.of(service.socket())), reported::add);
        assertThat(reported).isEqualTo(report.steps());
        return report;
    }

    private static List<DoctorStep> cards(DoctorReport report) {
        return report.steps().stream()
                .filter(step -> step.subject() == Subject.CARD)
                .toList();
    }

    /// A card that sends no ATR.
    private static final class MuteCard implements VirtualCard {
        @Override
        public Bytes powerOn() throws CardUnresponsiveException {
            throw new CardUnresponsiveException("mute");
        }

        @Override
        public void powerOff() {}

        @Override
        public Bytes reset() throws CardUnresponsiveException {
            return powerOn();
        }

        @Override
        public Bytes transmit(Bytes command) {
            return Bytes.EMPTY;
        }
    }

    @Test
    void service_without_a_reader_has_a_remedy() {
        var report = examine();
        assertThat(report.works()).isFalse();
        assertThat(report.cause().orElseThrow().text()).isEqualTo("the service has no reader");
    }

    @Test
    void card_that_answers_and_empty_reader_are_ok() {
        service.addReader("A").insert(new EchoCard());
        service.addReader("B");
        var report = examine();
        assertThat(report.works()).as(report.toString()).isTrue();
        assertThat(cards(report))
                .extracting(DoctorStep::text)
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("A 00 00: the card answers, ATR 3B"),
                        second -> assertThat(second).isEqualTo("B 01 00: empty"));
    }

    @Test
    void mute_card_is_a_problem() {
        service.addReader("A").insert(new MuteCard());
        assertThat(examine().cause().orElseThrow().text()).isEqualTo("A 00 00: the card is mute, it sends no ATR");
    }

    @Test
    void card_in_use_is_a_note_and_a_card_held_exclusively_a_problem() {
        service.addReader("A").insert(new EchoCard());
        try (var readers = Readers.open("socket:" + service.socket())) {
            var reader = readers.list().getFirst();
            try (var _ = reader.connect()) {
                assertThat(cards(examine()).getFirst().outcome()).isEqualTo(Outcome.NOTE);
            }
            try (var _ = reader.connect(ConnectOptions.exclusive())) {
                var cause = examine().cause().orElseThrow();
                assertThat(cause.text()).contains("A 00 00: another program holds the card exclusively");
                assertThat(cause.remedy().orElseThrow()).doesNotContain("shared");
            }
        }
    }

    @Test
    void own_connections_are_not_clients() {
        try (var readers = Readers.open("socket:" + service.socket())) {
            assertThat(readers.list()).isEmpty();
            assertThat(DaemonClients.of(service.socket()).isEmpty()).isTrue();
        }
        assertThat(DaemonClients.of(Path.of("/nonexistent")).isEmpty()).isTrue();
    }

    @Test
    void clients_are_listed_in_words() {
        var one = new NamedProcess(12, "scdaemon", Optional.empty());
        var two = new NamedProcess(34, "firefox", Optional.of("snap firefox"));
        assertThat(new DaemonClients(List.of(one), 0)).hasToString("scdaemon (pid 12)");
        assertThat(new DaemonClients(List.of(one, two), 1))
                .hasToString(
                        "scdaemon (pid 12), firefox (pid 34, snap firefox) and 1 connection that only root can name");
    }

    @Test
    void java_programs_are_named_by_their_archive_or_class() {
        assertThat(NamedProcess.javaProgram(List.of("java", "-Xmx1g", "-jar", "/opt/app.jar", "x")))
                .isEqualTo("java -jar app.jar");
        assertThat(NamedProcess.javaProgram(List.of("java", "-cp", "a:b", "org.example.Main")))
                .isEqualTo("java org.example.Main");
        assertThat(NamedProcess.javaProgram(
                        List.of("java", "-p", "a", "-m", "dev.puce.cli/dev.puce.cli.Puce", "send", "-")))
                .isEqualTo("puce send");
        assertThat(NamedProcess.javaProgram(List.of("java"))).isEqualTo("java");
    }
}
