package dev.puce.spy.redaction;

import dev.puce.pcsc.TracedCall;
import dev.puce.spy.CallSink;
import java.io.IOException;

/// Hands calls on without their secrets.
public final class RedactingSink implements CallSink {
    private final Redactor redactor;
    private final CallSink next;

    public RedactingSink(Redaction redaction, CallSink next) {
        redactor = new Redactor(redaction);
        this.next = next;
    }

    @Override
    public void accept(TracedCall call) throws IOException {
        next.accept(redactor.redact(call));
    }

    @Override
    public void close() throws IOException {
        next.close();
    }
}
