package dev.puce.spy;

import static dev.puce.spy.KnownProcesses.Meeting.AGAIN;
import static dev.puce.spy.KnownProcesses.Meeting.FIRST;
import static dev.puce.spy.KnownProcesses.Meeting.NUMBER_OF_ANOTHER;
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
        assertThat(processes.meet(process(1, "a"))).isEqualTo(FIRST);
        assertThat(processes.meet(process(1, "a"))).isEqualTo(AGAIN);
        assertThat(processes.meet(process(2, "a"))).isEqualTo(FIRST);
    }

    @Test
    void a_number_that_another_process_gets_is_another_process() {
        processes.meet(process(1, "a"));
        assertThat(processes.meet(process(1, "b"))).isEqualTo(NUMBER_OF_ANOTHER);
        assertThat(processes.meet(process(1, "b"))).isEqualTo(AGAIN);
    }

    @Test
    void those_not_met_for_long_are_forgotten_and_the_others_are_not() {
        for (int pid = 2; pid < 100_000; pid++) {
            processes.meet(process(1, "always there"));
            processes.meet(process(pid, "short-lived"));
        }
        assertThat(processes.meet(process(1, "always there"))).isEqualTo(AGAIN);
        assertThat(processes.meet(process(99_999, "short-lived"))).isEqualTo(AGAIN);
        assertThat(processes.meet(process(2, "short-lived"))).isEqualTo(FIRST);
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
