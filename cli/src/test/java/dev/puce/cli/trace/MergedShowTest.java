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

/// `puce show` with several traces: wrong usage. Module `it` reads its output, which goes past the print writer.
class MergedShowTest {
    @TempDir
    private Path folder;

    private final StringWriter err = new StringWriter();

    private int show(String... arguments) {
        var words = new String[arguments.length + 1];
        words[0] = "show";
        System.arraycopy(arguments, 0, words, 1, arguments.length);
        return Puce.run(new PrintWriter(new StringWriter()), new PrintWriter(err, true), words);
    }

    private String trace() throws IOException {
        return Files.writeString(folder.resolve("arrows.log"), "> 00 A4 04 00\n< 90 00\n")
                .toString();
    }

    @Test
    void offset_needs_several_traces() throws IOException {
        assertThat(show(trace(), "--offset", "1=2")).isEqualTo(2);
        assertThat(err.toString()).contains("--offset needs several traces");
    }

    @Test
    void offset_of_a_trace_that_is_not_there_is_refused() throws IOException {
        assertThat(show(trace(), trace(), "--offset", "3=1")).isEqualTo(2);
        assertThat(err.toString()).contains("there are traces 1 to 2");
    }

    @Test
    void layout_of_pcsc_spy_shows_one_trace() throws IOException {
        assertThat(show(trace(), trace(), "-f", "pcsc-spy")).isEqualTo(2);
        assertThat(err.toString()).contains("-f pcsc-spy shows one trace");
    }

    @Test
    void missing_trace_is_named() throws IOException {
        String missing = folder.resolve("missing.log").toString();
        assertThat(show(trace(), missing)).isEqualTo(1);
        assertThat(err.toString()).contains(missing);
    }
}
