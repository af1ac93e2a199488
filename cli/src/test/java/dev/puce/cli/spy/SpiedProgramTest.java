package dev.puce.cli.spy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is said when a program does not start; programs that do are run in module `it`.
class SpiedProgramTest {
    @TempDir
    private Path folder;

    @Test
    void a_file_without_permission_is_not_looked_for_on_the_path() throws IOException {
        var file = Files.writeString(folder.resolve("program"), "#!/bin/sh\n");
        assertThat(SpiedProgram.advice(file.toString())).endsWith("chmod +x " + file);
    }

    @Test
    void a_folder_is_no_program() {
        assertThat(SpiedProgram.advice(folder.toString())).contains("folder");
    }

    @Test
    void a_missing_file_is_not_looked_for_on_the_path() {
        assertThat(SpiedProgram.advice(folder.resolve("missing").toString())).isEmpty();
    }

    @Test
    void a_name_alone_is() {
        assertThat(SpiedProgram.advice("no-such-program")).contains("PATH");
    }
}
