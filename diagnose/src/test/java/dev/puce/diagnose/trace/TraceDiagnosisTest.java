package dev.puce.diagnose.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.puce.diagnose.finding.Evidence;
import dev.puce.diagnose.finding.FaultConfidence;
import dev.puce.diagnose.finding.Layer;
import dev.puce.diagnose.finding.Severity;
import dev.puce.diagnose.finding.TraceFinding;
import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.Function;
import dev.puce.pcsc.Protocols;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.Scope;
import dev.puce.pcsc.ShareMode;
import dev.puce.testkit.Calls;
import dev.puce.trace.file.TraceFile;
import dev.puce.trace.redaction.Redaction;
import dev.puce.trace.render.Palette;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TraceDiagnosisTest {
    private static final String SELECT_PIV = "00A4040009A00000030800001000";
    private static final String VERIFY = "0020008008313233343536FFFF";
    private static final String SIGN = "0087079A0401020304";

    private final Scene scene = new Scene();
    private final Scene.Actor tool = scene.program("pkcs11-tool", 100);
    private final Scene.Actor other = scene.program("scdaemon", 200);

    private static void assertThatFault(TraceFinding finding, String rule, Layer layer, long call) {
        assertThat(finding.rule()).isEqualTo(rule);
        assertThat(finding.layer()).isEqualTo(layer);
        assertThat(finding.call()).isEqualTo(call);
    }

    @Test
    void finished_work_has_no_problem() {
        tool.establish()
                .connect(ShareMode.SHARED)
                .begin()
                .work()
                .end()
                .disconnect(Disposition.LEAVE)
                .release();
        assertThat(scene.diagnose().findings()).isEmpty();
        assertThat(scene.diagnose().notJudged()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0082000028, 6300", // basic access control
        "8482010010, 6300", // SCP02
        "0086000002, 63C1", // PACE
        "90AF000010, 91AE", // DESFire
    })
    void refused_key_is_at_fault_of_the_user(String command, String answer) {
        tool.establish().connect(ShareMode.SHARED).work().transmit(command + "00".repeat(0x10), answer);
        assertThatFault(
                scene.verdict(), "key-refused", Layer.USER, scene.verdict().call());
    }

    @Test
    void refused_key_is_a_note_if_the_program_went_on() {
        tool.establish().connect(ShareMode.SHARED).transmit("0086000002" + "00".repeat(0x10), "6300");
        for (int i = 0; i < 10; i++) {
            tool.work();
        }
        assertThat(scene.diagnose().hasProblem()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"6A88", "6D00", "6E00", "6A82"})
    void missing_key_or_instruction_ends_the_work(String status) {
        tool.establish()
                .connect(ShareMode.SHARED)
                .transmit(SELECT_PIV, "9000")
                .transmit(VERIFY, "9000")
                .transmit(SIGN, status);
        assertThat(scene.verdict().call()).isEqualTo(5);
        assertThat(scene.verdict().severity()).isEqualTo(Severity.PROBLEM);
    }

    @Test
    void wrong_chv_of_a_sim_is_a_wrong_pin() {
        tool.establish()
                .connect(ShareMode.SHARED)
                .transmit("A0A40000023F00", "9F17")
                .transmit("A02000010831313131FFFFFFFF", "9804");
        assertThatFault(scene.verdict(), "pin-refused", Layer.USER, 4);
    }

    @Test
    void open_context_is_a_note() {
        tool.establish().connect(ShareMode.SHARED).work();
        assertThat(scene.diagnose().hasProblem()).isFalse();
        assertThat(scene.diagnose().findings()).extracting(TraceFinding::rule).containsExactly("leak");
    }

    @Test
    void many_open_contexts_are_a_problem() {
        for (int i = 0; i < 30; i++) {
            tool.establish();
        }
        assertThat(scene.verdict().rule()).isEqualTo("leak");
        assertThat(scene.verdict().count()).isEqualTo(30);
    }

    @Test
    void sharing_violation_names_the_holder_and_its_call() {
        other.establish().connect(ShareMode.EXCLUSIVE);
        tool.establish().call(tool.connection(ShareMode.SHARED), ReturnCode.SHARING_VIOLATION);
        var verdict = scene.verdict();
        assertThatFault(verdict, "sharing-violation", Layer.ANOTHER_PROGRAM, 4);
        assertThat(verdict.confidence()).isEqualTo(FaultConfidence.CERTAIN);
        assertThat(verdict.text()).contains("scdaemon (pid 200) has held the card exclusively since call 2");
        assertThat(verdict.evidence()).extracting(Evidence::first).containsExactly(2L, 4L);
    }

    @Test
    void sharing_violation_that_a_retry_solves_is_a_note() {
        other.establish().connect(ShareMode.EXCLUSIVE);
        tool.establish().call(tool.connection(ShareMode.SHARED), ReturnCode.SHARING_VIOLATION);
        other.disconnect(Disposition.LEAVE).release();
        tool.connect(ShareMode.SHARED).work().disconnect(Disposition.LEAVE).release();
        assertThat(scene.diagnose().findings())
                .singleElement()
                .extracting(TraceFinding::severity, TraceFinding::rule)
                .containsExactly(Severity.NOTE, "sharing-violation");
    }

    @Test
    void sharing_violation_without_a_visible_holder_is_likely_another_program() {
        tool.establish().call(tool.connection(ShareMode.EXCLUSIVE), ReturnCode.SHARING_VIOLATION);
        assertThat(scene.verdict().layer()).isEqualTo(Layer.ANOTHER_PROGRAM);
        assertThat(scene.verdict().confidence()).isEqualTo(FaultConfidence.LIKELY);
    }

    @Test
    void reset_in_the_middle_of_a_session_names_the_program_that_reset() {
        tool.establish().connect(ShareMode.SHARED).work();
        other.establish().connect(ShareMode.SHARED).disconnect(Disposition.RESET);
        tool.call(tool.command("00B0000004"), ReturnCode.RESET_CARD).release();
        var verdict = scene.verdict();
        assertThatFault(verdict, "card-reset", Layer.ANOTHER_PROGRAM, 9);
        assertThat(verdict.text()).contains("scdaemon (pid 200) reset the card with call 8");
    }

    @Test
    void reset_that_the_program_handles_is_a_note() {
        tool.establish().connect(ShareMode.SHARED).work();
        other.establish()
                .connect(ShareMode.SHARED)
                .disconnect(Disposition.RESET)
                .release();
        tool.call(tool.command("00B0000004"), ReturnCode.RESET_CARD)
                .ok(new Call.Reconnect(100, ShareMode.SHARED, Protocols.ANY, Disposition.LEAVE))
                .work()
                .disconnect(Disposition.LEAVE)
                .release();
        assertThat(scene.diagnose().hasProblem()).isFalse();
    }

    @Test
    void removed_card_is_the_users_fault() {
        tool.establish().connect(ShareMode.SHARED).work().call(tool.command("00B0000004"), ReturnCode.REMOVED_CARD);
        assertThatFault(scene.verdict(), "card-removed", Layer.USER, 6);
    }

    @Test
    void wrong_pin_is_a_problem_even_if_the_program_goes_on() {
        tool.establish()
                .connect(ShareMode.SHARED)
                .transmit(SELECT_PIV, "9000")
                .transmit(VERIFY, "63C2")
                .work();
        assertThatFault(scene.verdict(), "pin-refused", Layer.USER, 4);
        assertThat(scene.verdict().code()).isEqualTo("63C2");
        assertThat(scene.verdict().text()).contains("2 tries are left");
    }

    @Test
    void wrong_pin_before_the_right_one_is_a_note() {
        tool.establish()
                .connect(ShareMode.SHARED)
                .transmit(SELECT_PIV, "9000")
                .transmit(VERIFY, "63C2")
                .transmit(VERIFY, "9000")
                .transmit(SIGN, "01029000")
                .release();
        assertThat(scene.diagnose().hasProblem()).isFalse();
    }

    @Test
    void query_of_the_tries_is_not_a_failure() {
        tool.establish()
                .connect(ShareMode.SHARED)
                .transmit(SELECT_PIV, "9000")
                .transmit("00200080", "63C3")
                .release();
        assertThat(scene.diagnose().findings()).isEmpty();
    }

    @Test
    void blocked_pin_is_certain() {
        tool.establish().connect(ShareMode.SHARED).transmit(SELECT_PIV, "9000").transmit(VERIFY, "6983");
        assertThat(scene.verdict().confidence()).isEqualTo(FaultConfidence.CERTAIN);
        assertThat(scene.verdict().text()).contains("blocked");
    }

    @Test
    void missing_pin_before_a_protected_command_is_the_middlewares_fault() {
        tool.establish().connect(ShareMode.SHARED).transmit(SELECT_PIV, "9000").transmit(SIGN, "6982");
        assertThatFault(scene.verdict(), "access-denied", Layer.MIDDLEWARE, 4);
    }

    @Test
    void transaction_of_another_program_explains_a_hang() {
        other.establish().connect(ShareMode.SHARED).begin();
        tool.establish().connect(ShareMode.SHARED).hang(new Call.BeginTransaction(100));
        scene.pause(5000);
        other.work();
        var verdict = scene.verdict();
        assertThatFault(verdict, "never-returned", Layer.ANOTHER_PROGRAM, 6);
        assertThat(verdict.text()).contains("scdaemon (pid 200) had a transaction open since call 3");
        assertThat(verdict.text()).contains("had not returned after 5.0");
    }

    @Test
    void call_at_the_end_of_a_trace_may_have_returned_after_it() {
        tool.establish()
                .connect(ShareMode.SHARED)
                .hang(new Call.Transmit(100, Calls.T1, Bytes.hex("00B0000004"), OptionalLong.of(258)));
        var verdict = scene.verdict();
        assertThatFault(verdict, "never-returned", Layer.UNKNOWN, 3);
        assertThat(verdict.text())
                .contains("had not returned at the end of the trace: the trace ends here, or the card");
        assertThat(verdict.nextStep()).startsWith("If the log was cut, there is nothing to do. Otherwise: Try");

        scene.pause(5000);
        other.work();
        assertThatFault(scene.verdict(), "never-returned", Layer.CARD, 3);
    }

    @Test
    void trace_of_marks_alone_is_not_judged() {
        scene.mark("C_Login", "CKR_OK");
        var diagnosis = scene.diagnose();
        assertThat(diagnosis.calls()).isZero();
        assertThat(DiagnosisText.of(diagnosis, Palette.NONE, 80))
                .isEqualTo("The trace has no calls, so puce cannot judge it.\n");
    }

    @Test
    void control_that_the_reader_lacks_is_not_a_problem_if_the_program_works_on() {
        tool.call(new Call.NameOnly(Function.CONTROL), ReturnCode.UNEXPECTED)
                .work()
                .work()
                .work();
        assertThat(scene.diagnose().hasProblem()).isFalse();
    }

    @Test
    void wait_for_a_card_at_the_end_is_not_a_hang() {
        tool.establish().hang(new Call.GetStatusChange(100, OptionalLong.empty(), Optional.empty()));
        assertThat(scene.diagnose().hasProblem()).isFalse();
    }

    @Test
    void service_that_is_not_there_is_certain() {
        tool.call(new Call.EstablishContext(Scope.SYSTEM), ReturnCode.NO_SERVICE);
        assertThatFault(scene.verdict(), "no-service", Layer.DAEMON, 1);
    }

    @Test
    void selection_that_another_program_changed_is_found() {
        tool.establish().connect(ShareMode.SHARED).transmit(SELECT_PIV, "9000");
        other.establish().connect(ShareMode.SHARED).transmit("00A4040006D27600012401", "9000");
        tool.transmit("00CB3FFF055C035FC105", "6D00");
        assertThatFault(scene.verdict(), "selection-lost", Layer.ANOTHER_PROGRAM, 7);
    }

    @Test
    void wrong_le_without_a_repeated_command_is_the_applications_fault() {
        tool.establish().connect(ShareMode.SHARED).transmit("00B0000000", "6C10");
        assertThatFault(scene.verdict(), "wrong-length", Layer.APPLICATION, 3);
        assertThat(scene.verdict().text()).contains("Le = 16");
    }

    @Test
    void wrong_le_with_a_repeated_command_is_not_a_failure() {
        tool.establish()
                .connect(ShareMode.SHARED)
                .transmit("00B0000000", "6C10")
                .transmit("00B0000010", "000102030405060708090A0B0C0D0E0F9000")
                .disconnect(Disposition.LEAVE)
                .release();
        assertThat(scene.diagnose().findings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "render/opensc-tool.jsonl",
                "render/pkcs11-tool.jsonl",
                "session/gpg.jsonl",
                "session/pyscard.jsonl"
            })
    void recordings_of_healthy_programs_have_no_problem(String recording) throws IOException {
        var diagnosis = new TraceDiagnosis();
        var file = Path.of("../trace/src/test/resources/dev/puce/trace", recording);
        try (var trace =
                TraceFile.open(file, TraceFile.Options.redacting(Redaction.FULL), (_, problem) -> fail(problem))) {
            trace.read(diagnosis);
        }
        assertThat(diagnosis.result().calls()).isPositive();
        assertThat(diagnosis.result().verdict()).isEmpty();
    }

    @Test
    void unknown_application_ends_the_work() {
        tool.establish().connect(ShareMode.SHARED).transmit(SELECT_PIV, "6A82").release();
        assertThatFault(scene.verdict(), "not-on-card", Layer.USER, 3);
    }

    @Test
    void wrong_management_key_of_a_piv_card_is_the_users() {
        tool.establish()
                .connect(ShareMode.SHARED)
                .transmit(SELECT_PIV, "9000")
                .transmit("0087039B047C02800000", "7C0A80080102030405060708" + "9000")
                .transmit("0087039B0C7C0A8208010203040506070800", "6982");
        assertThatFault(scene.verdict(), "key-refused", Layer.USER, 5);
    }

    @Test
    void success_without_an_answer_is_the_drivers_fault() {
        tool.establish().connect(ShareMode.SHARED).work().transmit("00B2010400", "");
        assertThatFault(scene.verdict(), "communication-failed", Layer.DRIVER, 6);
        assertThat(scene.verdict().text()).contains("got no status word");
    }

    @Test
    void card_that_offers_neither_protocol_is_at_fault() {
        tool.establish();
        tool.call(tool.connection(ShareMode.SHARED), ReturnCode.PROTO_MISMATCH);
        assertThatFault(scene.verdict(), "protocol-mismatch", Layer.CARD, 2);
    }

    @Test
    void unknown_handle_of_an_open_connection_means_that_the_reader_is_gone() {
        tool.establish().connect(ShareMode.SHARED).work();
        tool.call(tool.command("00B0000004"), ReturnCode.INVALID_HANDLE);
        assertThatFault(scene.verdict(), "no-reader-or-card", Layer.READER, 6);
    }

    @Test
    void unknown_handle_of_a_closed_connection_is_the_applications_fault() {
        tool.establish().connect(ShareMode.SHARED).work().disconnect(Disposition.LEAVE);
        tool.call(tool.command("00B0000004"), ReturnCode.INVALID_HANDLE);
        assertThatFault(scene.verdict(), "function-failed", Layer.APPLICATION, 7);
    }
}
