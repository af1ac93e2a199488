package dev.puce.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class PassedFileTest {
    @TempDir
    Path folder;

    @Test
    void does_not_write_to_a_file_that_is_open_for_input() throws IOException {
        Path jar = Files.writeString(folder.resolve("puce.jar"), "content");
        try (var _ = new FileInputStream(jar.toFile())) {
            int descriptor = descriptorOf(jar);
            assertThatThrownBy(() -> PassedFile.append(descriptor))
                    .isInstanceOf(IOException.class)
                    .hasMessage("file descriptor " + descriptor + " is not open for output. Open it in the shell: "
                            + descriptor + ">FILE");
        }
        assertThat(jar).hasContent("content");
    }

    @Test
    void writes_after_the_content_of_a_file_that_is_open_for_output() throws IOException {
        Path log = Files.writeString(folder.resolve("log"), "before ");
        try (var _ = new FileOutputStream(log.toFile(), true);
                var out = PassedFile.append(descriptorOf(log))) {
            out.write("after".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(log).hasContent("before after");
    }

    @Test
    void reports_a_descriptor_that_is_not_open() {
        assertThatThrownBy(() -> PassedFile.append(9999))
                .hasMessageContaining("file descriptor 9999 is not open for output");
        assertThatThrownBy(() -> PassedFile.append(-1))
                .hasMessageContaining("file descriptor -1 is not open for output");
    }

    private static int descriptorOf(Path file) throws IOException {
        try (var open = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path descriptor : open) {
                if (Files.isSymbolicLink(descriptor)
                        && Files.readSymbolicLink(descriptor).equals(file)) {
                    return Integer.parseInt(descriptor.getFileName().toString());
                }
            }
        }
        throw new AssertionError(file + " is not open");
    }
}
