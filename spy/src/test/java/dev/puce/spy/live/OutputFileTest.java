package dev.puce.spy.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.puce.posix.ThreadIdentity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OutputFileTest {
    @TempDir
    private Path folder;

    private static void write(Path file, String text) throws IOException {
        try (var channel = OutputFile.open(file)) {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    void new_and_existing_files_are_written_for_their_owner_only() throws Exception {
        var file = folder.resolve("file");
        write(file, "a long text");
        write(file, "text");
        assertThat(file).hasContent("text");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void link_in_an_own_directory_is_followed() throws Exception {
        var target = Files.createFile(folder.resolve("target"));
        write(Files.createSymbolicLink(folder.resolve("link"), target), "text");
        assertThat(target).hasContent("text");
    }

    @Test
    void devices_are_written_through_links() throws Exception {
        write(Files.createSymbolicLink(folder.resolve("link"), Path.of("/dev/null")), "text");
    }

    @Test
    void missing_directory_is_named() {
        var file = folder.resolve("missing/file");
        assertThatThrownBy(() -> OutputFile.open(file))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(file.toString());
    }

    @Test
    void root_follows_no_link_in_a_directory_that_others_can_write() throws Exception {
        assumeTrue(ThreadIdentity.isRoot(), "only root needs this protection");
        var victim = Files.writeString(folder.resolve("victim"), "precious");
        var shared = Files.createDirectory(folder.resolve("shared"));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));
        var link = Files.createSymbolicLink(shared.resolve("trace"), victim);
        assertThatThrownBy(() -> OutputFile.open(link))
                .hasMessageContaining(link + " leads over the symbolic link trace");
        assertThatThrownBy(() -> OutputFile.realPath(link)).isInstanceOf(IOException.class);
        assertThat(victim).hasContent("precious");
    }
}
