package dev.puce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    void unknown_shell_of_completion_is_wrong_usage_that_names_the_shells() {
        assertThat(run("completion", "tcsh")).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("puce: SHELL: 'tcsh' is not one of bash, zsh, fish." + System.lineSeparator());
    }

    @Test
    void message_about_a_wrong_value_names_the_option() {
        assertThat(run("spy", "--keep", "x", "--", "true")).isEqualTo(2);
        assertThat(err.toString()).startsWith("puce: --keep: 'x' is not a whole number");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    web --port 99999                  | --port is 99999, must be between 1 and 65535.
                    web --port -1                     | --port is -1, must be between 1 and 65535.
                    show --call 5 -C -1 trace.jsonl   | -C must not be negative.
                    card remove --after -1            | --after must not be negative.
                    send --wait -1 --socket none 00A4040000 | --wait must not be negative.
                    show --offset 1=x a.jsonl b.jsonl | --offset: 'x' is not a number.
                    export --to xml trace.jsonl       | --to: 'xml' is not one of pcapng, html, csv, recording.
                    replay --match time trace.jsonl   | --match: 'time' is not one of order, command.
                    card vpcd 99999 piv               | [HOST:]PORT: "99999" is neither PORT nor HOST:PORT.
                    card pull                         | Unknown command 'card pull'. The commands are: list, insert,
                    help card pull                    | Unknown command 'card pull'. The commands are: list, insert,
                    help show more                    | Unexpected argument 'more'.
                    """)
    void wrong_value_is_one_sentence_without_java(String words, String message) {
        assertThat(run(words.split(" "))).isEqualTo(2);
        assertThat(err.toString()).startsWith("puce: " + message);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void help_shows_pipes_in_examples_without_a_backslash() {
        assertThat(run("show", "--help")).isZero();
        assertThat(out.toString()).contains("journalctl -u pcscd | puce show -").doesNotContain("\\|");
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--keep 3 -- true                | --keep needs a recording: add -o FILE",
                "--keep 3 -o t.jsonl -- true     | --keep needs --rotate",
                "--rotate 1M -o /dev/null -- true | /dev/null is not a regular file",
                "-o - -- true                    | -o /dev/stdout",
                "--attach -- true                | exclude each other",
                "--attach                        | --virtual needs a COMMAND",
                "--listen s.comm                 | --virtual needs a COMMAND",
                "--level wire --json -- true     | --level wire excludes",
                "--level wire --diffable -- true | --level wire excludes",
                "--level wire --filter error -- true | --filter selects calls",
                "--json --diffable -- true       | --diffable and JSON exclude each other",
                "-q                              | Name a COMMAND"
            })
    void options_of_spy_that_would_do_nothing_are_wrong_usage(String options, String told) {
        assertThat(run(("spy --virtual " + options).split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains(told);
    }

    @Test
    void diff_tells_trouble_from_differences() {
        assertThat(run("diff", "/nonexistent/left", "/nonexistent/right")).isEqualTo(2);
        assertThat(err.toString()).contains("no such file");
        assertThat(run("diff", "-", "-")).isEqualTo(2);
        assertThat(err.toString()).contains("Only one of the traces can be standard input");
    }

    @Test
    void every_help_page_can_be_shown() {
        PrintStream before = System.err;
        var warnings = new ByteArrayOutputStream();
        try {
            System.setErr(new PrintStream(warnings, true, StandardCharsets.UTF_8));
            for (String command :
                    List.of("spy", "show", "summary", "diff", "export", "replay", "serve", "scan", "test")) {
                assertThat(run(command, "--help")).as(command).isZero();
            }
        } finally {
            System.setErr(before);
        }
        assertThat(warnings.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"bash, complete -F _puce puce", "zsh, compdef _puce puce", "fish, complete --command puce"})
    void completion_prints_the_script_of_the_shell(String shell, String registration) {
        assertThat(run("completion", shell)).isZero();
        assertThat(out.toString()).contains(registration, "complete-words --");
    }
}
