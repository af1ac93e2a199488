package dev.puce.otlp;

import dev.puce.spy.TelemetryExport;
import dev.puce.spy.TraceListener;
import dev.puce.trace.recording.RecordingHeader;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import io.opentelemetry.sdk.resources.Resource;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Sends live traces with OTLP over HTTP. The SDK reads the standard environment variables `OTEL_*`: headers, timeouts,
/// sizes of queues and sampling. The address, the exporters and the name of the service are puce's own.
public final class OtlpExport implements TelemetryExport {
    /// The SDK's logger would print to standard error. [Delivery] reports problems.
    private static final Logger SDK_LOGGER = Logger.getLogger("io.opentelemetry");

    @Override
    public TraceListener start(URI collector, RecordingHeader header, Consumer<String> incidents) {
        SDK_LOGGER.setLevel(Level.OFF);
        var delivery = new Delivery(collector, incidents);
        return new OtlpOutput(
                sdk(collector, header, delivery), delivery, header.start().orElseGet(Instant::now));
    }

    private static OpenTelemetrySdk sdk(URI collector, RecordingHeader header, Delivery delivery) {
        try {
            return AutoConfiguredOpenTelemetrySdk.builder()
                    .setServiceClassLoader(OtlpExport.class.getClassLoader())
                    .disableShutdownHook()
                    .addPropertiesCustomizer(_ -> properties(collector))
                    .addResourceCustomizer((resource, _) -> resource.merge(resource(header)))
                    .addSpanExporterCustomizer((exporter, _) -> new CountedSpanExporter(exporter, delivery))
                    .addMetricExporterCustomizer((exporter, _) -> new ReportingMetricExporter(exporter, delivery))
                    .build()
                    .getOpenTelemetrySdk();
        } catch (ConfigurationException invalid) {
            throw new IllegalArgumentException(invalid.getMessage(), invalid);
        }
    }

    private static Map<String, String> properties(URI collector) {
        String base = collector.toString().replaceFirst("/$", "");
        return Map.of(
                "otel.traces.exporter", "otlp",
                "otel.metrics.exporter", "otlp",
                "otel.logs.exporter", "none",
                "otel.exporter.otlp.traces.protocol", "http/protobuf",
                "otel.exporter.otlp.metrics.protocol", "http/protobuf",
                "otel.exporter.otlp.traces.endpoint", base + "/v1/traces",
                "otel.exporter.otlp.metrics.endpoint", base + "/v1/metrics");
    }

    private static Resource resource(RecordingHeader header) {
        var attributes = Attributes.builder().put("service.name", "puce");
        header.host().ifPresent(host -> attributes.put(AttributeKey.stringKey("host.name"), host));
        if (!header.producer().isEmpty()) {
            attributes.put("service.version", header.producer().replaceFirst("^puce ", ""));
        }
        return Resource.create(attributes.build());
    }
}
