package dev.puce.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Signals to `puce web -- COMMAND`.
class WebCommandTest {
    @TempDir
    private Path folder;

    @Test
    void a_signal_to_a_running_command_keeps_the_page() throws Exception {
        String command = "trap 'exit 7' TERM; kill -TERM $PPID; while :; do sleep 0.1; done";
        try (var web = RunningProgram.start(
                Map.of(), CommandResult.puceCommand("web", "--virtual", "--", "sh", "-c", command))) {
            web.await("The page stays until Ctrl-C.", 0);
            web.terminate();
            assertThat(web.awaitEnd()).as(web.output()).isEqualTo(7);
        }
    }

    /// The kernel closes the pipe when the command has begun to exit. Then its child sends the signal.
    @Test
    void a_signal_that_comes_as_the_command_ends_ends_the_page() throws IOException {
        String command = "mkfifo '%1$s'; (read line; kill -INT $PPID) < '%1$s' & exec 3> '%1$s'; exit 7"
                .formatted(folder.resolve("pipe"));
        CommandResult ran = CommandResult.puce(Map.of(), "web", "--virtual", "--", "sh", "-c", command);
        assertThat(ran.status()).as(ran.err()).isEqualTo(7);
    }
}
