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
    private Caller latest = Caller.UNKNOWN;
    private Caller latestRedacted = Caller.UNKNOWN;

    public RedactingSink(Redaction redaction, CallSink next) {
        this(redaction, _ -> {}, next);
    }

    /// @param watcher sees each call before its secrets are removed
    public RedactingSink(Redaction redaction, Consumer<TracedCall> watcher, CallSink next) {
        this.watcher = watcher;
        redactor = new Redactor(redaction);
        this.next = next;
    }

    @SuppressWarnings("ReferenceEquality") // mostly the same object; otherwise a copy is made, which is equal
    @Override
    public void accept(TracedCall call) throws IOException {
        watcher.accept(call);
        var redacted = redactor.redact(call);
        var caller = redacted(call.caller());
        next.accept(caller == call.caller() ? redacted : redacted.with(caller));
    }

    @SuppressWarnings("ReferenceEquality") // mostly the same object; otherwise the contents are compared
    private Caller redacted(Caller caller) {
        if (redactor.redaction() == Redaction.OFF) {
            return caller;
        }
        if (caller != latest) {
            if (callers.size() >= MOST_CALLERS) {
                callers.clear();
            }
            latestRedacted = callers.computeIfAbsent(caller, this::redact);
            latest = caller;
        }
        return latestRedacted;
    }

    /// The same object if the caller has no secrets.
    private Caller redact(Caller caller) {
        var redacted = redactor.redact(caller);
        return redacted.equals(caller) ? caller : redacted;
    }

    @Override
    public void close() throws IOException {
        next.close();
    }
}
