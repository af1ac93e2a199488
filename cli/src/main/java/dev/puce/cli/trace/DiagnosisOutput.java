package dev.puce.cli.trace;

import dev.puce.diagnose.trace.Diagnosis;
import dev.puce.diagnose.trace.TraceDiagnosis;
import dev.puce.pcsc.TracedCall;
import dev.puce.spy.TraceEvent;
import dev.puce.spy.TraceListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.OptionalInt;

/// Diagnoses the calls of a live trace.
public final class DiagnosisOutput implements TraceListener {
    private final TraceDiagnosis diagnosis = new TraceDiagnosis();

    @Override
    public void accept(TraceEvent event) {
        switch (event) {
            case TraceEvent.Called(TracedCall call) -> diagnose(call);
            case TraceEvent.Opened _,
                    TraceEvent.Passed _,
                    TraceEvent.Incident _,
                    TraceEvent.Closed _,
                    TraceEvent.Waiting _,
                    TraceEvent.CaughtUp _ -> {}
        }
    }

    private void diagnose(TracedCall call) {
        try {
            diagnosis.accept(call);
        } catch (IOException impossible) {
            throw new UncheckedIOException("diagnosing writes nothing", impossible);
        }
    }

    /// Returns the result. To be called once, after the trace has been closed.
    ///
    /// @param exitStatus exit status of the program, if there is one
    public Diagnosis result(OptionalInt exitStatus) {
        return diagnosis.result(exitStatus);
    }

    @Override
    public void close() {
        // holds nothing open
    }
}
