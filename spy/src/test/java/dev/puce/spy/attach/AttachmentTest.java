package dev.puce.spy.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.puce.pcsc.Caller;
import dev.puce.spy.relay.Capture;
import dev.puce.spy.relay.Relay;
import dev.puce.spy.relay.SilentListener;
import dev.puce.testkit.Blocking;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class AttachmentTest {
    private Path folder;
    private Path place;
    private ServerSocketChannel daemon;
    private final List<String> told = new ArrayList<>();
    private final BlockingQueue<String> incidents = new ArrayBlockingQueue<>(100);

    @BeforeEach
    void a_daemon() throws IOException {
        folder = Files.createTempDirectory("puce-attach");
        place = folder.resolve("pcscd.comm");
        daemon = listenAt(place);
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rw-rw-rw-"));
    }

    @AfterEach
    void nothing_is_left() throws IOException {
        daemon.close();
        Files.deleteIfExists(place);
        Files.delete(folder); // fails if anything else is there
    }

    @Test
    void programs_reach_the_daemon_through_the_relay_and_directly_afterwards() throws Exception {
        try (var attached = new Attached()) {
            assertThat(echo()).isEqualTo(1);
            attached.attachment.giveBack();
            assertThat(echo()).isEqualTo(1);
            assertThat(attached.connections()).isEqualTo(1);
        }
    }

    @Test
    void the_socket_has_the_daemons_mode() throws Exception {
        try (var _ = new Attached()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(place)))
                    .isEqualTo("rw-rw-rw-");
        }
    }

    /// Whoever may read a file may lock it.
    @Test
    void nobody_else_may_lock_the_lock() throws Exception {
        try (var _ = new Attached()) {
            var lock = place.resolveSibling(place.getFileName() + ".puce-lock");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(lock)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void a_lock_that_leads_elsewhere_is_refused_and_what_it_leads_to_stays(@TempDir Path elsewhere) throws Exception {
        var victim = Files.writeString(elsewhere.resolve("victim"), "theirs");
        var lock = Files.createSymbolicLink(place.resolveSibling("pcscd.comm.puce-lock"), victim);
        assertThatThrownBy(() -> Attachment.take(place, told::add))
                .isInstanceOf(AttachException.class)
                .hasMessageContaining("is a symbolic link");
        assertThat(victim).hasContent("theirs");
        Files.delete(lock);
    }

    @Test
    void a_connection_that_exists_outlives_giving_back() throws Exception {
        try (var attached = new Attached();
                var client = SocketChannel.open(UnixDomainSocketAddress.of(place));
                var server = daemon.accept()) {
            exchange(client, server);
            attached.attachment.giveBack();
            attached.relay.stopAccepting();
            exchange(client, server);
        }
    }

    @Test
    void two_at_once_are_refused() throws Exception {
        try (var _ = new Attached()) {
            assertThatThrownBy(() -> Attachment.take(place, told::add))
                    .isInstanceOf(AttachException.class)
                    .hasMessageContaining("attached to " + place + " already");
        }
    }

    @Test
    void without_a_daemon_it_refuses() throws Exception {
        daemon.close();
        assertThatThrownBy(() -> Attachment.take(place, told::add))
                .isInstanceOf(AttachException.class)
                .hasMessageContaining("no PC/SC daemon listens");
    }

    @Test
    void a_daemon_that_ends_and_comes_back_is_attached_again() throws Exception {
        try (var attached = new Attached()) {
            daemon.close();
            Files.delete(place); // pcscd deletes whatever is at its path
            assertThat(incidents.take()).contains("the daemon has ended");
            daemon = listenAt(place);
            assertThat(incidents.take()).contains("attached");
            daemon.accept().close(); // looked whether it listens
            assertThat(echo()).isEqualTo(1);
            assertThat(attached.connections()).isEqualTo(1);
        }
    }

    @Test
    void who_does_not_listen_to_incidents_keeps_the_place_from_nobody() throws Exception {
        var listens = new CountDownLatch(1);
        try (var attached = new Attached(place, incident -> Blocking.until(listens))) {
            daemon.close();
            Files.delete(place);
            daemon = listenAt(place);
            daemon.accept().close(); // looked whether it listens, to attach again
            attached.attachment.giveBack();
            assertThat(echo()).isEqualTo(1);
        } finally {
            listens.countDown();
        }
    }

    @Test
    void a_daemon_that_was_killed_takes_our_socket_away_with_it() throws Exception {
        try (var attached = new Attached()) {
            daemon.close(); // its file stays
            try (var client = SocketChannel.open(UnixDomainSocketAddress.of(place))) {
                assertThat(client.read(ByteBuffer.allocate(1))).isEqualTo(-1);
            }
            assertThat(incidents.take()).contains("the daemon has ended");
            assertThat(place).doesNotExist();
            daemon = listenAt(place);
            assertThat(incidents.take()).contains("attached");
            assertThat(attached.connections()).isEqualTo(1);
        }
    }

    @Test
    void what_a_killed_puce_leaves_is_given_back_to_a_daemon_that_lives() throws Exception {
        var files = new DaemonSocketFiles(place);
        files.nameDaemon();
        listenAt(files.fresh()).close();
        files.takePlace();
        assertThatThrownBy(this::echo).isInstanceOf(IOException.class);

        assertThat(Attachment.repair(place, told::add)).isTrue();
        assertThat(told).singleElement().asString().contains("gave " + place + " back to the daemon");
        daemon.accept().close(); // looked whether it listens
        assertThat(echo()).isEqualTo(1);
    }

    @Test
    void what_a_killed_puce_leaves_is_removed_when_the_daemon_has_gone_too() throws Exception {
        var files = new DaemonSocketFiles(place);
        files.nameDaemon();
        listenAt(files.fresh()).close();
        files.takePlace();
        daemon.close();

        assertThat(Attachment.repair(place, told::add)).isTrue();
        assertThat(place).doesNotExist();
    }

    @Test
    void what_a_killed_puce_leaves_is_removed_when_a_new_daemon_has_the_place() throws Exception {
        var files = new DaemonSocketFiles(place);
        files.nameDaemon();
        daemon.close();
        Files.delete(place);
        daemon = listenAt(place);

        assertThat(Attachment.repair(place, told::add)).isTrue();
        daemon.accept().close();
        assertThat(echo()).isEqualTo(1);
    }

    @Test
    void a_puce_killed_before_it_took_the_place_leaves_nothing_to_say() throws Exception {
        var files = new DaemonSocketFiles(place);
        files.nameDaemon();
        listenAt(files.fresh()).close();

        assertThat(Attachment.repair(place, told::add)).isFalse();
        assertThat(echo()).isEqualTo(1);
    }

    @Test
    void the_guardian_gives_the_place_back_when_puce_is_gone() throws Exception {
        var files = new DaemonSocketFiles(place);
        var daemons = DaemonSocketFiles.key(place);
        files.nameDaemon();
        listenAt(files.fresh()).close();
        var guardian = RestoreWatchdog.start(files, DaemonSocketFiles.key(files.fresh()));
        files.takePlace();
        assertThat(DaemonSocketFiles.key(place)).isNotEqualTo(daemons);

        guardian.close(); // closes its standard input, as the system does when puce is killed
        assertThat(DaemonSocketFiles.key(place)).isEqualTo(daemons);
        assertThat(echo()).isEqualTo(1);
    }

    @Test
    void a_symbolic_link_stays_and_the_socket_behind_it_is_taken(@TempDir Path elsewhere) throws Exception {
        var link = linkTo(elsewhere);
        var daemons = DaemonSocketFiles.key(place);
        try (var attached = new Attached(link)) {
            assertThat(DaemonSocketFiles.key(place)).isNotEqualTo(daemons);
            assertThatThrownBy(() -> Attachment.take(place, told::add)).hasMessageContaining("already");
            assertThat(echo()).isEqualTo(1);
            assertThat(attached.connections()).isEqualTo(1);
        }
        assertThat(link).isSymbolicLink();
        assertThat(DaemonSocketFiles.key(place)).isEqualTo(daemons);
    }

    @Test
    void what_a_killed_puce_leaves_is_found_through_a_link_that_leads_to_it(@TempDir Path elsewhere) throws Exception {
        var link = linkTo(elsewhere);
        var files = new DaemonSocketFiles(link);
        files.nameDaemon();
        listenAt(files.fresh()).close();
        files.takePlace();

        assertThat(Attachment.repair(link, told::add)).isTrue();
        assertThat(told).singleElement().asString().contains("gave " + place + " back to the daemon");
        daemon.accept().close(); // looked whether it listens
        assertThat(echo()).isEqualTo(1);
    }

    @Test
    void what_a_killed_puce_leaves_is_found_through_a_link_that_leads_nowhere(@TempDir Path elsewhere)
            throws Exception {
        var link = linkTo(elsewhere);
        new DaemonSocketFiles(place).nameDaemon();
        daemon.close();
        Files.delete(place);

        assertThat(Attachment.repair(link, told::add)).isTrue();
        assertThat(link).isSymbolicLink();
    }

    /// A link to the socket through a link to its folder, as /var/run is one to /run.
    private Path linkTo(Path elsewhere) throws IOException {
        Files.createSymbolicLink(elsewhere.resolve("run"), folder);
        return Files.createSymbolicLink(elsewhere.resolve("link"), Path.of("run/pcscd.comm"));
    }

    private static ServerSocketChannel listenAt(Path path) throws IOException {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path));
    }

    /// Sends a byte to whoever is at the place and gives what comes back.
    private int echo() throws IOException {
        try (var client = SocketChannel.open(UnixDomainSocketAddress.of(place))) {
            client.write(ByteBuffer.wrap(new byte[] {1}));
            while (true) {
                try (var server = daemon.accept()) { // whoever only looks whether we listen, sends nothing
                    var request = ByteBuffer.allocate(1);
                    if (server.read(request) == 1) {
                        server.write(request.flip());
                        var answer = ByteBuffer.allocate(1);
                        client.read(answer);
                        return answer.get(0);
                    }
                }
            }
        }
    }

    private static void exchange(SocketChannel client, SocketChannel server) throws IOException {
        client.write(ByteBuffer.wrap(new byte[] {7}));
        var request = ByteBuffer.allocate(1);
        server.read(request);
        server.write(request.flip());
        var answer = ByteBuffer.allocate(1);
        client.read(answer);
        assertThat(answer.get(0)).isEqualTo((byte) 7);
    }

    /// A relay in the daemon's place.
    private final class Attached implements AutoCloseable {
        private final List<Caller> callers = new ArrayList<>();
        private final Attachment attachment;
        private final Capture capture;
        private final Relay relay;

        Attached() throws IOException {
            this(place);
        }

        Attached(Path named) throws IOException {
            this(named, incidents::add);
        }

        Attached(Path named, Consumer<String> listener) throws IOException {
            attachment = Attachment.take(named, told::add);
            capture = Capture.start(new Listener(), 1 << 20);
            relay = new Relay(attachment, capture);
            attachment.serve(relay, listener);
            daemon.accept().close(); // looked whether it listens
        }

        /// How many clients the relay has had, when all has been told.
        int connections() {
            relay.close();
            capture.close();
            return callers.size();
        }

        @Override
        public void close() throws IOException {
            attachment.giveBack();
            relay.close();
            capture.close();
            attachment.close();
        }

        private final class Listener extends SilentListener {
            @Override
            public void opened(Caller caller, long nanos) {
                callers.add(caller);
            }
        }
    }
}
