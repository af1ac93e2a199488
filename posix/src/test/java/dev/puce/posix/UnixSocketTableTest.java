package dev.puce.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UnixSocketTableTest {
    @Test
    void client_of_a_socket_is_found_by_the_path(@TempDir Path folder) throws Exception {
        Path path = folder.resolve("s");
        try (var listener = UnixSocket.listen(path, 2)) {
            assertThat(UnixSocketTable.clientsOf(path)).isEmpty();
            try (var _ = UnixSocket.connect(path, () -> false);
                    var accepted = listener.accept()) {
                assertThat(accepted).isNotNull();
                assertClient(path);
                Path link = Files.createSymbolicLink(folder.resolve("link"), path);
                assertClient(link);
                assertClient(Files.move(path, folder.resolve("renamed")));
            }
        }
    }

    private static void assertClient(Path path) throws Exception {
        var own = ProcessFiles.of(ProcessHandle.current().pid());
        assertThat(UnixSocketTable.clientsOf(path))
                .singleElement()
                .satisfies(inode -> assertThat(own.openFiles()).contains("socket:[" + inode + "]"));
    }
}
