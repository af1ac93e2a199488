package dev.puce.service.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.puce.testkit.Skip;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListeningSocketTest {
    @TempDir
    private Path folder;

    @Test
    void a_pipe_is_refused_and_stays() throws Exception {
        Path pipe = folder.resolve("pipe");
        Skip.unless(
                new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0,
                "mkfifo fails here",
                "apt-get install coreutils");
        assertStays(pipe);
    }

    @Test
    void a_file_and_a_link_are_refused_and_stay() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertStays(file);
        assertStays(Files.createSymbolicLink(folder.resolve("link"), leftBehind()));
    }

    private static void assertStays(Path path) {
        assertThatThrownBy(() -> ListeningSocket.open(Optional.of(path), false))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is not a socket");
        assertThat(Files.exists(path, LinkOption.NOFOLLOW_LINKS)).isTrue();
    }

    @Test
    void a_socket_that_was_left_behind_is_taken_over_and_removed_at_the_end() throws IOException {
        Path left = leftBehind();
        try (var socket = ListeningSocket.open(Optional.of(left), false)) {
            assertThat(socket.path()).isEqualTo(left);
            assertThatThrownBy(() -> ListeningSocket.open(Optional.of(left), false))
                    .hasMessageContaining("another process listens there");
        }
        assertThat(left).doesNotExist();
    }

    private Path leftBehind() throws IOException {
        Path path = folder.resolve("left");
        try (var dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(path));
        }
        return path;
    }
}
