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
    void the_private_one_is_ours_alone_and_leaves_nothing() throws Exception {
        Path path;
        try (var socket = RelaySocket.inPrivateDirectory()) {
            path = socket.path();
            assertThat(mode(path)).isEqualTo("rw-------");
            assertThat(mode(path.getParent())).isEqualTo("rwx------");
        }
        assertThat(path.getParent()).doesNotExist();
    }

    @Test
    void what_a_killed_process_left_is_replaced() throws Exception {
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
    void what_is_in_use_stays() throws Exception {
        var path = folder.resolve("socket");
        try (var _ = RelaySocket.at(path)) {
            assertThatThrownBy(() -> RelaySocket.at(path))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another process listens there (EADDRINUSE)");
        }
        var file = Files.writeString(folder.resolve("file"), "precious");
        assertThatThrownBy(() -> RelaySocket.at(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("something is there that is no socket");
        assertThat(file).hasContent("precious");
    }

    /// To connect to a pipe or a device fails as it does to a socket that a killed process left.
    @Test
    void a_pipe_stays() throws Exception {
        var pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        assertThatThrownBy(() -> RelaySocket.at(pipe)).hasMessageContaining("something is there that is no socket");
        assertThat(pipe).exists();
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
