package dev.puce.spy.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RelaySocketTest {
    @TempDir
    private Path folder;

    @Test
    void private_socket_is_accessible_to_its_owner_only_and_is_removed() throws Exception {
        Path path;
        try (var socket = RelaySocket.inPrivateDirectory()) {
            path = socket.path();
            assertThat(mode(path)).isEqualTo("rw-------");
            assertThat(mode(path.getParent())).isEqualTo("rwx------");
        }
        assertThat(path.getParent()).doesNotExist();
    }

    @Test
    void stale_socket_is_replaced() throws Exception {
        var path = folder.resolve("socket");
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(path))
                .close(); // its file stays
        try (var socket = RelaySocket.at(path)) {
            assertThat(socket.path()).exists();
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void socket_or_file_in_use_stays() throws Exception {
        var path = folder.resolve("socket");
        try (var _ = RelaySocket.at(path)) {
            assertThatThrownBy(() -> RelaySocket.at(path))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another process listens there (EADDRINUSE, 98)");
        }
        var file = Files.writeString(folder.resolve("file"), "precious");
        assertThatThrownBy(() -> RelaySocket.at(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the file there is not a socket");
        assertThat(file).hasContent("precious");
    }

    /// Connecting to a pipe or a device fails as it does with a stale socket.
    @Test
    void pipe_stays() throws Exception {
        var pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        assertThatThrownBy(() -> RelaySocket.at(pipe)).hasMessageContaining("the file there is not a socket");
        assertThat(pipe).exists();
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
