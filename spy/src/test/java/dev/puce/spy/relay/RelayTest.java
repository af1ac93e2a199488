package dev.puce.spy.relay;

import static dev.puce.spy.relay.RelayFixture.disconnect;
import static dev.puce.spy.relay.RelayFixture.readEnd;
import static dev.puce.spy.relay.RelayFixture.receive;
import static dev.puce.spy.relay.RelayFixture.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.puce.testkit.Await;
import dev.puce.testkit.Blocking;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class RelayTest {
    @Test
    void relay_forwards_and_captures_pieces_of_any_size_unchanged() throws Exception {
        long seed = System.nanoTime();
        var random = new Random(seed);
        try (var relay = new RelayFixture();
                var client = relay.connect();
                var daemon = relay.accept()) {
            var sent = new ByteArrayOutputStream();
            var answered = new ByteArrayOutputStream();
            for (int exchange = 0; exchange < 500; exchange++) {
                var request = pieces(random, client, daemon);
                var reply = pieces(random, daemon, client);
                sent.writeBytes(request);
                answered.writeBytes(reply);
            }
            disconnect(client);
            assertThat(relay.captured.awaitEnds(1)).as("seed %d", seed).containsExactly("1 CLIENT_CLOSED");
            assertThat(relay.captured.toDaemon.get(1).toByteArray())
                    .as("seed %d", seed)
                    .isEqualTo(sent.toByteArray());
            assertThat(relay.captured.toClient.get(1).toByteArray())
                    .as("seed %d", seed)
                    .isEqualTo(answered.toByteArray());
            assertThat(relay.captured.ordered).isTrue();
        }
    }

    private static byte[] pieces(Random random, SocketChannel from, SocketChannel to) throws IOException {
        var message = new byte[1 + random.nextInt(3000)];
        random.nextBytes(message);
        for (int start = 0; start < message.length; ) {
            int length = Math.min(message.length - start, 1 + random.nextInt(1000));
            send(from, Arrays.copyOfRange(message, start, start + length));
            start += length;
        }
        assertThat(receive(to, message.length)).isEqualTo(message);
        return message;
    }

    @Test
    void either_side_may_send_out_of_turn() throws Exception {
        try (var relay = new RelayFixture();
                var client = relay.connect();
                var daemon = relay.accept()) {
            send(client, (byte) 1);
            receive(daemon, 1);
            send(daemon, (byte) 2); // an event
            receive(client, 1);
            send(daemon, (byte) 3); // another event
            assertThat(receive(client, 1)).containsExactly(3);
            send(client, (byte) 4); // the client does not wait for an answer to its last request
            send(client, (byte) 5);
            assertThat(receive(daemon, 2)).containsExactly(4, 5);
        }
    }

    @Test
    void nothing_hangs_when_both_sides_send_before_they_read() throws Exception {
        int much = 4_000_000;
        try (var relay = new RelayFixture();
                var client = relay.connect();
                var daemon = relay.accept()) {
            var message = new byte[much];
            new Random(1).nextBytes(message);
            var upwards = new Failing(() -> send(client, message));
            var downwards = new Failing(() -> send(daemon, message));
            upwards.start();
            downwards.start();
            assertThat(receive(daemon, much)).isEqualTo(message); // the client reads nothing meanwhile
            assertThat(receive(client, much)).isEqualTo(message);
            upwards.join();
            downwards.join();
            assertThat(upwards.failure).isNull();
            assertThat(downwards.failure).isNull();
        }
    }

    private static final class Failing extends Thread {
        private final Action action;
        private volatile Exception failure;

        interface Action {
            void run() throws Exception;
        }

        Failing(Action action) {
            this.action = action;
        }

        @Override
        public void run() {
            try {
                action.run();
            } catch (Exception e) {
                failure = e;
            }
        }
    }

    @Test
    void daemon_gets_the_bytes_of_a_client_that_dies_in_the_middle_of_a_message() throws Exception {
        try (var relay = new RelayFixture()) {
            var client = relay.connect();
            try (var daemon = relay.accept()) {
                send(client, (byte) 1, (byte) 2, (byte) 3);
                client.close();
                assertThat(receive(daemon, 3)).containsExactly(1, 2, 3);
                assertThat(readEnd(daemon)).isEqualTo("end");
            }
            assertThat(relay.captured.awaitEnds(1)).containsExactly("1 CLIENT_CLOSED");
        }
    }

    @Test
    void daemon_gets_the_last_request_of_a_client_that_does_not_wait() throws Exception {
        try (var relay = new RelayFixture()) {
            var client = relay.connect();
            try (var daemon = relay.accept()) {
                send(client, (byte) 1);
                send(daemon, receive(daemon, 1));
                receive(client, 1);
                send(client, (byte) 2);
                client.close();
                assertThat(receive(daemon, 1)).containsExactly(2);
                assertThat(readEnd(daemon)).isEqualTo("end");
            }
        }
    }

    @Test
    void client_that_stops_sending_still_gets_its_answer() throws Exception {
        try (var relay = new RelayFixture();
                var client = relay.connect();
                var daemon = relay.accept()) {
            send(client, (byte) 1);
            client.shutdownOutput();
            receive(daemon, 1);
            assertThat(readEnd(daemon)).isEqualTo("end");
            send(daemon, (byte) 2);
            assertThat(receive(client, 1)).containsExactly(2);
            disconnect(daemon);
            assertThat(readEnd(client)).isEqualTo("end");
            assertThat(relay.captured.awaitEnds(2)).containsExactly("1 CLIENT_STOPPED_SENDING", "1 DAEMON_CLOSED");
        }
    }

    @Test
    void client_sees_end_of_stream_if_daemon_dies_before_its_answer() throws Exception {
        try (var relay = new RelayFixture();
                var client = relay.connect()) {
            try (var daemon = relay.accept()) {
                send(client, (byte) 1);
                receive(daemon, 1);
                send(daemon, (byte) 2, (byte) 3);
            }
            assertThat(receive(client, 2)).containsExactly(2, 3);
            assertThat(readEnd(client)).isEqualTo("end");
            assertThat(relay.captured.awaitEnds(1)).containsExactly("1 DAEMON_CLOSED");
        }
    }

    @Test
    void client_sees_reset_if_daemon_closes_without_reading() throws Exception {
        try (var relay = new RelayFixture();
                var client = relay.connect()) {
            try (var daemon = relay.accept()) {
                send(client, new byte[20]);
                receive(daemon, 1); // all of it is there; 19 bytes stay unread
            }
            assertThat(readEnd(client)).isEqualTo("reset");
            assertThat(relay.captured.awaitEnds(1)).containsExactly("1 DAEMON_RESET");
        }
    }

    /// If the daemon closes between our check and our send, its refusal must stay the same error.
    @Test
    void client_never_sees_end_of_stream_if_daemon_closes_at_once() throws Exception {
        try (var relay = new RelayFixture()) {
            var refusing = new Failing(() -> {
                while (true) {
                    relay.accept().close();
                }
            });
            refusing.start();
            for (int i = 0; i < 500; i++) {
                try (var client = relay.connect()) {
                    assertThat(refusal(client)).as("connection %d", i).isNotEqualTo("end");
                }
            }
            relay.stopDaemon();
            refusing.join();
            assertThat(refusing.failure).isInstanceOf(ClosedChannelException.class);
        }
    }

    /// Sends header and body as libpcsclite does.
    private static String refusal(SocketChannel client) {
        try {
            send(client, new byte[8]);
            send(client, new byte[12]);
        } catch (IOException closed) {
            return "closed";
        }
        return readEnd(client);
    }

    @Test
    void client_sees_end_of_stream_if_daemon_closes_after_reading() throws Exception {
        try (var relay = new RelayFixture();
                var client = relay.connect()) {
            try (var daemon = relay.accept()) {
                send(client, new byte[20]);
                receive(daemon, 20);
            }
            assertThat(readEnd(client)).isEqualTo("end");
        }
    }

    @Test
    void first_message_in_two_parts_arrives_once() throws Exception {
        try (var relay = new RelayFixture();
                var client = relay.connect();
                var daemon = relay.accept()) {
            send(client, (byte) 1, (byte) 2);
            assertThat(receive(daemon, 2)).containsExactly(1, 2);
            send(client, (byte) 3);
            assertThat(receive(daemon, 1)).containsExactly(3);
            send(daemon, (byte) 4);
            assertThat(receive(client, 1)).containsExactly(4);
            send(client, (byte) 5);
            assertThat(receive(daemon, 1)).containsExactly(5);
            disconnect(client);
            relay.captured.awaitEnds(1);
            assertThat(relay.captured.toDaemon.get(1).toByteArray()).containsExactly(1, 2, 3, 5);
        }
    }

    @Test
    void client_without_a_daemon_is_disconnected_and_reported() throws Exception {
        try (var relay = new RelayFixture()) {
            relay.stopDaemon();
            try (var client = relay.connect()) {
                assertThat(readEnd(client)).isEqualTo("end");
            }
            assertThat(relay.captured.awaitEnds(1).getFirst())
                    .startsWith("1 DAEMON_UNREACHABLE cannot connect to ")
                    .endsWith("ECONNREFUSED (111)");
        }
    }

    @Test
    void close_ends_all_connections_and_refuses_new_ones() throws Exception {
        try (var relay = new RelayFixture()) {
            var client = relay.connect();
            relay.accept();
            relay.stopRelay();
            assertThat(readEnd(client)).isEqualTo("end");
            assertThatThrownBy(relay::connect).isInstanceOf(IOException.class);
            assertThat(relay.captured.awaitEnds(1)).containsExactly("1 RELAY_STOPPED");
        }
    }

    @RepeatedTest(20)
    void program_that_closed_is_not_reported_as_cut_off() throws Exception {
        try (var relay = new RelayFixture()) {
            var client = relay.connect();
            relay.accept();
            client.close();
            relay.stopRelay();
            assertThat(relay.captured.awaitEnds(1)).containsExactly("1 CLIENT_CLOSED");
        }
    }

    @Test
    void caller_of_a_connection_is_known() throws Exception {
        try (var relay = new RelayFixture();
                var client = relay.connect()) {
            disconnect(client);
            relay.captured.awaitEnds(1);
            var caller = relay.captured.callers.getFirst();
            assertThat(caller.pid()).hasValue((int) ProcessHandle.current().pid());
            assertThat(caller.program()).isEqualTo("java");
            assertThat(caller.commandLine()).isNotEmpty();
            assertThat(caller.connection()).isEqualTo(1);
        }
    }

    /// A process can block the readers of its `/proc` files.
    @Test
    void slow_lookup_of_one_caller_delays_neither_other_clients_nor_the_end() throws Exception {
        var known = new CountDownLatch(1);
        try (var relay = new RelayFixture((peer, number) -> {
                    if (number == 1) {
                        Blocking.until(known);
                    }
                    return ProcessTable.caller(peer, number);
                });
                var _ = relay.connect();
                var client = relay.connect()) {
            send(client, (byte) 1);
            try (var daemon = relay.accept()) {
                assertThat(receive(daemon, 1)).containsExactly(1);
            }
            assertTimeoutPreemptively(Duration.ofSeconds(10), relay::stopAccepting);
            known.countDown();
        }
    }

    @Test
    void many_connections_at_once_lose_nothing() throws Exception {
        int clients = 100;
        int exchanges = 200;
        try (var relay = new RelayFixture()) {
            var threads = new ArrayList<Failing>();
            for (int i = 0; i < clients; i++) {
                var client = relay.connect();
                var daemon = relay.accept();
                threads.add(new Failing(() -> echo(daemon)));
                threads.add(new Failing(() -> ask(client, exchanges)));
            }
            threads.forEach(Thread::start);
            for (var thread : threads) {
                thread.join();
                assertThat(thread.failure).isNull();
            }
            relay.captured.awaitEnds(clients);
            assertThat(relay.captured.toDaemon.values()).allMatch(bytes -> bytes.size() == exchanges * 40);
            assertThat(relay.captured.toClient.values()).allMatch(bytes -> bytes.size() == exchanges * 40);
            assertThat(relay.captured.dropped()).isZero();
        }
    }

    @Test
    void bytes_beyond_the_memory_limit_are_counted_and_the_program_does_not_wait() throws Exception {
        try (var relay = new RelayFixture(2L * CaptureChunk.SIZE);
                var client = relay.connect();
                var daemon = relay.accept()) {
            var server = new Failing(() -> echo(daemon));
            server.start();
            int exchanges = 5000;
            synchronized (relay.captured) { // the listener blocks
                for (int i = 0; i < exchanges; i++) {
                    exchange(client);
                }
            }
            // When the listener continues, capturing continues at the start of a request.
            long all = exchanges;
            while (relay.captured.dropped() == 0) {
                exchange(client);
                all++;
            }
            disconnect(client);
            relay.captured.awaitEnds(1);
            assertThat(relay.captured.dropped()).isPositive();
            assertThat(relay.captured.toDaemon.get(1).size()
                            + relay.captured.toClient.get(1).size()
                            + relay.captured.dropped())
                    .isEqualTo(all * 80);
        }
    }

    @Test
    void memory_of_a_slow_listener_returns_to_the_system() throws Exception {
        long memory = 100L * CaptureChunk.SIZE;
        try (var relay = new RelayFixture(memory);
                var client = relay.connect();
                var daemon = relay.accept()) {
            var server = new Failing(() -> echo(daemon));
            server.start();
            synchronized (relay.captured) { // the listener blocks
                for (int i = 0; i < 5000; i++) {
                    exchange(client);
                }
                assertThat(relay.capture.memoryInUse()).isBetween(5L * CaptureChunk.SIZE, memory);
            }
            disconnect(client);
            relay.captured.awaitEnds(1);
            Await.until("the capture's memory is free", () -> relay.capture.memoryInUse() == 0);
            assertThat(relay.captured.toDaemon.get(1).size()).isEqualTo(5000 * 40);
        }
    }

    @Test
    void connections_beyond_the_limit_are_counted_while_the_listener_blocks() throws Exception {
        int most = 50;
        int more = 100;
        try (var relay = new RelayFixture(2L * CaptureChunk.SIZE, most, Thread::start)) {
            synchronized (relay.captured) { // the listener blocks
                for (int i = 0; i < most + more; i++) {
                    var client = relay.connect();
                    try (var daemon = relay.accept()) {
                        send(client, (byte) 1);
                        assertThat(receive(daemon, 1)).containsExactly(1);
                        send(daemon, (byte) 2);
                        assertThat(receive(client, 1)).containsExactly(2);
                        disconnect(client);
                        assertThat(readEnd(daemon)).isEqualTo("end");
                    }
                }
                assertThat(relay.capture.memoryInUse()).isLessThanOrEqualTo(2L * CaptureChunk.SIZE);
            }
            // The number that the listener took before it blocked at the first one is random.
            long missed = relay.captured.awaitMissedConnections();
            assertThat(missed).isBetween(1L, (long) more);
            relay.captured.awaitEnds((int) (most + more - missed));
            Await.until("the capture's memory is free", () -> relay.capture.memoryInUse() == 0);
        }
    }

    @Test
    void new_connection_is_delivered_while_another_never_pauses() throws Exception {
        try (var relay = new RelayFixture();
                var busy = relay.connect();
                var daemon = relay.accept()) {
            var server = new Failing(() -> echo(daemon));
            server.start();
            // At each delivery more bytes have passed already: the listener never catches up.
            relay.captured.onPassed = _ -> {
                if (relay.captured.callers.size() < 2) {
                    exchange(busy);
                }
            };
            exchange(busy);
            try (var client = relay.connect();
                    var other = relay.accept()) {
                send(client, (byte) 1);
                receive(other, 1);
                relay.captured.awaitCallers(2);
            }
        }
    }

    @Test
    void slow_client_delays_only_its_own_daemon_connection() throws Exception {
        int most = 2_000_000; // the queues of four sockets and one chunk, generously
        try (var relay = new RelayFixture();
                var slow = relay.connect();
                var daemon = relay.accept();
                var other = relay.connect();
                var otherDaemon = relay.accept()) {
            daemon.configureBlocking(false);
            int taken = sendUntilNothingFits(daemon);
            var server = new Failing(() -> echo(otherDaemon));
            server.start();
            for (int i = 0; i < 1000; i++) {
                exchange(other);
            }
            taken += sendUntilNothingFits(daemon); // on a busy machine, the relay may have paused before
            assertThat(taken).as("the daemon still waits").isBetween(CaptureChunk.SIZE, most);
            assertThat(receive(slow, taken)).hasSize(taken);
        }
    }

    /// Sends until the other side has accepted nothing for a while.
    private static int sendUntilNothingFits(SocketChannel channel) throws IOException {
        int sent = 0;
        long end = System.nanoTime() + 200_000_000;
        while (System.nanoTime() < end) {
            int taken = channel.write(ByteBuffer.allocate(4096));
            sent += taken;
            if (taken > 0) {
                end = System.nanoTime() + 200_000_000;
            }
        }
        return sent;
    }

    @Test
    void client_waits_while_no_thread_is_free() throws Exception {
        var failures = new AtomicInteger(3);
        Consumer<Thread> starter = thread -> {
            if (failures.getAndDecrement() > 0) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            thread.start();
        };
        try (var relay = new RelayFixture(Capture.DEFAULT_MEMORY_BYTES, Integer.MAX_VALUE, starter);
                var client = relay.connect()) {
            send(client, (byte) 1);
            try (var daemon = relay.accept()) {
                assertThat(receive(daemon, 1)).containsExactly(1);
            }
        }
    }

    @Test
    void client_with_unread_request_sees_end_of_stream_at_close() throws Exception {
        Consumer<Thread> noThread = thread -> {
            throw new OutOfMemoryError("unable to create native thread");
        };
        try (var relay = new RelayFixture(Capture.DEFAULT_MEMORY_BYTES, Integer.MAX_VALUE, noThread);
                var client = relay.connect()) {
            send(client, (byte) 1);
            Await.until("the relay has a connection", () -> relay.openConnections() > 0);
            relay.stopRelay();
            assertThat(readEnd(client)).isEqualTo("end");
        }
    }

    @Test
    void stopAccepting_does_not_wait_for_thread_shortage() throws Exception {
        Consumer<Thread> noThread = thread -> {
            throw new OutOfMemoryError("unable to create native thread");
        };
        try (var relay = new RelayFixture(Capture.DEFAULT_MEMORY_BYTES, Integer.MAX_VALUE, noThread);
                var client = relay.connect()) {
            Await.until("the relay has a connection", () -> relay.openConnections() > 0);
            assertTimeoutPreemptively(Duration.ofSeconds(10), relay::stopAccepting);
            assertThat(readEnd(client)).isEqualTo("end");
        }
    }

    private static void ask(SocketChannel client, int exchanges) throws IOException {
        try (client) {
            for (int i = 0; i < exchanges; i++) {
                exchange(client);
            }
        }
    }

    private static void exchange(SocketChannel client) {
        try {
            send(client, new byte[40]);
            receive(client, 40);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void echo(SocketChannel daemon) throws IOException {
        try (daemon) {
            while (true) {
                var buffer = ByteBuffer.allocate(40);
                while (buffer.hasRemaining()) {
                    if (daemon.read(buffer) < 0) {
                        return;
                    }
                }
                send(daemon, buffer.array());
            }
        }
    }

    @Test
    void socket_file_is_absent_while_no_daemon_listens() throws Exception {
        try (var relay = new RelayFixture()) {
            relay.stopDaemon();
            try (var client = relay.connect()) { // the first one finds out
                assertThat(readEnd(client)).isEqualTo("end");
            }
            relay.awaitSocket(false);
            relay.startDaemon();
            relay.awaitSocket(true);
            relay.accept().close(); // the relay has checked whether it listens
            try (var client = relay.connect();
                    var daemon = relay.accept()) {
                send(client, (byte) 1);
                assertThat(receive(daemon, 1)).containsExactly(1);
            }
        }
    }
}
