package dev.puce.cli.diagnose;

import dev.puce.spy.TraceEvent;
import dev.puce.spy.TraceListener;
import dev.puce.trace.recording.RecordingWriter;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Writes the calls of a run to a recording, which stays open.
///
/// @param writer receives the calls, redacted
record CallRecorder(RecordingWriter writer) implements TraceListener {
    @Override
    public void accept(TraceEvent event) {
        if (event instanceof TraceEvent.Called(var call)) {
            try {
                writer.accept(call);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        // the writer stays open
    }
}
