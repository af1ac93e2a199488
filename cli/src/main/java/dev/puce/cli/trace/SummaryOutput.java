package dev.puce.cli.trace;

import dev.puce.cli.terminal.NonBlockingOutput;
import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.Caller;
import dev.puce.pcsc.TracedCall;
import dev.puce.spy.live.TraceOutput;
import dev.puce.trace.render.Palette;
import dev.puce.trace.summary.Summary;
import dev.puce.trace.summary.SummaryText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.function.UnaryOperator;

/// Counts the calls of a live trace and prints the sums at its end.
public final class SummaryOutput implements TraceOutput {
    private final Summary summary = new Summary();
    private final CallSink entrance;
    private final Palette palette;
    private final PrintWriter out;
    private boolean empty = true;
    private long notCounted;

    public SummaryOutput(UnaryOperator<CallSink> filter, Palette palette, PrintWriter out) {
        entrance = filter.apply(new Counting());
        this.palette = palette;
        this.out = out;
    }

    /// What stands behind the filter.
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
    public void call(TracedCall call) {
        try {
            entrance.accept(call);
        } catch (IOException impossible) {
            throw new UncheckedIOException("nothing is written by counting", impossible);
        } catch (OutOfMemoryError shortage) {
            notCounted++;
        }
    }

    @Override
    public void incident(Caller caller, long nanos, String what) {}

    @Override
    public void close() {
        if (!empty) {
            NonBlockingOutput.print(out, System.lineSeparator() + SummaryText.of(summary, palette) + whatIsMissing());
        }
    }

    private String whatIsMissing() {
        return notCounted == 0
                ? ""
                : "not counted: " + notCounted + " calls, since puce had no memory left" + System.lineSeparator();
    }
}
