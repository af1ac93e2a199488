package dev.puce.cli.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.cli.terminal.BlockedWriter;
import dev.puce.pcsc.Caller;
import dev.puce.spy.TraceEvent;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ProblemsTest {
    private static TraceEvent incident(String text) {
        return new TraceEvent.Incident(Caller.UNKNOWN, 1, text);
    }

    @Test
    void problems_are_printed_in_order() {
        var text = new StringWriter();
        var problems = Problems.start(new PrintWriter(text));
        problems.accept(incident("one"));
        problems.accept(incident("two \033[2J"));
        problems.close();
        assertThat(text.toString().lines()).containsExactly("puce: one", "puce: two \\x1B[2J");
    }

    @Test
    void slow_reader_blocks_nothing_and_dropped_problems_are_counted() {
        try (var writer = new BlockedWriter()) {
            var problems = Problems.start(new PrintWriter(writer));
            int reported = 2 * Problems.MAX_WAITING;
            for (int i = 0; i < reported; i++) {
                problems.accept(incident("problem"));
            }
            writer.read.countDown(); // a late reader
            problems.close();
            var lines = writer.toString().lines().toList();
            assertThat(lines).contains("puce: problem");
            assertThat(lines.getLast())
                    .isEqualTo("puce: " + (reported - lines.size() + 1)
                            + " problems are not shown here: standard error was not read in time");
        }
    }

    @Test
    void close_does_not_wait_for_a_reader() {
        try (var writer = new BlockedWriter()) {
            var problems = Problems.start(new PrintWriter(writer));
            problems.accept(incident("problem"));
            problems.close();
            assertThat(writer.read.getCount()).as("still unread").isOne();
        }
    }
}
