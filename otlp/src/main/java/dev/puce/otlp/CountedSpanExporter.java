package dev.puce.otlp;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;

/// Tells a [Delivery] the result of every export of spans.
record CountedSpanExporter(SpanExporter exporter, Delivery delivery) implements SpanExporter {
    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        return delivery.follow(exporter.export(spans), spans.size());
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }
}
