package dev.puce.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.pcsc.Caller;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class KnownProcessesTest {
    private final KnownProcesses processes = new KnownProcesses();

    @Test
    void a_process_is_met_once() {
        assertThat(processes.meetsFirst(process(1, "a"))).isTrue();
        assertThat(processes.meetsFirst(process(1, "a"))).isFalse();
        assertThat(processes.meetsFirst(process(2, "a"))).isTrue();
    }

    @Test
    void a_number_that_another_process_gets_is_another_process() {
        processes.meetsFirst(process(1, "a"));
        assertThat(processes.meetsFirst(process(1, "b"))).isTrue();
        assertThat(processes.meetsFirst(process(1, "b"))).isFalse();
    }

    @Test
    void those_not_met_for_long_are_forgotten_and_the_others_are_not() {
        for (int pid = 2; pid < 100_000; pid++) {
            processes.meetsFirst(process(1, "always there"));
            processes.meetsFirst(process(pid, "short-lived"));
        }
        assertThat(processes.meetsFirst(process(1, "always there"))).isFalse();
        assertThat(processes.meetsFirst(process(99_999, "short-lived"))).isFalse();
        assertThat(processes.meetsFirst(process(2, "short-lived"))).isTrue();
    }

    @Test
    void a_lost_description_is_written_again() {
        processes.meetsFirst(process(1, "a"));
        processes.clear();
        assertThat(processes.meetsFirst(process(1, "a"))).isTrue();
    }

    private static Caller process(int pid, String program) {
        return new Caller(
                program,
                OptionalInt.of(pid),
                OptionalInt.empty(),
                List.of(program),
                Optional.empty(),
                1,
                Optional.empty());
    }
}
