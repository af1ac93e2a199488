package dev.puce.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UnsharedPathTest {
    @TempDir
    private Path folder;

    private Path own;
    private Path shared;

    @BeforeEach
    void createDirectories() throws IOException {
        own = Files.createDirectory(folder.resolve("own")).toRealPath();
        shared = Files.createDirectory(folder.resolve("shared")).toRealPath();
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    @Test
    void file_without_links_is_found_also_in_a_shared_directory() throws Exception {
        var file = Files.writeString(shared.resolve("file"), "text");
        try (var path = UnsharedPath.resolve(file)) {
            assertThat(path.path()).hasContent("text");
            assertThat(path.realPath()).isEqualTo(file);
        }
    }

    @Test
    void missing_file_is_named_in_its_directory() throws Exception {
        try (var path = UnsharedPath.resolve(own.resolve("new"))) {
            Files.writeString(path.path(), "text");
        }
        assertThat(own.resolve("new")).hasContent("text");
    }

    @Test
    void missing_directory_is_reported_by_its_name() {
        var file = own.resolve("missing/file");
        assertThatThrownBy(() -> UnsharedPath.resolve(file))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(file.toString());
    }

    @Test
    void link_in_an_own_directory_is_followed() throws Exception {
        var target = Files.writeString(own.resolve("target"), "text");
        var link = Files.createSymbolicLink(own.resolve("link"), Path.of("target"));
        var directory = Files.createSymbolicLink(own.resolve("directory"), own);
        for (var file : new Path[] {link, directory.resolve("target"), directory.resolve("link")}) {
            try (var path = UnsharedPath.resolve(file)) {
                assertThat(path.realPath()).as(file.toString()).isEqualTo(target);
            }
        }
    }

    @Test
    void link_in_a_shared_directory_is_refused() throws Exception {
        var target = Files.writeString(own.resolve("target"), "text");
        var link = Files.createSymbolicLink(shared.resolve("link"), target);
        var directory = Files.createSymbolicLink(shared.resolve("directory"), own);
        var indirect = Files.createSymbolicLink(own.resolve("indirect"), link);
        for (var file : new Path[] {link, directory.resolve("target"), indirect}) {
            assertThatThrownBy(() -> UnsharedPath.resolve(file))
                    .as(file.toString())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("in a directory that other users can write to");
        }
    }

    @Test
    void endless_links_are_refused() throws Exception {
        var link = Files.createSymbolicLink(own.resolve("link"), Path.of("link"));
        assertThatThrownBy(() -> UnsharedPath.resolve(link)).hasMessageContaining("too many symbolic links");
    }

    @Test
    void standard_output_is_a_link_of_the_kernel() throws Exception {
        try (var path = UnsharedPath.resolve(Path.of("/proc/self/fd/1"))) {
            assertThat(path.isKernelLink()).isTrue();
        }
    }
}
