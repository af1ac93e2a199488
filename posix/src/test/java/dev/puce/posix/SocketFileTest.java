package dev.puce.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SocketFileTest {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    @TempDir
    private Path folder;

    private static ServerSocketChannel listen(Path path) throws IOException {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path));
    }

    @Test
    void created_socket_has_its_permissions_and_leaves_nothing_beside() throws Exception {
        var path = folder.resolve("socket");
        try (var _ = SocketFile.create(path, OWNER_ONLY, SocketFileTest::listen)) {
            assertThat(SocketFile.isSocket(path)).isTrue();
            assertThat(SocketFile.isListening(path)).isTrue();
            assertThat(Files.getPosixFilePermissions(path)).isEqualTo(OWNER_ONLY);
            try (var files = Files.list(folder)) {
                assertThat(files).containsExactly(path);
            }
        }
    }

    @Test
    void stale_socket_is_not_listening_and_is_replaced() throws Exception {
        var path = folder.resolve("socket");
        listen(path).close(); // its file stays
        assertThat(SocketFile.isListening(path)).isFalse();
        try (var _ = SocketFile.create(path, OWNER_ONLY, SocketFileTest::listen)) {
            assertThat(SocketFile.isListening(path)).isTrue();
        }
    }

    @Test
    void socket_with_a_full_queue_is_listening() throws Exception {
        var path = folder.resolve("socket");
        try (var server = UnixSocket.listen(path, 0);
                var _ = UnixSocket.connect(path, () -> false)) {
            assertThat(server.isClosed()).isFalse();
            assertThat(SocketFile.isListening(path)).isTrue();
        }
    }

    @Test
    void socket_in_use_stays() throws Exception {
        var path = folder.resolve("socket");
        try (var _ = listen(path)) {
            assertThatThrownBy(() -> SocketFile.removeStale(path))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another process listens there (EADDRINUSE, 98)");
            assertThat(path).exists();
        }
    }

    @Test
    void link_to_a_stale_socket_stays() throws Exception {
        var stale = folder.resolve("stale");
        listen(stale).close();
        var link = Files.createSymbolicLink(folder.resolve("link"), stale);
        assertThatThrownBy(() -> SocketFile.removeStale(link)).hasMessageContaining("is not a socket");
        assertThat(link).isSymbolicLink();
    }

    @Test
    void too_long_path_is_refused() {
        var path = folder.resolve("x".repeat(107));
        assertThatThrownBy(() -> SocketFile.create(path, OWNER_ONLY, SocketFileTest::listen))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("limited to 107 bytes");
    }

    @Test
    void directory_of_a_dead_process_is_removed_and_others_stay() throws Exception {
        var dead = directory("puce-dead");
        listen(dead.resolve("pcscd.comm")).close();
        var alive = directory("puce-alive");
        var withFile = directory("puce-file");
        Files.createFile(withFile.resolve("precious"));
        var empty = directory("puce-empty");
        var own = directory("puce-own");
        try (var _ = listen(alive.resolve("pcscd.comm"))) {
            for (var old : new Path[] {dead, alive, withFile}) {
                Files.setLastModifiedTime(old, FileTime.from(Instant.EPOCH));
            }
            SocketDirectory.at(own).removeStaleSiblings("puce-", Instant.now().minusSeconds(60));
        }
        assertThat(dead).doesNotExist();
        assertThat(alive).exists();
        assertThat(withFile.resolve("precious")).exists();
        assertThat(empty).as("may belong to a process that starts").exists();
    }

    private Path directory(String name) throws IOException {
        return Files.createDirectory(folder.resolve(name));
    }
}
