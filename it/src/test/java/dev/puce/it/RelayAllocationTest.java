package dev.puce.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.puce.spy.TraceEvent;
import dev.puce.spy.TraceListener;
import dev.puce.spy.relay.Capture;
import dev.puce.spy.relay.DaemonAtPath;
import dev.puce.spy.relay.Relay;
import dev.puce.spy.relay.RelaySocket;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The relay allocates nothing between an application and the daemon. The test is in this module because `spy`
/// does not require the module of the JVM's counters.
///
/// The relay runs in a JVM of its own, as `puce spy` does. In the JVM of the tests the compiler knows other callers of
/// the same code from earlier tests, compiles it in another way, and then leaves temporary objects in it.
class RelayAllocationTest {
    private static final int ROUNDS = 100;
    private static final int EXCHANGES = 4000;
    private static final int MESSAGE = 45;

    @Test
    @Timeout(120)
    void relay_does_not_allocate(@TempDir Path folder) throws IOException {
        var measured = CommandResult.command(
                Map.of(),
                List.of(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RelayAllocationTest.class.getName(),
                        folder.toString()));
        assertThat(measured.out()).as(measured.err()).isEqualTo("bytes per exchange: 0\n");
    }

    /// Measures in this JVM.
    ///
    /// @param arguments a folder for the sockets
    public static void main(String[] arguments) throws Exception {
        var folder = Path.of(arguments[0]);
        var path = UnixDomainSocketAddress.of(folder.resolve("daemon"));
        try (var daemon = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(path);
                var socket = RelaySocket.at(folder.resolve("relay"));
                var capture = Capture.start(
                        new Silent(), UnaryOperator.identity(), System.nanoTime(), Capture.DEFAULT_MEMORY_BYTES);
                var relay = new Relay(new DaemonAtPath(path.getPath()), capture)) {
            relay.listen(socket.socket());
            try (var client = SocketChannel.open(UnixDomainSocketAddress.of(socket.path()))) {
                Thread.ofPlatform().daemon().start(() -> echo(daemon));
                System.out.print("bytes per exchange: " + leastBytesPerExchange(client) + "\n");
            }
        }
    }

    /// Interpreted code allocates temporary objects that compiled code does not. A loaded machine compiles late,
    /// so this repeats a round of exchanges until one allocates nothing. A relay that allocates in each exchange
    /// fails all rounds.
    ///
    /// When the capture thread is late, chunks change hands. That takes a few objects per round under any load.
    ///
    /// @return the bytes that an exchange allocated in the best round, rounded down
    private static long leastBytesPerExchange(SocketChannel client) throws IOException {
        exchange(client, 1);
        long thread = relayThread();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS && least > 0; round++) {
            long before = allocated(thread);
            exchange(client, EXCHANGES);
            least = Math.min(least, (allocated(thread) - before) / EXCHANGES);
        }
        return least;
    }

    private static long relayThread() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("puce relay 1"))
                .findFirst()
                .orElseThrow()
                .threadId();
    }

    private static long allocated(long thread) {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getThreadAllocatedBytes(thread);
    }

    private static void exchange(SocketChannel client, int times) throws IOException {
        var buffer = ByteBuffer.allocateDirect(MESSAGE);
        for (int i = 0; i < times; i++) {
            buffer.clear();
            client.write(buffer);
            fill(client, buffer.clear());
        }
    }

    private static void echo(ServerSocketChannel daemon) {
        var buffer = ByteBuffer.allocateDirect(MESSAGE);
        try (var connection = daemon.accept()) {
            while (fill(connection, buffer.clear())) {
                connection.write(buffer.flip());
            }
        } catch (IOException clientGone) {
            // the end of the test
        }
    }

    private static boolean fill(SocketChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                return false;
            }
        }
        return true;
    }

    private static final class Silent implements TraceListener {
        @Override
        public void accept(TraceEvent event) {}

        @Override
        public void close() {}
    }
}
