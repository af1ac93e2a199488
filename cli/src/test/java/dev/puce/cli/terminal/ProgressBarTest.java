package dev.puce.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
    @Test
    void the_bar_never_goes_back_though_threads_come_in_any_order() {
        var out = new StringWriter();
        try (var bar = ProgressBar.onTerminal(OptionalLong.of(10_000), new PrintWriter(out));
                var threads = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 10_000; i++) {
                threads.execute(() -> bar.advance(1));
            }
        }

        List<Integer> percents = Pattern.compile("(\\d+) %")
                .matcher(out.toString())
                .results()
                .map(found -> Integer.valueOf(found.group(1)))
                .toList();
        assertThat(percents).isSorted().doesNotHaveDuplicates().endsWith(100);
    }

    @Test
    void job_of_unknown_size_shows_the_amount_done() {
        var out = new StringWriter();
        try (var bar = ProgressBar.onTerminal(OptionalLong.empty(), new PrintWriter(out))) {
            bar.advance(1_000_000);
            assertThat(out.toString()).isEmpty();
            bar.advance(150_000_000);
        }
        assertThat(out.toString()).startsWith("\r134 MB\r").endsWith(" \r");
    }

    @Test
    void bar_makes_way_for_text_and_returns_with_the_next_step() throws IOException {
        var terminal = new ByteArrayOutputStream();
        try (var bar = ProgressBar.onTerminal(
                OptionalLong.of(100), new PrintWriter(terminal, true, StandardCharsets.US_ASCII))) {
            var rows = bar.makeWayFor(terminal);
            rows.write("first\n".getBytes(StandardCharsets.US_ASCII));
            bar.advance(1);
            rows.write("second\n".getBytes(StandardCharsets.US_ASCII));
            bar.advance(1);
            bar.clear();
        }

        String cleared = "\r" + " ".repeat(48) + "\r";
        String empty = " ".repeat(40);
        assertThat(terminal.toString(StandardCharsets.US_ASCII))
                .isEqualTo("first\n\r[" + empty + "]   1 %" + cleared + "second\n\r[" + empty + "]   2 %" + cleared);
    }

    @Test
    void short_jobs_show_nothing() {
        var out = new StringWriter();
        try (var bar = ProgressBar.over(OptionalLong.of(1000), new PrintWriter(out))) {
            bar.advance(1000);
        }
        assertThat(out.toString()).isEmpty();
    }
}
