package dev.puce.cli.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.cli.terminal.BlockedWriter;
import dev.puce.pcsc.Caller;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ProblemsTest {
    @Test
    void problems_are_told_in_order() {
        var text = new StringWriter();
        var problems = Problems.start(new PrintWriter(text));
        problems.incident(Caller.UNKNOWN, 1, "one");
        problems.incident(Caller.UNKNOWN, 2, "two \033[2J");
        problems.close();
        assertThat(text.toString().lines()).containsExactly("puce: one", "puce: two \\x1B[2J");
    }

    @Test
    void nobody_waits_for_a_reader_and_what_does_not_fit_is_counted() {
        try (var writer = new BlockedWriter()) {
            var problems = Problems.start(new PrintWriter(writer));
            int told = 2 * Problems.MOST_WAITING;
            for (int i = 0; i < told; i++) {
                problems.incident(Caller.UNKNOWN, i, "problem");
            }
            writer.read.countDown(); // somebody reads, late
            problems.close();
            var lines = writer.toString().lines().toList();
            assertThat(lines).contains("puce: problem");
            assertThat(lines.getLast())
                    .isEqualTo("puce: " + (told - lines.size() + 1)
                            + " problems are not told here: nobody read standard error, or puce had no memory left");
        }
    }

    @Test
    void ends_though_nobody_reads() {
        try (var writer = new BlockedWriter()) {
            var problems = Problems.start(new PrintWriter(writer));
            problems.incident(Caller.UNKNOWN, 1, "problem");
            problems.close();
            assertThat(writer.read.getCount()).as("still unread").isOne();
        }
    }
}
