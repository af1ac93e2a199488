package dev.puce.trace.pcscspy;

import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.Caller;
import dev.puce.pcsc.Function;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.TracedCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Makes calls of what [LogParser] finds, and hands each over when it ends.
///
/// A log tells neither program nor process; the thread is all that is known of the caller. Calls are numbered as
/// they begin, and the first begins at time 0.
public final class LogCalls implements LogHandler {
    private final CallSink sink;
    private final List<Pending> threads = new ArrayList<>();
    private long startMicros = -1;
    private long sequence;

    public LogCalls(CallSink sink) {
        this.sink = sink;
    }

    /// A thread and the call it is in, as far as they are known.
    private static final class Pending {
        final Caller caller;
        final LogValues values = new LogValues();
        Function function = Function.UNKNOWN;
        long sequence;
        long micros;

        Pending(String thread) {
            caller = Caller.inLog("", OptionalInt.empty(), Optional.of(thread));
        }
    }

    @Override
    public void begin(int thread, String id, Function function, long micros) {
        if (startMicros < 0) {
            startMicros = micros;
        }
        // A thread whose first call is not understood has a number, but does not come here.
        while (threads.size() <= thread) {
            threads.add(null);
        }
        if (threads.get(thread) == null) {
            threads.set(thread, new Pending(id));
        }
        var pending = threads.get(thread);
        pending.function = function;
        pending.sequence = ++sequence;
        pending.micros = micros;
        pending.values.clear();
    }

    @Override
    public void value(int thread, LogItem item, LogText text) {
        threads.get(thread).values.put(item, text);
    }

    @Override
    public void missing(int thread, LogItem item) {
        // LogValues knows what came
    }

    @Override
    public void end(int thread, LogEnd end) {
        var pending = threads.get(thread);
        var code = new ReturnCode(end.value());
        long durationNanos = (end.micros() - pending.micros) * 1000;
        var result = pending.values.result(pending.function, code);
        emit(pending, Optional.of(new TracedCall.Outcome(code, durationNanos, result)));
    }

    @Override
    public void unfinished(int thread) {
        emit(threads.get(thread), Optional.empty());
    }

    private void emit(Pending pending, Optional<TracedCall.Outcome> outcome) {
        long startNanos = (pending.micros - startMicros) * 1000;
        var call = pending.values.call(pending.function);
        try {
            sink.accept(new TracedCall(pending.sequence, pending.caller, startNanos, call, outcome));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
