package dev.puce.otlp;

import io.opentelemetry.exporter.internal.FailedExportException.HttpExportException;
import io.opentelemetry.sdk.common.CompletableResultCode;
import java.net.URI;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// Counts the spans that a collector has accepted, and reports its first failure. Thread-safe.
final class Delivery {
    private final URI collector;
    private final Consumer<String> incidents;
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicBoolean reported = new AtomicBoolean();

    Delivery(URI collector, Consumer<String> incidents) {
        this.collector = collector;
        this.incidents = incidents;
    }

    /// Follows the result of an export.
    ///
    /// @param spans number of spans in it
    CompletableResultCode follow(CompletableResultCode result, int spans) {
        return result.whenComplete(() -> {
            if (result.isSuccess()) {
                accepted.addAndGet(spans);
            } else {
                failed(result.getFailureThrowable());
            }
        });
    }

    private void failed(Throwable failure) {
        if (reported.compareAndSet(false, true)) {
            incidents.accept("cannot send telemetry to " + collector + " (" + reason(failure)
                    + "): it is lost until the collector accepts it. The number of lost spans is reported at the end");
        }
    }

    private static String reason(Throwable failure) {
        if (failure instanceof HttpExportException http && http.getResponse() != null) {
            return "HTTP status " + http.getResponse().getStatusCode();
        }
        Throwable cause = failure == null || failure.getCause() == null ? failure : failure.getCause();
        return cause == null ? "unknown failure" : cause.toString();
    }

    /// Reports the spans that the collector has not accepted.
    ///
    /// @param made number of spans of the trace
    void end(long made) {
        long lost = made - accepted.get();
        if (lost > 0) {
            incidents.accept(lost + (lost == 1 ? " span has" : " spans have") + " not reached " + collector);
        }
    }
}
