package dev.puce.spy.render;

import dev.puce.pcsc.Call;
import dev.puce.pcsc.Caller;
import dev.puce.pcsc.TracedCall;
import dev.puce.spy.CallSink;
import dev.puce.spy.Printable;
import dev.puce.spy.TextBuffer;
import java.io.IOException;
import java.io.OutputStream;

/// Shows each call on a line: when, how long, who, which function, its return code by name, and what matters of
/// its arguments and results; of an APDU what it means, then its bytes.
///
///     0.012733   1.21 ms  opensc-tool[4711]:1  SCardTransmit  SCARD_S_SUCCESS  SELECT by name ... → 9000 done
public final class CompactRenderer implements CallSink {
    private static final int DRAIN = 1 << 16;
    private static final int FUNCTION_WIDTH = 21;
    private static final int CODE_WIDTH = 15;
    private static final int MAX_CALLER_WIDTH = 40;

    private final OutputStream stream;
    private final Options options;
    private final CallText text;
    private final TextBuffer out = new TextBuffer();
    private int callerWidth;

    /// How to print.
    ///
    /// @param palette        the colours
    /// @param diffable       whether to leave out what differs between two executions: times, handles, process ids
    /// @param showsThreads   whether each line names its thread
    /// @param drainsEachCall whether text leaves after each call, for somebody who watches
    /// @param who            what each line says of the program
    public record Options(Palette palette, boolean diffable, boolean showsThreads, boolean drainsEachCall, Who who) {
        /// With the program's name, process id and connection.
        public Options(Palette palette, boolean diffable, boolean showsThreads, boolean drainsEachCall) {
            this(palette, diffable, showsThreads, drainsEachCall, Who.PROGRAM);
        }
    }

    /// Writes to a stream, which stays open.
    public CompactRenderer(OutputStream stream, Options options) {
        this.stream = stream;
        this.options = options;
        text = new CallText(options.palette, options.diffable);
    }

    @Override
    public void accept(TracedCall traced) throws IOException {
        var palette = options.palette;
        if (!options.diffable) {
            time(traced.startNanos());
            out.append("  ");
            duration(traced);
            out.append("  ");
        }
        caller(traced.caller());
        int column = out.length();
        out.append(palette.function());
        String function = traced.call() instanceof Call.Unknown unknown
                ? unknown.name()
                : traced.call().function().symbol();
        int name = out.length();
        out.append(function).append(palette.normal());
        out.repeat(' ', FUNCTION_WIDTH - (out.length() - name - palette.normal().length()) + 2);
        code(traced);
        text.append(out, traced);
        trim(column);
        out.append('\n');
        if (options.drainsEachCall || out.length() > DRAIN) {
            drain();
        }
    }

    private void time(long nanos) {
        long micros = nanos / 1000;
        String seconds = Long.toString(micros / 1_000_000);
        out.repeat(' ', 4 - seconds.length()).append(seconds).append('.');
        out.fraction(Math.abs(micros % 1_000_000), 6);
    }

    private void duration(TracedCall traced) {
        if (traced.outcome().isEmpty()) {
            out.append("       ?");
            return;
        }
        int start = out.length();
        out.append("        ");
        int number = out.length();
        Durations.append(out, traced.outcome().get().durationNanos());
        // Right-aligned: of the eight spaces in front, as many go as there are characters; µ takes two bytes.
        int width = Durations.width(out, number);
        out.remove(start, Math.min(width, number - start));
    }

    private void caller(Caller caller) {
        int start = out.length();
        if (!caller.program().isEmpty()) {
            out.append(Printable.of(caller.program()));
        }
        if (!options.diffable) {
            if (caller.pid().isPresent()) {
                out.append('[').decimal(caller.pid().getAsInt()).append(']');
            }
            if (caller.connection() != 0) {
                out.append(':').decimal(caller.connection());
            }
        }
        boolean threadAlone = out.length() == start && !options.diffable;
        if (caller.thread().isPresent() && (options.showsThreads || threadAlone)) {
            out.append(threadAlone ? "" : "/").append(caller.thread().get());
        }
        if (!options.diffable) {
            circumstances(caller);
        }
        callerWidth = Math.min(Math.max(callerWidth, out.length() - start), MAX_CALLER_WIDTH);
        if (callerWidth > 0) {
            out.padTo(start, callerWidth).append("  ");
        }
    }

    private void circumstances(Caller caller) {
        if (options.who != Who.PROGRAM && caller.uid().isPresent()) {
            out.append(" uid ").decimal(caller.uid().getAsInt());
        }
        if (options.who == Who.ALL) {
            caller.container().ifPresent(container -> out.append(" in ").append(Printable.of(container)));
            if (!caller.commandLine().isEmpty()) {
                out.append(" (")
                        .append(Printable.of(String.join(" ", caller.commandLine())))
                        .append(")");
            }
        }
    }

    private void code(TracedCall traced) {
        var palette = options.palette;
        if (traced.outcome().isEmpty()) {
            out.append(palette.error())
                    .append("never returned")
                    .append(palette.normal())
                    .append("   ");
            return;
        }
        var code = traced.outcome().get().code();
        String symbol = code.symbol();
        out.append(code.isSuccess() ? palette.faint() : palette.error());
        out.append(symbol).append(palette.normal()).repeat(' ', CODE_WIDTH - symbol.length());
        out.append("  ");
    }

    /// Takes spaces from the end of the line.
    private void trim(int column) {
        int end = out.length();
        while (end > column && out.at(end - 1) == ' ') {
            end--;
        }
        out.truncate(end);
    }

    private void drain() throws IOException {
        out.drainTo(stream);
        if (options.drainsEachCall) {
            stream.flush();
        }
    }

    @Override
    public void close() throws IOException {
        out.drainTo(stream);
        stream.flush();
    }
}
