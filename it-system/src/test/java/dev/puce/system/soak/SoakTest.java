package dev.puce.system.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.it.RunningProgram;
import dev.puce.it.pcsc.PatternCard;
import dev.puce.it.pcsc.TestDaemon;
import dev.puce.system.RealParts;
import dev.puce.system.pcsc.PcscdDaemon;
import dev.puce.testkit.Await;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// 24 threads use 8 readers while the daemon is killed and restarted. The process survives, every failure has a
/// name, and neither the process nor the daemon leaks resources.
///
/// The system property `puce.soak` gives the seconds per case; the default is 4. The last line of output
/// converts the number of sessions to hours: an hour is 86,400 sessions, one per second and thread.
@Timeout(4000)
class SoakTest {
    private static final int READERS = 8;
    private static final double SESSIONS_OF_AN_HOUR = 24 * 3600;
    private static final Duration LENGTH = Duration.ofSeconds(Integer.getInteger("puce.soak", 4));
    private static final Duration LIFE_OF_A_DAEMON = Duration.ofMillis(1500);
    private static final int EXIT_WITHIN_SECONDS = 90;

    @ParameterizedTest
    @CsvSource({"socket, service", "native, service", "socket, pcscd", "native, pcscd"})
    void library_does_not_leak_while_the_daemon_dies_repeatedly(String backend, String kind) throws Exception {
        if (backend.equals("native")) {
            RealParts.file("/usr/include/PCSC/winscard.h", "libpcsclite-dev");
        }
        String[] names = IntStream.range(0, READERS).mapToObj(i -> "Soak " + i).toArray(String[]::new);
        try (var daemon = kind.equals("pcscd") ? PcscdDaemon.start(names) : TestDaemon.service(names)) {
            List<Closeable> cards = insertAll(daemon);
            int held = daemon.held();
            SoakReport report;
            int restarts = 0;
            try (var program = start(backend, daemon)) {
                program.await("ready", 0);
                long end = System.nanoTime() + LENGTH.toNanos();
                while (System.nanoTime() < end && program.isAlive()) {
                    Thread.sleep(LIFE_OF_A_DAEMON);
                    daemon.restart();
                    restarts++;
                    closeAll(cards);
                    cards = insertAll(daemon);
                }
                assertThat(program.isAlive())
                        .as("%s on %s ended early: %s", backend, kind, program.output())
                        .isTrue();
                program.say("stop");
                int status = program.awaitEnd(Duration.ofSeconds(EXIT_WITHIN_SECONDS));
                assertThat(status)
                        .as("%s on %s: %s", backend, kind, program.output())
                        .isZero();
                report = SoakReport.parse(program.output());
            }
            System.out.printf(
                    Locale.ROOT,
                    "soak, %s on %s, %d restarts: %.2f hours' worth, %s%n",
                    backend,
                    kind,
                    restarts,
                    report.sessions() / SESSIONS_OF_AN_HOUR,
                    report);
            check(report);
            Await.until("the daemon has forgotten the program", () -> daemon.held() <= held);
            closeAll(cards);
        }
    }

    private static void check(SoakReport report) {
        assertThat(report.faults()).isEmpty();
        assertThat(report.failures().keySet())
                .allSatisfy(symbol -> assertThat(symbol).startsWith("SCARD_"));
        assertThat(report.exchanges()).isPositive();
        assertThat(report.events()).as("events of the monitor").isGreaterThan(READERS);
        assertThat(report.after().files()).isLessThanOrEqualTo(report.before().files());
        assertThat(report.after().threads()).isLessThanOrEqualTo(report.before().threads());
        assertThat(report.after().heap() - report.before().heap())
                .as("growth of the heap in bytes")
                .isLessThan(4 << 20);
        assertThat(report.after().resident() - report.before().resident())
                .as("growth of resident memory in bytes")
                .isLessThan(80 << 20);
    }

    private static RunningProgram start(String backend, TestDaemon daemon) throws IOException {
        var command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-Xmx64m", // a large heap would hide native leaks
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=/dev/stderr", // a crash fails the test and leaves no file
                "-cp",
                System.getProperty("java.class.path"),
                SoakProgram.class.getName(),
                backend));
        command.addAll(IntStream.range(0, READERS).mapToObj(daemon::reader).toList());
        return RunningProgram.start(
                Map.of("PCSCLITE_CSOCK_NAME", daemon.socket().toString()), command);
    }

    private static List<Closeable> insertAll(TestDaemon daemon) throws IOException {
        var cards = new ArrayList<Closeable>();
        for (int i = 0; i < READERS; i++) {
            cards.add(daemon.insert(i, new PatternCard()));
        }
        return cards;
    }

    private static void closeAll(List<Closeable> cards) throws IOException {
        for (Closeable card : cards) {
            card.close();
        }
    }
}
