package dev.puce.cli.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.cli.Puce;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceInputTest {
    @TempDir
    private Path folder;

    private String problemsOf(int damagedLines) throws IOException {
        var log = Files.writeString(
                folder.resolve("arrows.log"), "> 00 A4 04 00\n< 90 00\n" + "< 90 00\n".repeat(damagedLines));
        return summary(log.toString()).replace(log.toString(), "LOG");
    }

    @Test
    void many_damaged_lines_are_counted() throws IOException {
        assertThat(problemsOf(30))
                .contains("puce: LOG, line 3: an answer has no command; skipped")
                .contains("puce: LOG, line 22: ")
                .doesNotContain("line 23: ")
                .contains("puce: LOG: more problems follow")
                .endsWith("puce: LOG: 30 problems in all" + System.lineSeparator());
    }

    @Test
    void format_or_pattern_that_fits_no_line_is_reported() throws IOException {
        var log = Files.writeString(folder.resolve("arrows.log"), "> 00 A4 04 00\n< 90 00\n")
                .toString();
        assertThat(summary("--from", "pcscd", log)).endsWith(log + ": no line is in the format pcscd\n");
        assertThat(summary("--pattern", "OUT (?<command>.*)|IN (?<response>.*)", log))
                .endsWith(log + ": no line matches --pattern\n");
        assertThat(summary("--from", "arrows", log)).isEmpty();
    }

    @Test
    void log_without_calls_is_reported() throws IOException {
        var log = Files.writeString(
                        folder.resolve("opensc.log"),
                        "P:69; T:0x1 10:04:47.950 [opensc-tool] ctx.c:859:sc_context_create: opensc version: 0.23.0\n")
                .toString();
        assertThat(summary(log))
                .isEqualTo("puce: " + log + ": read as opensc, but it shows no call."
                        + " docs/reference/formats.md tells how to make a log that does\n");
    }

    private static String summary(String... arguments) {
        var err = new StringWriter();
        var words = new ArrayList<>(List.of("summary"));
        words.addAll(List.of(arguments));
        int status =
                Puce.run(new PrintWriter(new StringWriter()), new PrintWriter(err, true), words.toArray(String[]::new));
        assertThat(status).isZero();
        return err.toString();
    }

    @Test
    void few_damaged_lines_are_not_counted() throws IOException {
        assertThat(problemsOf(20)).contains("line 22: ").doesNotContain("more problems", "in all");
    }
}
