package dev.puce.cli.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.cli.Puce;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `puce show --call N`: its exit status and message. Module `it` reads its output, which goes past the print writer.
class CallSearchTest {
    @TempDir
    private Path folder;

    private final StringWriter err = new StringWriter();

    private int show(String log, String... options) throws IOException {
        Path trace = Files.writeString(folder.resolve("arrows.log"), log);
        var words = new String[options.length + 2];
        words[0] = "show";
        words[1] = trace.toString();
        System.arraycopy(options, 0, words, 2, options.length);
        return Puce.run(new PrintWriter(new StringWriter()), new PrintWriter(err, true), words);
    }

    @Test
    void call_that_is_not_in_the_trace_is_reported() throws IOException {
        assertThat(show("> 00 A4 04 00\n< 90 00\n", "--call", "9999")).isEqualTo(1);
        assertThat(err.toString()).contains("puce: The trace has no call 9999. Its last call is 1");
    }

    @Test
    void call_that_the_filter_hides_is_in_the_trace() throws IOException {
        assertThat(show("> 00 A4 04 00\n< 90 00\n", "--call", "1", "--filter", "sw = 6A82"))
                .as(err.toString())
                .isZero();
        assertThat(err).hasToString("puce: No call matches the filter." + System.lineSeparator());
    }
}
