package dev.puce.system.pcsc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.it.pcsc.PatternCard;
import dev.puce.it.pcsc.TestDaemon;
import dev.puce.pcsc.Pcsc;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The same random calls get the same codes and results from the native library and through the socket.
@Timeout(300)
class DifferentialTest {
    @ParameterizedTest
    @CsvSource({"service, 200", "pcscd, 20"})
    void socket_and_native_library_return_the_same_results(String kind, int seeds) throws IOException {
        String[] readers = {"Full Reader", "Empty Reader"};
        try (TestDaemon daemon = kind.equals("pcscd") ? PcscdDaemon.start(readers) : TestDaemon.service(readers);
                Closeable _ = daemon.insert(0, new PatternCard())) {
            for (int seed = 1; seed <= seeds; seed++) {
                List<String> expected = answers(NativeLibrary.open(daemon.socket()), daemon, seed);
                List<String> got = answers(Pcsc.open("socket:" + daemon.socket()), daemon, seed);
                for (int i = 0; i < expected.size(); i++) {
                    assertThat(got.get(i))
                            .as("seed %d on %s, call %d", seed, kind, i)
                            .isEqualTo(expected.get(i));
                }
            }
        }
    }

    private static List<String> answers(Pcsc pcsc, TestDaemon daemon, int seed) {
        try (pcsc) {
            return new RandomCalls(pcsc, List.of(daemon.reader(0), daemon.reader(1)), seed).run(40);
        }
    }
}
