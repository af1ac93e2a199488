package dev.puce.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SilentProgramTest {
    @Test
    void ordinary_program_may_not_use_pcsc(@TempDir Path folder) throws IOException {
        Path program = Files.createFile(
                folder.resolve("program"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        assertThat(SilentProgram.reasons(List.of(program.toString())))
                .singleElement()
                .asString()
                .contains("may not use PC/SC");
    }

    @Test
    void setuid_program_ignores_the_variable(@TempDir Path folder) throws IOException {
        Path program = Files.createFile(folder.resolve("program"));
        Files.setAttribute(program, "unix:mode", 0104755);
        assertThat(SilentProgram.reasons(List.of(program.toString())).getFirst())
                .contains("setuid", "--attach");
    }

    @Test
    void sandbox_may_hide_the_socket() {
        assertThat(SilentProgram.reasons(List.of("flatpak", "run", "org.example.App")))
                .anySatisfy(reason -> assertThat(reason).contains("sandbox"));
    }

    @Test
    void running_instance_is_counted() throws IOException, InterruptedException {
        Process other = new ProcessBuilder("cat").start();
        try {
            assertThat(SilentProgram.reasons(List.of("cat")))
                    .anySatisfy(reason -> assertThat(reason).contains("cat runs already"));
        } finally {
            other.getOutputStream().close();
            other.waitFor();
        }
    }
}
