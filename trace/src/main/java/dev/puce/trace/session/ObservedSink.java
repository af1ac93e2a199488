package dev.puce.trace.session;

import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.TracedCall;
import java.io.IOException;

/// A sink that needs the context of calls. A filter in front of it passes on the context of all calls, including
/// those that it removes.
public interface ObservedSink extends CallSink {
    /// Takes the next call with its context.
    void accept(TracedCall call, Observation seen) throws IOException;

    /// Passes a call on with its context, if the sink needs it.
    static void pass(CallSink sink, TracedCall call, Observation seen) throws IOException {
        if (sink instanceof ObservedSink observed) {
            observed.accept(call, seen);
        } else {
            sink.accept(call);
        }
    }
}
