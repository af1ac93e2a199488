package dev.puce.spy.relay;

import static dev.puce.spy.relay.RelayFixture.hangUp;
import static dev.puce.spy.relay.RelayFixture.readEnd;
import static dev.puce.spy.relay.RelayFixture.receive;
import static dev.puce.spy.relay.RelayFixture.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

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
    void passes_bytes_of_any_cut_as_they_came_and_captures_the_same() throws Exception {
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
            hangUp(client);
            assertThat(relay.captured.awaitEndings(1)).as("seed %d", seed).containsExactly("1 CLIENT_CLOSED");
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
    void either_side_may_speak_while_the_other_is_expected_to() throws Exception {
        try (var relay = new RelayFixture();
                var client = relay.connect();
                var daemon = relay.accept()) {
            send(client, (byte) 1);
            receive(daemon, 1);
            send(daemon, (byte) 2); // an event
            receive(client, 1);
            send(daemon, (byte) 3); // another one, unasked
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
    void a_client_that_dies_in_the_middle_of_a_message_leaves_the_daemon_what_it_sent() throws Exception {
        try (var relay = new RelayFixture()) {
            var client = relay.connect();
            try (var daemon = relay.accept()) {
                send(client, (byte) 1, (byte) 2, (byte) 3);
                client.close();
                assertThat(receive(daemon, 3)).containsExactly(1, 2, 3);
                assertThat(readEnd(daemon)).isEqualTo("end");
            }
            assertThat(relay.captured.awaitEndings(1)).containsExactly("1 CLIENT_CLOSED");
        }
    }

    @Test
    void a_client_that_asks_and_goes_without_waiting_is_heard() throws Exception {
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
    void a_client_that_only_stops_sending_still_gets_its_answer() throws Exception {
        try (var relay = new RelayFixture();
                var client = relay.connect();
                var daemon = relay.accept()) {
            send(client, (byte) 1);
            client.shutdownOutput();
            receive(daemon, 1);
            assertThat(readEnd(daemon)).isEqualTo("end");
            send(daemon, (byte) 2);
            assertThat(receive(client, 1)).containsExactly(2);
            hangUp(daemon);
            assertThat(readEnd(client)).isEqualTo("end");
            assertThat(relay.captured.awaitEndings(2)).containsExactly("1 CLIENT_STOPPED_SENDING", "1 DAEMON_CLOSED");
        }
    }

    @Test
    void a_daemon_that_dies_while_an_answer_is_awaited_is_the_end_of_the_stream() throws Exception {
        try (var relay = new RelayFixture();
                var client = relay.connect()) {
            try (var daemon = relay.accept()) {
                send(client, (byte) 1);
                receive(daemon, 1);
                send(daemon, (byte) 2, (byte) 3);
            }
            assertThat(receive(client, 2)).containsExactly(2, 3);
            assertThat(readEnd(client)).isEqualTo("end");
            assertThat(relay.captured.awaitEndings(1)).containsExactly("1 DAEMON_CLOSED");
        }
    }

    @Test
    void a_daemon_that_turns_a_connection_away_unread_is_a_reset_for_the_client_too() throws Exception {
        try (var relay = new RelayFixture();
                var client = relay.connect()) {
            try (var daemon = relay.accept()) {
                send(client, new byte[20]);
                receive(daemon, 1); // all of it is there; 19 bytes stay unread
            }
            assertThat(readEnd(client)).isEqualTo("reset");
            assertThat(relay.captured.awaitEndings(1)).containsExactly("1 DAEMON_RESET");
        }
    }

    /// Where the daemon closes between our looking and our sending, its refusal must not become another error.
    @Test
    void a_daemon_that_turns_connections_away_at_once_is_never_the_end_of_the_stream() throws Exception {
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
    void a_daemon_that_turns_a_connection_away_after_reading_is_the_end_of_the_stream() throws Exception {
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
    void a_first_message_in_two_parts_arrives_whole() throws Exception {
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
            hangUp(client);
            relay.captured.awaitEndings(1);
            assertThat(relay.captured.toDaemon.get(1).toByteArray()).containsExactly(1, 2, 3, 5);
        }
    }

    @Test
    void a_client_without_a_daemon_is_told_of_and_turned_away() throws Exception {
        try (var relay = new RelayFixture()) {
            relay.stopDaemon();
            try (var client = relay.connect()) {
                assertThat(readEnd(client)).isEqualTo("end");
            }
            assertThat(relay.captured.awaitEndings(1).getFirst())
                    .startsWith("1 DAEMON_UNREACHABLE cannot connect to ")
                    .endsWith("ECONNREFUSED (111)");
        }
    }

    @Test
    void stopping_ends_all_connections_and_lets_nobody_in() throws Exception {
        try (var relay = new RelayFixture()) {
            var client = relay.connect();
            relay.accept();
            relay.stopRelay();
            assertThat(readEnd(client)).isEqualTo("end");
            assertThatThrownBy(relay::connect).isInstanceOf(IOException.class);
            assertThat(relay.captured.awaitEndings(1)).containsExactly("1 RELAY_STOPPED");
        }
    }

    @RepeatedTest(20)
    void a_program_that_has_left_is_not_said_to_be_cut_off() throws Exception {
        try (var relay = new RelayFixture()) {
            var client = relay.connect();
            relay.accept();
            client.close();
            relay.stopRelay();
            assertThat(relay.captured.awaitEndings(1)).containsExactly("1 CLIENT_CLOSED");
        }
    }

    @Test
    void knows_who_connects() throws Exception {
        try (var relay = new RelayFixture();
                var client = relay.connect()) {
            hangUp(client);
            relay.captured.awaitEndings(1);
            var caller = relay.captured.callers.getFirst();
            assertThat(caller.pid()).hasValue((int) ProcessHandle.current().pid());
            assertThat(caller.program()).isEqualTo("java");
            assertThat(caller.commandLine()).isNotEmpty();
            assertThat(caller.connection()).isEqualTo(1);
        }
    }

    /// A process has means to make others wait for what they want to know of it.
    @Test
    void who_is_slow_to_be_known_keeps_nobody_else_waiting_and_not_the_end() throws Exception {
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
    void serves_many_at_once_and_loses_nothing() throws Exception {
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
            relay.captured.awaitEndings(clients);
            assertThat(relay.captured.toDaemon.values()).allMatch(bytes -> bytes.size() == exchanges * 40);
            assertThat(relay.captured.toClient.values()).allMatch(bytes -> bytes.size() == exchanges * 40);
            assertThat(relay.captured.lost()).isZero();
        }
    }

    @Test
    void what_exceeds_the_memory_is_counted_and_the_application_does_not_wait() throws Exception {
        try (var relay = new RelayFixture(2L * CaptureChunk.SIZE);
                var client = relay.connect();
                var daemon = relay.accept()) {
            var server = new Failing(() -> echo(daemon));
            server.start();
            int exchanges = 20_000;
            synchronized (relay.captured) { // the listener stands still
                for (int i = 0; i < exchanges; i++) {
                    exchange(client);
                }
            }
            // Once the listener goes on, so does capturing, at the begin of a request.
            long all = exchanges;
            while (relay.captured.lost() == 0) {
                exchange(client);
                all++;
            }
            hangUp(client);
            relay.captured.awaitEndings(1);
            assertThat(relay.captured.lost()).isPositive();
            assertThat(relay.captured.toDaemon.get(1).size()
                            + relay.captured.toClient.get(1).size()
                            + relay.captured.lost())
                    .isEqualTo(all * 80);
        }
    }

    @Test
    void memory_that_a_slow_listener_took_is_given_back() throws Exception {
        long memory = 100L * CaptureChunk.SIZE;
        try (var relay = new RelayFixture(memory);
                var client = relay.connect();
                var daemon = relay.accept()) {
            var server = new Failing(() -> echo(daemon));
            server.start();
            synchronized (relay.captured) { // the listener stands still
                for (int i = 0; i < 5000; i++) {
                    exchange(client);
                }
                assertThat(relay.capture.memoryInUse()).isBetween(5L * CaptureChunk.SIZE, memory);
            }
            hangUp(client);
            relay.captured.awaitEndings(1);
            while (relay.capture.memoryInUse() > 0) {
                Thread.onSpinWait();
            }
            assertThat(relay.captured.toDaemon.get(1).size()).isEqualTo(5000 * 40);
        }
    }

    @Test
    void connections_that_come_while_the_listener_stands_still_are_bounded_and_counted() throws Exception {
        int most = 50;
        int more = 100;
        try (var relay = new RelayFixture(2L * CaptureChunk.SIZE, most, Thread::start)) {
            synchronized (relay.captured) { // the listener stands still
                for (int i = 0; i < most + more; i++) {
                    var client = relay.connect();
                    try (var daemon = relay.accept()) {
                        send(client, (byte) 1);
                        assertThat(receive(daemon, 1)).containsExactly(1);
                        send(daemon, (byte) 2);
                        assertThat(receive(client, 1)).containsExactly(2);
                        hangUp(client);
                        assertThat(readEnd(daemon)).isEqualTo("end");
                    }
                }
                assertThat(relay.capture.memoryInUse()).isLessThanOrEqualTo(2L * CaptureChunk.SIZE);
            }
            // How many the listener has taken before it was stopped at the first is not to be foreseen.
            long untold = relay.captured.awaitUntold();
            assertThat(untold).isBetween(1L, (long) more);
            relay.captured.awaitEndings((int) (most + more - untold));
            while (relay.capture.memoryInUse() > 0) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void a_new_connection_is_told_of_while_another_never_rests() throws Exception {
        try (var relay = new RelayFixture();
                var busy = relay.connect();
                var daemon = relay.accept()) {
            var server = new Failing(() -> echo(daemon));
            server.start();
            // Whenever something is told, more has passed already: the listener never catches up.
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
    void a_client_that_reads_slowly_slows_its_daemon_and_nobody_else() throws Exception {
        int most = 2_000_000; // the queues of four sockets and one chunk, generously
        try (var relay = new RelayFixture();
                var slow = relay.connect();
                var daemon = relay.accept();
                var other = relay.connect();
                var otherDaemon = relay.accept()) {
            daemon.configureBlocking(false);
            int taken = sendUntilNothingFits(daemon);
            assertThat(taken).isBetween(CaptureChunk.SIZE, most);
            var server = new Failing(() -> echo(otherDaemon));
            server.start();
            for (int i = 0; i < 1000; i++) {
                exchange(other);
            }
            assertThat(daemon.write(ByteBuffer.allocate(1)))
                    .as("it still waits")
                    .isZero();
            assertThat(receive(slow, taken)).hasSize(taken);
        }
    }

    /// Sends until the other side has not taken anything for a while.
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
    void what_cannot_be_told_for_want_of_memory_is_counted_and_telling_goes_on_at_a_request() throws Exception {
        try (var relay = new RelayFixture();
                var client = relay.connect()) {
            var pieces = new AtomicInteger();
            relay.captured.onPassed = connection -> {
                if (pieces.incrementAndGet() == 3) {
                    throw new OutOfMemoryError("as if");
                }
            };
            try (var daemon = relay.accept()) {
                for (int i = 0; i < 8; i += 2) {
                    send(client, (byte) i);
                    receive(daemon, 1);
                    send(daemon, (byte) (i + 1));
                    receive(client, 1);
                }
                hangUp(client);
                relay.captured.awaitEndings(1);
            }
            assertThat(relay.captured.notUnderstood).containsExactly(2L);
            assertThat(relay.captured.toDaemon.get(1).toByteArray()).containsExactly(0, 4, 6);
            assertThat(relay.captured.toClient.get(1).toByteArray()).containsExactly(1, 5, 7);
        }
    }

    @Test
    void while_there_is_no_thread_a_client_waits() throws Exception {
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
    void stopping_while_a_request_is_unread_is_the_end_of_the_stream() throws Exception {
        Consumer<Thread> noThread = thread -> {
            throw new OutOfMemoryError("unable to create native thread");
        };
        try (var relay = new RelayFixture(Capture.DEFAULT_MEMORY_BYTES, Integer.MAX_VALUE, noThread);
                var client = relay.connect()) {
            send(client, (byte) 1);
            while (relay.openConnections() == 0) {
                Thread.onSpinWait();
            }
            relay.stopRelay();
            assertThat(readEnd(client)).isEqualTo("end");
        }
    }

    @Test
    void who_waits_for_a_thread_does_not_keep_the_relay_from_accepting_nobody_any_more() throws Exception {
        Consumer<Thread> noThread = thread -> {
            throw new OutOfMemoryError("unable to create native thread");
        };
        try (var relay = new RelayFixture(Capture.DEFAULT_MEMORY_BYTES, Integer.MAX_VALUE, noThread);
                var client = relay.connect()) {
            while (relay.openConnections() == 0) {
                Thread.onSpinWait();
            }
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
    void without_a_daemon_there_is_no_socket_to_connect_to() throws Exception {
        try (var relay = new RelayFixture()) {
            relay.stopDaemon();
            try (var client = relay.connect()) { // the first who finds out
                assertThat(readEnd(client)).isEqualTo("end");
            }
            relay.awaitSocket(false);
            relay.startDaemon();
            relay.awaitSocket(true);
            relay.accept().close(); // the relay has looked whether it is there
            try (var client = relay.connect();
                    var daemon = relay.accept()) {
                send(client, (byte) 1);
                assertThat(receive(daemon, 1)).containsExactly(1);
            }
        }
    }
}
