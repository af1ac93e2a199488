package dev.puce.cli.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.cli.terminal.BlockedWriter;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Caller;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.TracedCall;
import dev.puce.spy.TraceEvent;
import dev.puce.trace.render.Palette;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SummaryOutputTest {
    private static final TracedCall CALL = new TracedCall(
            1,
            Caller.UNKNOWN,
            1000,
            new Call.ReleaseContext(1),
            Optional.of(new TracedCall.Outcome(ReturnCode.SUCCESS, 1000, Result.NONE)));

    private static void summarizeOneCall(Writer writer) {
        var output = new SummaryOutput(UnaryOperator.identity(), Palette.NONE, 80, new PrintWriter(writer, true));
        output.accept(new TraceEvent.Called(CALL));
        output.close();
    }

    @Test
    void prints_the_summary_at_the_end() {
        var text = new StringWriter();
        summarizeOneCall(text);
        assertThat(text.toString()).contains("1 call in ", "SCardReleaseContext");
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void close_does_not_wait_for_a_reader() {
        try (var writer = new BlockedWriter()) {
            summarizeOneCall(writer);
            assertThat(writer.read.getCount()).as("still unread").isOne();
        }
    }
}
