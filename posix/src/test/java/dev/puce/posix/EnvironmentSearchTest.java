package dev.puce.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class EnvironmentSearchTest {
    @Test
    void finds_the_process_with_the_assignment_until_it_ends() throws IOException, InterruptedException {
        String value = "yes" + ProcessHandle.current().pid(); // other runs of this test are not found
        var builder = new ProcessBuilder("cat");
        builder.environment().put("PUCE_SEARCHED", value);
        Process process = builder.start();
        try {
            assertThat(EnvironmentSearch.processes("PUCE_SEARCHED=" + value))
                    .extracting(EnvironmentSearch.Found::pid)
                    .containsExactly(process.pid());
            assertThat(EnvironmentSearch.processes("PUCE_SEARCHED=y")).isEmpty();
        } finally {
            process.getOutputStream().close();
            process.waitFor();
        }
        assertThat(EnvironmentSearch.processes("PUCE_SEARCHED=" + value)).isEmpty();
    }
}
