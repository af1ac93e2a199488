package dev.puce.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;

class WithRecordingTest {
    @Test
    void a_test_that_does_what_was_recorded_passes() {
        assertThat(failure("does_what_was_recorded")).isEmpty();
    }

    @Test
    void a_command_that_was_not_recorded_fails_the_test() {
        assertThat(failure("does_something_else").orElseThrow())
                .contains("expected call 2: 00 A4 00 0C 02 3F 00")
                .contains("came     00 A4 00 0C 02 2F 00");
    }

    @Test
    void commands_that_do_not_come_fail_the_test() {
        assertThat(failure("does_nothing").orElseThrow())
                .contains("1 of 1 recorded commands to Recorded 00 00 did not come");
    }

    @Test
    void by_command_polling_is_no_failure() {
        assertThat(failure("polls")).isEmpty();
    }

    private static Optional<String> failure(String method) {
        String parameters = method.equals("does_nothing") ? "" : TestPcsc.class.getName();
        var finished = EngineTestKit.engine("junit-jupiter")
                .selectors(selectMethod(RecordingSamples.class, method, parameters))
                .execute()
                .testEvents()
                .finished()
                .list();
        return finished.getFirst()
                .getRequiredPayload(TestExecutionResult.class)
                .getThrowable()
                .map(Throwable::getMessage);
    }
}
