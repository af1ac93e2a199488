package dev.puce.diagnose.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.puce.diagnose.finding.Layer;
import dev.puce.diagnose.finding.Severity;
import dev.puce.diagnose.finding.TraceFinding;
import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.EventState;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.Protocols;
import dev.puce.pcsc.ReaderState;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.ShareMode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// The rules about patterns of many calls.
final class PatternRulesTest {
    private static final String SIGN = "0087079A0401020304";
    private static final String READ = "00B0000004";
    private static final String CONTENT = "010203049000";
    private static final OptionalInt FAILED = OptionalInt.of(1);
    private static final Result READER_IS_EMPTY = states(EventState.EMPTY);

    private final Scene scene = new Scene();
    private final Scene.Actor tool = scene.program("pkcs11-tool", 100);
    private final Call wait = new Call.GetStatusChange(100, OptionalLong.of(0), Optional.empty());

    private static Result states(int state) {
        return new Result.GetStatusChange(
                List.of(new ReaderState(Scene.READER, Optional.empty(), new EventState(state), Bytes.EMPTY)));
    }

    private List<TraceFinding> findings(String rule) {
        return scene.diagnose().findings().stream()
                .filter(finding -> finding.rule().equals(rule))
                .toList();
    }

    private TraceFinding only(String rule) {
        var found = findings(rule);
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    @Test
    void errors_that_the_log_reports_are_notes() {
        scene.mark("card inserted", Scene.READER)
                .mark("failed to transmit APDU", Scene.READER)
                .mark("failed to transmit APDU", Scene.READER)
                .mark("C_Login", "CKR_PIN_INCORRECT")
                .mark("C_GetAttributeValue", "CKR_ATTRIBUTE_TYPE_INVALID")
                .mark("C_Finalize", "CKR_OK");
        assertThat(findings("reported-error"))
                .extracting(TraceFinding::severity, TraceFinding::text)
                .containsExactly(
                        tuple(
                                Severity.NOTE,
                                "The log reports 2 times, first at number 2: failed to transmit APDU: " + Scene.READER
                                        + "."),
                        tuple(Severity.NOTE, "The log reports at number 4: C_Login: CKR_PIN_INCORRECT."));
    }

    private static void assertThatNote(TraceFinding finding, Layer layer, long call) {
        assertThat(finding.severity()).isEqualTo(Severity.NOTE);
        assertThat(finding.layer()).isEqualTo(layer);
        assertThat(finding.call()).isEqualTo(call);
    }

    private static void assertThatProblem(TraceFinding finding, Layer layer, long call) {
        assertThat(finding.severity()).isEqualTo(Severity.PROBLEM);
        assertThat(finding.layer()).isEqualTo(layer);
        assertThat(finding.call()).isEqualTo(call);
        assertThat(finding.nextStep()).isNotEmpty();
    }

    @Test
    void gap_is_a_pause_between_commands_to_a_card() {
        tool.establish().connect(ShareMode.SHARED).work();
        scene.pause(5_000);
        tool.transmit(READ, CONTENT);
        assertThatNote(only("gap"), Layer.APPLICATION, 6);
        assertThat(only("gap").text()).contains("between call 5 and call 6").doesNotContain("in all");
        scene.pause(3_000);
        tool.transmit(READ, CONTENT);
        assertThat(only("gap").count()).isEqualTo(2);
        assertThat(only("gap").text()).contains("between call 5 and call 6").contains("2 times");
    }

    @Test
    void pauses_before_the_first_command_and_short_ones_are_not_gaps() {
        tool.establish();
        scene.pause(60_000);
        tool.connect(ShareMode.SHARED);
        scene.pause(60_000);
        tool.work();
        scene.pause(1_000);
        tool.work();
        assertThat(findings("gap")).isEmpty();
    }

    @Test
    void known_device_is_named_with_its_source() {
        tool.establish()
                .call(
                        new Call.Connect(100, "Alcor Micro AU9540 00 00", ShareMode.SHARED, Protocols.ANY),
                        ReturnCode.SUCCESS,
                        new Result.Connect(100, Protocol.T1))
                .work();
        assertThatNote(only("known-device"), Layer.READER, 2);
        assertThat(only("known-device").text())
                .contains("Alcor Micro AU9540 00 00")
                .contains("https://");
    }

    @Test
    void other_devices_have_no_known_problem() {
        tool.establish().connect(ShareMode.SHARED).work();
        assertThat(findings("known-device")).isEmpty();
    }

    @Test
    void missing_calls_are_a_trace_anomaly() {
        tool.establish().connect(ShareMode.SHARED);
        scene.miss(7);
        tool.work();
        assertThat(only("trace-anomaly").severity()).isEqualTo(Severity.NOTE);
        assertThat(only("trace-anomaly").text()).startsWith("7 calls are missing");
    }

    @Test
    void bytes_that_were_not_understood_are_a_trace_anomaly() {
        tool.establish()
                .ok(new Call.Unknown("not understood", "8 bytes"))
                .ok(new Call.Unknown("not understood", "4 bytes"));
        assertThatNote(only("trace-anomaly"), Layer.UNKNOWN, 2);
        assertThat(only("trace-anomaly").text()).contains("2 times");
    }

    @Test
    void commands_of_a_connection_from_before_the_trace_are_a_trace_anomaly() {
        tool.work();
        assertThatNote(only("trace-anomaly"), Layer.UNKNOWN, 1);
        assertThat(only("trace-anomaly").text()).startsWith("3 commands belong to connections");
    }

    @Test
    void repeated_failure_is_a_loop() {
        tool.establish().connect(ShareMode.SHARED);
        for (int i = 0; i < 20; i++) {
            tool.transmit(SIGN, "6985");
        }
        assertThat(findings("loop")).isEmpty();
        tool.transmit(SIGN, "6985");
        assertThatProblem(only("loop"), Layer.APPLICATION, 23);
        assertThat(only("loop").count()).isEqualTo(20);
    }

    @Test
    void repeated_success_is_a_note_after_many_times() {
        tool.establish().connect(ShareMode.SHARED);
        for (int i = 0; i < 101; i++) {
            tool.transmit(READ, CONTENT).transmit("00B0000104", CONTENT);
        }
        assertThatNote(only("loop"), Layer.APPLICATION, 204);
        assertThat(only("loop").text()).contains("the same 2 steps");
    }

    @Test
    void reading_different_data_is_not_a_loop() {
        tool.establish().connect(ShareMode.SHARED);
        for (int i = 0; i < 200; i++) {
            tool.transmit("00B0%04X04".formatted(i), CONTENT);
        }
        assertThat(findings("loop")).isEmpty();
    }

    @Test
    void fast_polling_is_a_problem() {
        tool.establish();
        for (int i = 0; i < 200; i++) {
            tool.call(wait, ReturnCode.TIMEOUT);
        }
        assertThatProblem(only("polling"), Layer.APPLICATION, 2);
        assertThat(only("polling").count()).isEqualTo(200);
    }

    @Test
    void slow_polling_is_a_note_and_rare_questions_are_not_a_finding() {
        tool.establish();
        for (int i = 0; i < 200; i++) {
            scene.pause(50);
            tool.call(wait, ReturnCode.TIMEOUT);
        }
        assertThatNote(only("polling"), Layer.APPLICATION, 2);
        scene.pause(60_000);
        tool.call(wait, ReturnCode.TIMEOUT);
        assertThat(findings("polling")).isEmpty();
    }

    @Test
    void slow_command_is_a_problem_beside_fast_ones() {
        tool.establish().connect(ShareMode.SHARED).work().transmit("00B2010400", CONTENT, 4_000);
        assertThatProblem(only("slow-command"), Layer.CARD, 6);
    }

    @Test
    void slow_signature_is_a_note() {
        tool.establish().connect(ShareMode.SHARED).work().transmit(SIGN, CONTENT, 4_000);
        assertThatNote(only("slow-command"), Layer.USER, 6);
    }

    @Test
    void slow_command_of_a_slow_card_is_not_a_finding() {
        tool.establish().connect(ShareMode.SHARED);
        for (int i = 0; i < 5; i++) {
            tool.transmit(READ, CONTENT, 900);
        }
        tool.transmit(READ, CONTENT, 4_000);
        assertThat(findings("slow-command")).isEmpty();
    }

    @Test
    void transaction_without_an_end_is_a_note() {
        tool.establish().connect(ShareMode.SHARED).begin().work();
        assertThatNote(only("open-transaction"), Layer.APPLICATION, 3);
        tool.end();
        assertThat(findings("open-transaction")).isEmpty();
    }

    @Test
    void failed_program_that_saw_only_empty_readers_has_no_card() {
        tool.establish()
                .call(
                        new Call.Connect(100, Scene.READER, ShareMode.DIRECT, Protocols.NONE),
                        ReturnCode.SUCCESS,
                        new Result.Connect(100, Protocol.T1))
                .call(wait, ReturnCode.TIMEOUT, READER_IS_EMPTY)
                .release();
        var verdict = scene.diagnose(FAILED).verdict().orElseThrow();
        assertThat(verdict.rule()).isEqualTo("no-reader-or-card");
        assertThatProblem(verdict, Layer.USER, 3);
        assertThat(scene.diagnose(OptionalInt.of(0)).hasProblem()).isFalse();
        assertThat(scene.diagnose().hasProblem()).isFalse();
    }

    @Test
    void failed_program_that_saw_or_tried_a_card_has_another_reason() {
        tool.establish().call(wait, ReturnCode.TIMEOUT, READER_IS_EMPTY);
        assertThat(scene.diagnose(FAILED).hasProblem()).isTrue();
        tool.call(wait, ReturnCode.SUCCESS, states(EventState.PRESENT));
        assertThat(scene.diagnose(FAILED).hasProblem()).isFalse();
    }

    @Test
    void connection_without_a_card_gives_one_verdict() {
        tool.establish()
                .call(wait, ReturnCode.TIMEOUT, READER_IS_EMPTY)
                .call(tool.connection(ShareMode.SHARED), ReturnCode.NO_SMARTCARD);
        assertThat(scene.diagnose(FAILED).findings())
                .filteredOn(TraceFinding::isProblem)
                .extracting(TraceFinding::rule, TraceFinding::call)
                .containsExactly(tuple("no-reader-or-card", 3L));
    }

    @Test
    void connection_that_the_daemon_closed_between_two_calls_is_a_problem() {
        tool.establish().connect(ShareMode.SHARED).work();
        tool.ok(new Call.Unknown("connection lost", "the daemon closed the connection"));
        assertThatProblem(only("no-service"), Layer.DAEMON, 6);
        assertThat(only("no-service").text()).contains("pkcs11-tool (pid 100)");
    }

    @Test
    void contexts_that_leak_are_not_a_loop() {
        for (int i = 0; i < 150; i++) {
            tool.establish();
        }
        assertThat(findings("loop")).isEmpty();
        assertThatProblem(only("leak"), Layer.APPLICATION, 150);
    }
}
