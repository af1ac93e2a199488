package dev.puce.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.testkit.Await;
import dev.puce.testkit.Skip;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ProcessEndTest {
    @Test
    void kill_ends_descendants() throws Exception {
        var process = new ProcessBuilder("sh", "-c", "sleep 300 & exec sleep 300").start();
        Await.until("it has a child", () -> process.children().findAny().isPresent());
        var child = process.children().findAny().orElseThrow();
        ProcessEnd.kill(process);
        assertThat(process.isAlive()).isFalse();
        assertThat(child.info().command()).as("a zombie has none").isEmpty();
    }

    @Test
    void await_does_not_wait_for_a_zombie() throws Exception {
        Skip.unless(Files.exists(Path.of("/proc/self/stat")), "/proc is missing", "run the test on Linux");
        // sleep does not ask for the exit status of the child that it has inherited from the shell
        var process = new ProcessBuilder("sh", "-c", "sleep 0 & exec sleep 300").start();
        try {
            Await.until("it has a child", () -> process.children().findAny().isPresent());
            ProcessEnd.await(process.children().toList());
            assertThat(process.children()).hasSize(1).allMatch(ProcessHandle::isAlive);
        } finally {
            ProcessEnd.kill(process);
        }
    }
}
