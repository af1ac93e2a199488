package dev.puce.trace.redaction;

import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.Caller;
import dev.puce.pcsc.TracedCall;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/// Passes calls on without their secrets, and without the secrets in the command lines of their callers.
public final class RedactingSink implements CallSink {
    /// Callers that are remembered; a trace of days has many thousands, one after the other.
    private static final int MOST_CALLERS = 1000;

    private final Redactor redactor;
    private final Consumer<TracedCall> watcher;
    private final CallSink next;
    private final Map<Caller, Caller> callers = new HashMap<>();

    public RedactingSink(Redaction redaction, CallSink next) {
        this(redaction, _ -> {}, next);
    }

    /// @param watcher sees each call before its secrets are removed
    public RedactingSink(Redaction redaction, Consumer<TracedCall> watcher, CallSink next) {
        this.watcher = watcher;
        redactor = new Redactor(redaction);
        this.next = next;
    }

    @Override
    public void accept(TracedCall call) throws IOException {
        watcher.accept(call);
        var redacted = redactor.redact(call);
        next.accept(redactor.redaction() == Redaction.OFF ? redacted : redacted.with(redacted(call.caller())));
    }

    private Caller redacted(Caller caller) {
        if (callers.size() >= MOST_CALLERS) {
            callers.clear();
        }
        return callers.computeIfAbsent(caller, redactor::redact);
    }

    @Override
    public void close() throws IOException {
        next.close();
    }
}
