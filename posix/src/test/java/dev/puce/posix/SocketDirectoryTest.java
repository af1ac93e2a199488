package dev.puce.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SocketDirectoryTest {
    private static final String PREFIX = "puce-directory-test-";

    /// Each process looks at the directories of the others, which may be gone a moment later.
    @Test
    @Timeout(180)
    void many_at_the_same_time_do_not_disturb_each_other() throws Exception {
        Callable<Integer> process = () -> {
            int made = 0;
            for (int i = 0; i < 2_000; i++) {
                try (var directory = SocketDirectory.temporary(PREFIX)) {
                    made += Files.isDirectory(directory.path()) ? 1 : 0;
                }
            }
            return made;
        };
        try (var processes = Executors.newFixedThreadPool(4)) {
            var running = new ArrayList<Future<Integer>>();
            for (int i = 0; i < 4; i++) {
                running.add(processes.submit(process));
            }
            for (var end : running) {
                assertThat(end.get()).isEqualTo(2_000);
            }
        }
    }
}
