package dev.puce.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;

class WithRecordingTest {
    @Test
    void test_that_sends_the_recorded_commands_passes() {
        assertThat(failure("sends_the_recorded_command")).isEmpty();
    }

    @Test
    void unrecorded_command_fails_the_test() {
        assertThat(failure("sends_another_command").orElseThrow())
                .contains("expected call 2: 00 A4 00 0C 02 3F 00")
                .contains("came     00 A4 00 0C 02 2F 00");
    }

    @Test
    void missing_commands_fail_the_test() {
        assertThat(failure("sends_nothing").orElseThrow())
                .contains("1 of 1 recorded commands to Recorded 00 00 did not arrive");
    }

    @Test
    void polling_passes_with_matching_by_command() {
        assertThat(failure("polls")).isEmpty();
    }

    private static Optional<String> failure(String method) {
        String parameters = method.equals("sends_nothing") ? "" : TestPcsc.class.getName();
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
