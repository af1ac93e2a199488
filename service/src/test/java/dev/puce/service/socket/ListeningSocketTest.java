package dev.puce.service.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.puce.testkit.Skip;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListeningSocketTest {
    @TempDir
    private Path folder;

    @Test
    void open_refuses_a_pipe_and_keeps_it() throws Exception {
        Path pipe = folder.resolve("pipe");
        Skip.unless(
                new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0,
                "mkfifo fails here",
                "apt-get install coreutils");
        assertRefusedAndKept(pipe);
    }

    @Test
    void open_refuses_a_file_and_a_link_and_keeps_them() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertRefusedAndKept(file);
        assertRefusedAndKept(Files.createSymbolicLink(folder.resolve("link"), stale()));
    }

    private static void assertRefusedAndKept(Path path) {
        assertThatThrownBy(() -> ListeningSocket.open(Optional.of(path), false))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not a socket");
        assertThat(Files.exists(path, LinkOption.NOFOLLOW_LINKS)).isTrue();
    }

    @Test
    void stale_socket_is_replaced_and_removed_on_close() throws IOException {
        Path stale = stale();
        try (var socket = ListeningSocket.open(Optional.of(stale), false)) {
            assertThat(socket.path()).isEqualTo(stale);
            assertThatThrownBy(() -> ListeningSocket.open(Optional.of(stale), false))
                    .hasMessageContaining("another process listens there");
        }
        assertThat(stale).doesNotExist();
    }

    @Test
    void new_service_removes_the_directory_of_a_killed_one() throws IOException {
        Path killed = Files.createTempDirectory(ListeningSocket.PREFIX);
        Files.move(stale(), killed.resolve("pcscd.comm"));
        Files.setLastModifiedTime(killed, FileTime.from(Instant.now().minusSeconds(3600)));
        Path recent = Files.createTempDirectory(ListeningSocket.PREFIX);
        ListeningSocket.open(Optional.empty(), false).close();
        assertThat(killed).doesNotExist();
        assertThat(recent).isEmptyDirectory();
        Files.delete(recent);
    }

    private Path stale() throws IOException {
        Path path = folder.resolve("stale");
        try (var dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(path));
        }
        return path;
    }

    @Test
    void private_socket_appears_with_its_permissions_and_leaves_no_other_file() throws IOException {
        Path path = folder.resolve("private");
        try (var _ = ListeningSocket.open(Optional.of(path), false)) {
            assertThat(Files.getPosixFilePermissions(path)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
            try (var files = Files.list(folder)) {
                assertThat(files).containsExactly(path);
            }
            try (var client = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
                assertThat(client.isConnected()).isTrue();
            }
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void socket_for_all_users_is_accessible_to_all() throws IOException {
        Path path = folder.resolve("public");
        try (var _ = ListeningSocket.open(Optional.of(path), true)) {
            assertThat(Files.getPosixFilePermissions(path)).isEqualTo(PosixFilePermissions.fromString("rw-rw-rw-"));
        }
    }

    @Test
    void path_that_is_too_long_is_refused_with_the_limit() {
        Path path = folder.resolve("x".repeat(120));
        assertThatThrownBy(() -> ListeningSocket.open(Optional.of(path), false))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("limited to 107 bytes");
    }

    @Test
    void missing_directory_is_reported() {
        assertThatThrownBy(() -> ListeningSocket.open(Optional.of(folder.resolve("missing/socket")), false))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("its directory does not exist");
    }
}
