package dev.puce.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DaemonSocketPathTest {
    @TempDir
    Path folder;

    @Test
    void environment_variable_has_precedence() {
        assertThat(DaemonSocketPath.find("/some/where", List.of(folder))).isEqualTo(Path.of("/some/where"));
    }

    @Test
    void first_existing_path_is_used_without_the_variable() throws Exception {
        Path second = Files.createFile(folder.resolve("second"));
        assertThat(DaemonSocketPath.find(null, List.of(folder.resolve("first"), second)))
                .isEqualTo(second);
        assertThat(DaemonSocketPath.find("", List.of(folder.resolve("first"), second)))
                .isEqualTo(second);
    }

    @Test
    void first_path_is_the_default() {
        assertThat(DaemonSocketPath.find(null, List.of(folder.resolve("first"), folder.resolve("second"))))
                .isEqualTo(folder.resolve("first"));
    }
}
