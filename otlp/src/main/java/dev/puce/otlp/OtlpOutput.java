package dev.puce.otlp;

import dev.puce.pcsc.Call;
import dev.puce.pcsc.TracedCall;
import dev.puce.spy.TraceEvent;
import dev.puce.spy.TraceListener;
import dev.puce.trace.session.Judgement;
import dev.puce.trace.session.Step;
import dev.puce.trace.session.TracedCards;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/// Turns the calls of a live trace into spans and metrics.
///
/// The SDK sends them on threads of its own. Its queue of spans is bounded. If the collector is slower than the
/// programs, the SDK drops spans, and [Delivery] reports their number at the end. Metrics count every call.
final class OtlpOutput implements TraceListener {
    /// How long the end of the trace may wait for the collector.
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

    private static final String SCOPE = "dev.puce.spy";

    private final OpenTelemetrySdk sdk;
    private final Delivery delivery;
    private final TracedCards cards = new TracedCards();
    private final CallSpans spans;
    private final CallMetrics metrics;

    OtlpOutput(OpenTelemetrySdk sdk, Delivery delivery, Instant start) {
        this.sdk = sdk;
        this.delivery = delivery;
        spans = new CallSpans(sdk.getTracer(SCOPE), start);
        metrics = new CallMetrics(sdk.getMeter(SCOPE));
    }

    @Override
    public void accept(TraceEvent event) {
        switch (event) {
            case TraceEvent.Called(var call) -> accept(call);
            case TraceEvent.Closed(var caller, var end, var message) -> {
                if (end.isLast()) {
                    spans.disconnected(caller.connection(), message.lastNanos());
                }
            }
            case TraceEvent.Opened _,
                    TraceEvent.Passed _,
                    TraceEvent.Waiting _,
                    TraceEvent.Incident _,
                    TraceEvent.CaughtUp _ -> {}
        }
    }

    private void accept(TracedCall traced) {
        var seen = cards.observe(traced);
        if (traced.call() instanceof Call.Mark) {
            return; // not a call
        }
        var judgement = Judgement.of(Step.of(traced, seen));
        spans.accept(traced, seen, judgement);
        metrics.accept(traced, seen, judgement);
    }

    @Override
    public void close() {
        spans.close();
        // The SDK waits for its last exports in this call, with timeouts of its own.
        var end = Thread.ofPlatform()
                .name("puce otlp end")
                .daemon()
                .start(() -> sdk.shutdown().join(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS));
        try {
            end.join(CLOSE_TIMEOUT);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        delivery.end(spans.made());
    }
}
