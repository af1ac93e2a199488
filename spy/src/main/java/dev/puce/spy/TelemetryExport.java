package dev.puce.spy;

import dev.puce.trace.recording.RecordingHeader;
import java.net.URI;
import java.util.function.Consumer;

/// Sends live traces to a telemetry collector. The add-on `otlp` provides it as a service.
public interface TelemetryExport {
    /// Starts to send a trace. The returned output never waits for the collector.
    ///
    /// @param collector base address of the collector: `http://localhost:4318`
    /// @param header    the circumstances of the trace
    /// @param incidents receives problems, from any thread
    /// @throws IllegalArgumentException if the configuration of the export is invalid
    TraceListener start(URI collector, RecordingHeader header, Consumer<String> incidents);
}
