package dev.puce.spy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.pcsc.Caller;
import dev.puce.posix.PeerCredentials;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CallerLookupTest {
    private static final int MOST = 256;
    private static final PeerCredentials PEER = new PeerCredentials(4711, 1000, 100, List.of());

    private static Caller named(PeerCredentials peer, int connection) {
        return new Caller(
                "opensc-tool",
                OptionalInt.of(peer.pid()),
                OptionalInt.of(peer.uid()),
                List.of("opensc-tool"),
                Optional.empty(),
                connection,
                Optional.empty());
    }

    @Test
    void programs_beyond_the_limit_are_known_by_their_ids() throws Exception {
        var begun = new CountDownLatch(MOST);
        var go = new CountDownLatch(1);
        var lookup = new CallerLookup((peer, connection) -> {
            begun.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return named(peer, connection);
        });
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 1; i <= MOST; i++) {
                int connection = i;
                threads.execute(() -> lookup.find(PEER, connection));
            }
            begun.await();
            var unnamed = lookup.find(PEER, MOST + 1);
            assertThat(unnamed.pid()).hasValue(4711);
            assertThat(unnamed.uid()).hasValue(1000);
            assertThat(unnamed.commandLine()).isEmpty();
            go.countDown();
        }
        assertThat(lookup.find(PEER, 1).program()).isEqualTo("opensc-tool");
    }
}
