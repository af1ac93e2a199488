package dev.puce.spy.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.puce.pcsc.Caller;
import dev.puce.spy.TraceEvent;
import dev.puce.spy.TraceListener;
import dev.puce.spy.live.SpySession;
import dev.puce.testkit.Blocking;
import dev.puce.trace.redaction.Redaction;
import dev.puce.trace.redaction.Redactor;
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
    private final List<String> reports = new ArrayList<>();
    private final BlockingQueue<String> incidents = new ArrayBlockingQueue<>(100);

    @BeforeEach
    void startDaemon() throws IOException {
        folder = Files.createTempDirectory("puce-attach");
        place = folder.resolve("pcscd.comm");
        daemon = listenAt(place);
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rw-rw-rw-"));
    }

    @AfterEach
    void checkThatNothingIsLeft() throws IOException {
        daemon.close();
        Files.deleteIfExists(place);
        Files.delete(folder); // fails if anything else is there
    }

    @Test
    void programs_reach_the_daemon_through_the_relay_and_directly_after_restore() throws Exception {
        try (var attached = new Attached()) {
            assertThat(echo()).isEqualTo(1);
            attached.attachment.restore();
            assertThat(echo()).isEqualTo(1);
            assertThat(attached.connections()).isEqualTo(1);
        }
    }

    @Test
    void socket_has_the_mode_of_the_daemons_socket() throws Exception {
        try (var _ = new Attached()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(place)))
                    .isEqualTo("rw-rw-rw-");
        }
    }

    /// A user who can read a file can lock it.
    @Test
    void only_the_owner_can_read_the_lock_file() throws Exception {
        try (var _ = new Attached()) {
            var lock = place.resolveSibling(place.getFileName() + ".puce-lock");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(lock)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void symbolic_link_as_lock_file_is_refused_and_its_target_stays(@TempDir Path elsewhere) throws Exception {
        var victim = Files.writeString(elsewhere.resolve("victim"), "theirs");
        var lock = Files.createSymbolicLink(place.resolveSibling("pcscd.comm.puce-lock"), victim);
        assertThatThrownBy(() -> Attachment.take(place, reports::add))
                .isInstanceOf(AttachException.class)
                .hasMessageContaining("is a symbolic link");
        assertThat(victim).hasContent("theirs");
        Files.delete(lock);
    }

    @Test
    void open_connection_outlives_restore() throws Exception {
        try (var attached = new Attached();
                var client = SocketChannel.open(UnixDomainSocketAddress.of(place));
                var server = daemon.accept()) {
            exchange(client, server);
            attached.attachment.restore();
            attached.session.stopAccepting();
            exchange(client, server);
        }
    }

    @Test
    void second_attachment_is_refused() throws Exception {
        try (var _ = new Attached()) {
            assertThatThrownBy(() -> Attachment.take(place, reports::add))
                    .isInstanceOf(AttachException.class)
                    .hasMessageContaining("already attached to " + place);
        }
    }

    @Test
    void attachment_without_a_daemon_is_refused() throws Exception {
        daemon.close();
        assertThatThrownBy(() -> Attachment.take(place, reports::add))
                .isInstanceOf(AttachException.class)
                .hasMessageContaining("no PC/SC daemon listens");
    }

    @Test
    void restarted_daemon_is_attached_again() throws Exception {
        try (var attached = new Attached()) {
            daemon.close();
            Files.delete(place); // pcscd deletes any file at its path
            assertThat(incidents.take()).contains("the daemon has ended");
            daemon = listenAt(place);
            assertThat(incidents.take()).contains("attached");
            daemon.accept().close(); // the check whether it listens
            assertThat(echo()).isEqualTo(1);
            assertThat(attached.connections()).isEqualTo(1);
        }
    }

    @Test
    void blocked_incident_listener_does_not_delay_restore() throws Exception {
        var listens = new CountDownLatch(1);
        try (var attached = new Attached(place, incident -> Blocking.until(listens))) {
            daemon.close();
            Files.delete(place);
            daemon = listenAt(place);
            daemon.accept().close(); // the check before it attaches again
            attached.attachment.restore();
            assertThat(echo()).isEqualTo(1);
        } finally {
            listens.countDown();
        }
    }

    @Test
    void relay_socket_is_removed_if_the_daemon_was_killed() throws Exception {
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
    void repair_restores_the_socket_of_a_running_daemon() throws Exception {
        var files = new DaemonSocketFiles(place);
        files.linkDaemon();
        listenAt(files.fresh()).close();
        files.replaceDaemon();
        assertThatThrownBy(this::echo).isInstanceOf(IOException.class);

        assertThat(Attachment.repair(place, reports::add)).isTrue();
        assertThat(reports).singleElement().asString().contains("restored the daemon's socket " + place);
        daemon.accept().close(); // the check whether it listens
        assertThat(echo()).isEqualTo(1);
    }

    @Test
    void repair_removes_the_files_if_the_daemon_has_ended() throws Exception {
        var files = new DaemonSocketFiles(place);
        files.linkDaemon();
        listenAt(files.fresh()).close();
        files.replaceDaemon();
        daemon.close();

        assertThat(Attachment.repair(place, reports::add)).isTrue();
        assertThat(place).doesNotExist();
    }

    @Test
    void repair_keeps_the_socket_of_a_new_daemon() throws Exception {
        var files = new DaemonSocketFiles(place);
        files.linkDaemon();
        daemon.close();
        Files.delete(place);
        daemon = listenAt(place);

        assertThat(Attachment.repair(place, reports::add)).isTrue();
        daemon.accept().close();
        assertThat(echo()).isEqualTo(1);
    }

    @Test
    void repair_reports_the_files_of_a_puce_that_was_killed_before_it_attached() throws Exception {
        var files = new DaemonSocketFiles(place);
        files.linkDaemon();
        listenAt(files.fresh()).close();

        assertThat(Attachment.repair(place, reports::add)).isTrue();
        assertThat(reports).singleElement().asString().startsWith("removed ");
        assertThat(echo()).isEqualTo(1);
        assertThat(Attachment.repair(place, reports::add)).isFalse();
    }

    @Test
    void watchdog_restores_the_socket_after_puce_has_ended() throws Exception {
        var files = new DaemonSocketFiles(place);
        var daemons = DaemonSocketFiles.inode(place);
        files.linkDaemon();
        listenAt(files.fresh()).close();
        var watchdog = RestoreWatchdog.start(files, DaemonSocketFiles.inode(files.fresh()));
        files.replaceDaemon();
        assertThat(DaemonSocketFiles.inode(place)).isNotEqualTo(daemons);

        watchdog.close(); // closes its standard input, as the system does if puce is killed
        assertThat(DaemonSocketFiles.inode(place)).isEqualTo(daemons);
        assertThat(echo()).isEqualTo(1);
    }

    @Test
    void symbolic_link_stays_and_its_target_is_replaced(@TempDir Path elsewhere) throws Exception {
        var link = linkTo(elsewhere);
        var daemons = DaemonSocketFiles.inode(place);
        try (var attached = new Attached(link)) {
            assertThat(DaemonSocketFiles.inode(place)).isNotEqualTo(daemons);
            assertThatThrownBy(() -> Attachment.take(place, reports::add)).hasMessageContaining("already");
            assertThat(echo()).isEqualTo(1);
            assertThat(attached.connections()).isEqualTo(1);
        }
        assertThat(link).isSymbolicLink();
        assertThat(DaemonSocketFiles.inode(place)).isEqualTo(daemons);
    }

    @Test
    void repair_follows_a_link_to_the_socket(@TempDir Path elsewhere) throws Exception {
        var link = linkTo(elsewhere);
        var files = new DaemonSocketFiles(link);
        files.linkDaemon();
        listenAt(files.fresh()).close();
        files.replaceDaemon();

        assertThat(Attachment.repair(link, reports::add)).isTrue();
        assertThat(reports).singleElement().asString().contains("restored the daemon's socket " + place);
        daemon.accept().close(); // the check whether it listens
        assertThat(echo()).isEqualTo(1);
    }

    @Test
    void repair_follows_a_link_without_a_target(@TempDir Path elsewhere) throws Exception {
        var link = linkTo(elsewhere);
        new DaemonSocketFiles(place).linkDaemon();
        daemon.close();
        Files.delete(place);

        assertThat(Attachment.repair(link, reports::add)).isTrue();
        assertThat(link).isSymbolicLink();
    }

    /// A link to the socket through a link to its folder, such as /var/run, which leads to /run.
    private Path linkTo(Path elsewhere) throws IOException {
        Files.createSymbolicLink(elsewhere.resolve("run"), folder);
        return Files.createSymbolicLink(elsewhere.resolve("link"), Path.of("run/pcscd.comm"));
    }

    private static ServerSocketChannel listenAt(Path path) throws IOException {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path));
    }

    /// Sends a byte to the place and returns the answer.
    private int echo() throws IOException {
        try (var client = SocketChannel.open(UnixDomainSocketAddress.of(place))) {
            client.write(ByteBuffer.wrap(new byte[] {1}));
            while (true) {
                try (var server = daemon.accept()) { // a check whether we listen sends nothing
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

    /// A relay at the daemon's path.
    private final class Attached implements AutoCloseable {
        private final List<Caller> callers = new ArrayList<>();
        private final Attachment attachment;
        private final SpySession session;

        Attached() throws IOException {
            this(place);
        }

        Attached(Path named) throws IOException {
            this(named, incidents::add);
        }

        Attached(Path named, Consumer<String> listener) throws IOException {
            attachment = Attachment.take(named, reports::add);
            session = new SpySession(
                    attachment,
                    new Redactor(Redaction.FULL),
                    List.of(new Listener(listener)),
                    false,
                    System.nanoTime());
            attachment.serve(session);
            daemon.accept().close(); // the check whether it listens
        }

        /// Number of clients that the relay has served. Ends the session.
        int connections() {
            session.close();
            return callers.size();
        }

        @Override
        public void close() throws IOException {
            attachment.restore();
            session.close();
            attachment.close();
        }

        private final class Listener implements TraceListener {
            private final Consumer<String> incidentListener;

            Listener(Consumer<String> incidentListener) {
                this.incidentListener = incidentListener;
            }

            @Override
            public void accept(TraceEvent event) {
                switch (event) {
                    case TraceEvent.Opened(Caller caller, var _) -> callers.add(caller);
                    case TraceEvent.Incident(Caller caller, var _, String text) -> {
                        if (caller.equals(Caller.UNKNOWN)) {
                            incidentListener.accept(text);
                        }
                    }
                    case TraceEvent.Passed _,
                            TraceEvent.Called _,
                            TraceEvent.Closed _,
                            TraceEvent.Waiting _,
                            TraceEvent.CaughtUp _ -> {}
                }
            }

            @Override
            public void close() {}
        }
    }
}
