package dev.puce.otlp;

import dev.puce.pcsc.TracedCall;
import dev.puce.trace.session.Judgement;
import dev.puce.trace.session.Observation;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import java.util.List;

/// Counts calls, failures, durations, readers and cards. The SDK limits the number of different attribute values.
final class CallMetrics {
    /// Limits of the buckets, in seconds: from an answer of the daemon's memory to a wait for a card.
    private static final List<Double> BUCKETS = List.of(
            0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 60.0);

    private static final double NANOS = 1e9;

    private final LongCounter calls;
    private final LongCounter failures;
    private final DoubleHistogram durations;
    private final ReaderCensus census = new ReaderCensus();

    CallMetrics(Meter meter) {
        calls = meter.counterBuilder("pcsc.calls")
                .setUnit("{call}")
                .setDescription("Calls of PC/SC functions that ended")
                .build();
        failures = meter.counterBuilder("pcsc.failures")
                .setUnit("{failure}")
                .setDescription("Calls that failed, and commands that a card refused, without expected results")
                .build();
        durations = meter.histogramBuilder("pcsc.call.duration")
                .setUnit("s")
                .setDescription("Time inside calls of PC/SC functions")
                .setExplicitBucketBoundariesAdvice(BUCKETS)
                .build();
        meter.upDownCounterBuilder("pcsc.readers")
                .setUnit("{reader}")
                .setDescription("Readers, as programs last saw them")
                .buildWithCallback(measured -> census.readers().ifPresent(measured::record));
        meter.upDownCounterBuilder("pcsc.cards")
                .setUnit("{card}")
                .setDescription("Readers with a card, as programs last saw them")
                .buildWithCallback(measured -> census.cards().ifPresent(measured::record));
    }

    /// Counts a call.
    void accept(TracedCall traced, Observation seen, Judgement judgement) {
        census.accept(traced, seen);
        var builder = Attributes.builder().put(CallAttributes.FUNCTION, CallAttributes.function(traced));
        if (!seen.reader().isEmpty()) {
            builder.put(CallAttributes.READER, seen.reader());
        }
        var attributes = builder.build();
        calls.add(1, attributes);
        traced.outcome()
                .filter(TracedCall.Outcome::hasDuration)
                .ifPresent(outcome -> durations.record(outcome.durationNanos() / NANOS, attributes));
        if (judgement == Judgement.FAILURE) {
            failures.add(
                    1,
                    attributes.toBuilder()
                            .put(CallAttributes.ERROR_TYPE, CallAttributes.errorType(traced))
                            .build());
        }
    }
}
