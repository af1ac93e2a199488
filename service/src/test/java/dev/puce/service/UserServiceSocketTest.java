package dev.puce.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.puce.service.peer.UserId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserServiceSocketTest {
    @TempDir
    private Path runtime;

    private Map<String, String> environment;

    @BeforeEach
    void setRuntimeDirectory() {
        environment = Map.of("XDG_RUNTIME_DIR", runtime.toString());
    }

    @Test
    void find_returns_the_socket_while_a_service_listens() throws IOException {
        assertThat(UserServiceSocket.find(environment)).isEmpty();
        Path socket = UserServiceSocket.create(environment);
        assertThat(socket).isEqualTo(runtime.resolve("puce/pcscd.comm"));
        assertThat(UserServiceSocket.find(environment)).as("no service yet").isEmpty();
        try (var _ = PcscService.start(ServiceOptions.USUAL.withSocket(socket))) {
            assertThat(UserServiceSocket.find(environment)).hasValue(socket);
            assertThat(UserServiceSocket.create(environment)).isEqualTo(socket);
        }
        assertThat(UserServiceSocket.find(environment))
                .as("the service has ended")
                .isEmpty();
    }

    @Test
    void directory_is_private() throws IOException {
        Path directory = UserServiceSocket.create(environment).getParent();
        assertThat(Files.getPosixFilePermissions(directory)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void directory_that_others_can_write_to_is_refused_and_ignored() throws IOException {
        Path socket = UserServiceSocket.create(environment);
        Files.setPosixFilePermissions(socket.getParent(), PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(() -> UserServiceSocket.create(environment))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("other users can write to it", "chmod 700");
        try (var _ = PcscService.start(ServiceOptions.USUAL.withSocket(socket))) {
            assertThat(UserServiceSocket.find(environment)).isEmpty();
        }
    }

    @Test
    void link_in_place_of_the_directory_is_refused() throws IOException {
        Files.createSymbolicLink(runtime.resolve("puce"), Files.createDirectory(runtime.resolve("elsewhere")));
        assertThatThrownBy(() -> UserServiceSocket.create(environment))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("it is not a directory");
        assertThat(UserServiceSocket.find(environment)).isEmpty();
    }

    @Test
    void path_is_in_tmp_without_a_runtime_directory() {
        assumeTrue(UserId.effective().isPresent(), "needs /proc");
        Path expected = Path.of("/tmp/puce-" + UserId.effective().getAsInt() + "/pcscd.comm");
        assertThat(UserServiceSocket.path(Map.of())).isEqualTo(expected);
        assertThat(UserServiceSocket.path(Map.of("XDG_RUNTIME_DIR", ""))).isEqualTo(expected);
        assertThat(UserServiceSocket.path(Map.of("XDG_RUNTIME_DIR", "/missing")))
                .isEqualTo(expected);
    }
}
