package dev.puce.diagnose.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.diagnose.finding.Severity;
import dev.puce.diagnose.finding.TraceFinding;
import dev.puce.pcsc.ShareMode;
import org.junit.jupiter.api.Test;

final class ComparedTraceTest {
    private static final String SELECT_PIV = "00A4040009A00000030800001000";
    private static final String VERIFY = "0020008008313233343536FFFF";

    private final Scene good = new Scene();
    private final Scene bad = new Scene();

    private static Scene.Actor selected(Scene scene) {
        return scene.program("pkcs11-tool", 100)
                .establish()
                .connect(ShareMode.SHARED)
                .transmit(SELECT_PIV, "9000");
    }

    @Test
    void problem_of_the_bad_run_alone_is_the_verdict_and_the_first_difference_follows() {
        selected(good).transmit(VERIFY, "9000").work().release();
        selected(bad).transmit(VERIFY, "63C2").release();

        var diagnosis = bad.against(good);

        assertThat(diagnosis.verdict().orElseThrow().rule()).isEqualTo("pin-refused");
        var difference = diagnosis.findings().get(1);
        assertThat(difference.rule()).isEqualTo("difference");
        assertThat(difference.severity()).isEqualTo(Severity.NOTE);
        assertThat(difference.call()).isEqualTo(4);
        assertThat(difference.text())
                .contains("63C2")
                .contains("The good run has in its call 4")
                .contains("9000");
    }

    @Test
    void problem_of_both_runs_becomes_a_note() {
        selected(good).transmit(VERIFY, "63C2").release();
        selected(bad).transmit(VERIFY, "63C2").transmit("00B0000000", "6C10").release();

        var diagnosis = bad.against(good);

        assertThat(diagnosis.findings())
                .filteredOn(finding -> finding.rule().equals("pin-refused"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.NOTE);
                    assertThat(finding.text()).endsWith("The good run has this error, too.");
                });
        assertThat(diagnosis.verdict().orElseThrow().rule()).isEqualTo("wrong-length");
    }

    @Test
    void equal_runs_have_no_problem_and_no_difference() {
        selected(good).transmit(VERIFY, "63C2").release();
        selected(bad).transmit(VERIFY, "63C2").release();

        assertThat(bad.against(good).hasProblem()).isFalse();
        assertThat(bad.against(good).findings()).extracting(TraceFinding::rule).doesNotContain("difference");
    }

    @Test
    void additional_call_is_named_as_one_that_the_good_run_does_not_have() {
        selected(good).release();
        selected(bad).transmit(VERIFY, "63C2").release();

        assertThat(bad.against(good).findings())
                .filteredOn(finding -> finding.rule().equals("difference"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.text()).contains("The good run does not have this call"));
    }
}
