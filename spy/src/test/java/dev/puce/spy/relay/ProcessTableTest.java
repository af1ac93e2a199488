package dev.puce.spy.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.puce.posix.PeerCredentials;
import dev.puce.posix.ProcessFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProcessTableTest {
    @Test
    void ended_process_is_known_by_its_number_only() {
        var caller = ProcessTable.caller(new PeerCredentials(Integer.MAX_VALUE, 1000, 1000, List.of()), 3);
        assertThat(caller.program()).isEmpty();
        assertThat(caller.commandLine()).isEmpty();
        assertThat(caller.pid()).hasValue(Integer.MAX_VALUE);
        assertThat(caller.uid()).hasValue(1000);
        assertThat(caller.connection()).isEqualTo(3);
    }

    @Test
    void flatpak_is_named_by_the_file_in_its_root(@TempDir Path process) throws Exception {
        Files.writeString(flatpakInfo(process), "[Application]\nname=org.example.Signer\n");
        assertThat(container(process)).contains("flatpak org.example.Signer");
    }

    @Test
    void link_in_the_root_of_a_process_is_not_followed(@TempDir Path process) throws Exception {
        var secret = Files.writeString(process.resolve("secret"), "name=secret\n");
        Files.createSymbolicLink(flatpakInfo(process), secret);
        assertThat(container(process)).isEmpty();
    }

    @Test
    void pipe_in_the_root_of_a_process_does_not_block(@TempDir Path process) throws Exception {
        var pipe = flatpakInfo(process);
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> assertThat(container(process)).isEmpty());
    }

    private static Path flatpakInfo(Path process) throws IOException {
        return Files.createDirectory(process.resolve("root")).resolve(".flatpak-info");
    }

    private static Optional<String> container(Path process) throws IOException {
        int uid = (int) Files.getAttribute(process, "unix:uid");
        return ProcessTable.container(ProcessFiles.in(process), new PeerCredentials(1, uid, uid, List.of()));
    }
}
