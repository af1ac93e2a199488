package dev.puce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class PuceTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return Puce.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    @Test
    void help_names_every_command() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("spy", "atr", "completion");
    }

    @Test
    void the_version_is_that_of_the_build() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).matches("puce \\d+\\.\\d+\\.\\d+\\S*\\R");
    }

    @Test
    void wrong_usage_has_exit_status_2_and_says_what_would_be_right() {
        assertThat(run("sspy")).isEqualTo(2);
        assertThat(err.toString()).contains("sspy", "spy");
        assertThat(run()).isEqualTo(2);
        assertThat(run("atr", "--bogus")).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void the_place_of_a_mistake_is_the_last_that_is_seen() {
        assertThat(run("show", "trace.jsonl", "--filter", "sw ~ 6??")).isEqualTo(2);
        assertThat(err.toString().lines()).hasSize(4).element(2).isEqualTo("       ^");
    }

    @Test
    void options_of_a_recording_want_one() {
        assertThat(run("spy", "--virtual", "--record-filter", "error", "--", "true"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("add -o FILE");
    }

    @Test
    void completion_knows_every_command_and_its_options() {
        assertThat(run("completion")).isZero();
        assertThat(out.toString()).contains("--listen", "atr");
    }
}
