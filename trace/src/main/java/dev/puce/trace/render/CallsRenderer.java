package dev.puce.trace.render;

import dev.puce.iso7816.Printable;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.Caller;
import dev.puce.pcsc.Function;
import dev.puce.pcsc.Inference;
import dev.puce.pcsc.Provenance;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.TextBuffer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/// Shows each call on a line: start, duration, program, function, return code by name, and the important arguments
/// and results. An APDU comes with its meaning, then its bytes.
///
///     0.012733   1.21 ms  opensc-tool[4711]:1  SCardTransmit  SCARD_S_SUCCESS  SELECT PIV → 9000 done
public final class CallsRenderer implements CallSink {
    private static final int DRAIN = 1 << 16;
    private static final int TIME_WIDTH = 11;
    private static final int FUNCTION_WIDTH = 21;
    private static final int CODE_WIDTH = 15;
    private static final int MAX_CALLER_WIDTH = 40;

    private final OutputStream stream;
    private final Options options;
    private final CallText text;
    private final TextBuffer out = new TextBuffer();
    private final Map<Function, byte[]> functions = new EnumMap<>(Function.class);
    private final byte[] neverReturned;
    private int callerWidth;
    private int sourceWidth;

    // Most lines have these in common with the line before.
    private Caller latestCaller = Caller.UNKNOWN;
    private byte[] latestCallerText = {};
    private ReturnCode latestCode = ReturnCode.SUCCESS;
    private byte[] latestCodeText;

    /// How to print.
    ///
    /// @param palette        the colours
    /// @param diffable       whether to leave out what differs between two executions: times, handles, process ids
    /// @param showsThreads   whether each line names its thread
    /// @param drainsEachCall whether text leaves the buffer after each call, for live views
    /// @param who            how much each line says of the program
    public record Options(Palette palette, boolean diffable, boolean showsThreads, boolean drainsEachCall, Who who) {
        /// With the program's name, process id and connection.
        public Options(Palette palette, boolean diffable, boolean showsThreads, boolean drainsEachCall) {
            this(palette, diffable, showsThreads, drainsEachCall, Who.PROGRAM);
        }
    }

    /// Writes to a stream, which stays open.
    public CallsRenderer(OutputStream stream, Options options) {
        this.stream = stream;
        this.options = options;
        text = new CallText(options.palette, options.diffable);
        for (Function function : Function.values()) {
            functions.put(function, functionText(function.symbol()));
        }
        neverReturned = utf8(options.palette.error() + "never returned" + options.palette.normal() + "   ");
        latestCodeText = codeText(latestCode);
    }

    private byte[] functionText(String name) {
        var palette = options.palette;
        return utf8(palette.function() + name + palette.normal() + spaces(FUNCTION_WIDTH - name.length()) + "  ");
    }

    private byte[] codeText(ReturnCode code) {
        var palette = options.palette;
        String symbol = code.symbol();
        return utf8((code.isFailure() ? palette.error() : palette.faint())
                + symbol
                + palette.normal()
                + spaces(CODE_WIDTH - symbol.length())
                + "  ");
    }

    private static String spaces(int count) {
        return " ".repeat(Math.max(0, count));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void accept(TracedCall traced) throws IOException {
        if (!options.diffable) {
            time(traced.startNanos());
            out.repeat(' ', 2);
            duration(traced);
            out.repeat(' ', 2);
        }
        source(traced.provenance());
        caller(traced.caller());
        int column = out.length();
        out.append(
                traced.call().function() == Function.UNKNOWN
                        ? functionText(Printable.of(traced.call().name()))
                        : functions.get(traced.call().function()));
        code(traced);
        text.append(out, traced);
        inferred(traced.provenance());
        trim(column);
        out.append('\n');
        if (options.drainsEachCall || out.length() > DRAIN) {
            drain();
        }
    }

    private void time(long nanos) {
        if (nanos == TracedCall.UNKNOWN_NANOS) {
            out.repeat(' ', TIME_WIDTH - 1).append('?');
            return;
        }
        long micros = nanos / 1000;
        int start = out.length();
        out.decimal(micros / 1_000_000);
        out.alignRight(start, 4).append('.').fraction(Math.abs(micros % 1_000_000), 6);
    }

    private void duration(TracedCall traced) {
        if (traced.outcome().isEmpty() || !traced.outcome().get().hasDuration()) {
            out.repeat(' ', 7).append('?');
            return;
        }
        int start = out.length();
        Durations.append(out, traced.outcome().get().durationNanos());
        out.alignRight(start, 8);
    }

    /// The name of the trace, where several are shown together.
    private void source(Provenance provenance) {
        if (provenance.source().isPresent()) {
            int start = out.length();
            out.append(Printable.of(provenance.source().get()));
            sourceWidth = Math.max(sourceWidth, out.length() - start);
            out.padTo(start, sourceWidth).repeat(' ', 2);
        }
    }

    private void caller(Caller caller) {
        if (!caller.equals(latestCaller)) {
            latestCaller = caller;
            latestCallerText = utf8(callerText(caller));
        }
        int start = out.length();
        out.append(latestCallerText);
        callerWidth = Math.min(Math.max(callerWidth, latestCallerText.length), MAX_CALLER_WIDTH);
        if (callerWidth > 0) {
            out.padTo(start, callerWidth).repeat(' ', 2);
        }
    }

    private String callerText(Caller caller) {
        var who = new StringBuilder(Printable.of(caller.program()));
        if (!options.diffable) {
            caller.pid().ifPresent(pid -> who.append('[').append(pid).append(']'));
            if (caller.connection() != 0) {
                who.append(':').append(caller.connection());
            }
        }
        boolean threadAlone = who.isEmpty() && !options.diffable;
        if (caller.thread().isPresent() && (options.showsThreads || threadAlone)) {
            who.append(threadAlone ? "" : "/")
                    .append(Printable.of(caller.thread().get()));
        }
        if (!options.diffable) {
            circumstances(who, caller);
        }
        return who.toString();
    }

    private void circumstances(StringBuilder text, Caller caller) {
        if (options.who != Who.PROGRAM && caller.uid().isPresent()) {
            text.append(" uid ").append(caller.uid().getAsInt());
        }
        if (options.who == Who.ALL) {
            caller.container().ifPresent(container -> text.append(" in ").append(Printable.of(container)));
            if (!caller.commandLine().isEmpty()) {
                text.append(" (")
                        .append(Printable.of(String.join(" ", caller.commandLine())))
                        .append(')');
            }
        }
    }

    private void code(TracedCall traced) {
        if (traced.outcome().isEmpty()) {
            if (!(traced.call() instanceof Call.Unknown)) {
                out.append(neverReturned);
            }
            return;
        }
        if (traced.call() instanceof Call.Mark) {
            return;
        }
        var code = traced.outcome().get().code();
        if (!code.equals(latestCode)) {
            latestCode = code;
            latestCodeText = codeText(code);
        }
        out.append(latestCodeText);
    }

    private void inferred(Provenance provenance) {
        if (!provenance.inferred().isEmpty()) {
            out.append(provenance.inferred().stream()
                    .sorted()
                    .map(Inference::label)
                    .collect(Collectors.joining(", ", "   (inferred: ", ")")));
        }
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
