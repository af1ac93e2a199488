package dev.puce.cli.trace;

import dev.puce.cli.terminal.NonBlockingOutput;
import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.TracedCall;
import dev.puce.spy.TraceEvent;
import dev.puce.spy.TraceListener;
import dev.puce.trace.render.Palette;
import dev.puce.trace.summary.Summary;
import dev.puce.trace.summary.SummaryText;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.function.UnaryOperator;

/// Counts the calls of a live trace and prints a summary at its end.
public final class SummaryOutput implements TraceListener {
    private final Summary summary = new Summary();
    private final CallOutput calls;
    private final Palette palette;
    private final int width;
    private final PrintWriter out;
    private boolean empty = true;

    /// @param width width of the output, in columns
    public SummaryOutput(UnaryOperator<CallSink> filter, Palette palette, int width, PrintWriter out) {
        calls = new CallOutput(filter.apply(new Counting()));
        this.palette = palette;
        this.width = width;
        this.out = out;
    }

    /// Receives the calls that pass the filter.
    private final class Counting implements CallSink {
        @Override
        public void accept(TracedCall call) throws IOException {
            empty = false;
            summary.accept(call);
        }

        @Override
        public void close() {}
    }

    @Override
    public void accept(TraceEvent event) {
        calls.accept(event);
    }

    @Override
    public void close() {
        if (!empty) {
            NonBlockingOutput.print(out, System.lineSeparator() + SummaryText.of(summary, palette, width));
        }
    }
}
