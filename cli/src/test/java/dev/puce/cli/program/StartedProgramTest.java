package dev.puce.cli.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.puce.cli.terminal.CommandFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Programs that do not start. Module `it` runs programs that do.
class StartedProgramTest {
    @TempDir
    private Path folder;

    private static void assertRefused(String program, int status, String message) {
        assertThatThrownBy(() -> StartedProgram.start(List.of(program), Path.of("/nonexistent")))
                .isInstanceOfSatisfying(
                        CommandFailedException.class,
                        failure -> assertThat(failure.status()).hasValue(status))
                .hasMessageStartingWith("Cannot run " + program)
                .hasMessageContaining(message);
    }

    @Test
    void file_without_permission_yields_126_and_the_remedy() throws IOException {
        var file = Files.writeString(folder.resolve("program"), "#!/bin/sh\n");
        assertRefused(file.toString(), 126, "chmod +x " + file);
    }

    @Test
    void folder_yields_126() {
        assertRefused(folder.toString(), 126, "it is a folder");
    }

    @Test
    void missing_file_yields_127() {
        assertRefused(folder.resolve("missing").toString(), 127, "no such file");
    }

    @Test
    void missing_name_yields_127_and_names_the_path() {
        assertRefused("no-such-program", 127, "PATH");
    }
}
