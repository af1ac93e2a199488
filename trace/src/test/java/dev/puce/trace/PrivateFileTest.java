package dev.puce.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.puce.testkit.Skip;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PrivateFileTest {
    @TempDir
    private Path folder;

    private static void write(Path file) throws IOException {
        try (var channel = PrivateFile.create(file)) {
            channel.write(ByteBuffer.wrap("new".getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static void assertIsOurs(Path file) throws IOException {
        assertThat(file).hasContent("new");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void is_ours_alone_whether_it_was_there_or_not() throws IOException {
        var file = folder.resolve("file");
        write(file);
        assertIsOurs(file);
        Files.writeString(file, "something longer");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        write(file);
        assertIsOurs(file);
    }

    @Test
    void may_be_reached_through_a_link_to_what_is_not_there_yet() throws IOException {
        var link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("file"));
        write(link);
        assertThat(link).isSymbolicLink();
        assertIsOurs(folder.resolve("file"));
    }

    @Test
    void files_of_other_users_are_refused_and_stay_as_they_are() throws IOException {
        Skip.unless(
                "root".equals(System.getProperty("user.name")), "only root can give a file away", "run ./test as root");
        var file = Files.writeString(folder.resolve("file"), "his");
        Files.setAttribute(file, "unix:uid", 65534);
        assertThatIOException()
                .isThrownBy(() -> write(file))
                .withMessageContaining(file + " belongs to ")
                .withMessageContaining("delete it, or name another file");
        assertThat(file).hasContent("his");
    }
}
