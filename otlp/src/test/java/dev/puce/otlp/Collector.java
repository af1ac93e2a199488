package dev.puce.otlp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/// A collector that speaks OTLP over HTTP. It parses the messages with the classes of the protocol's definition.
final class Collector implements AutoCloseable {
    private final List<Span> spans = Collections.synchronizedList(new ArrayList<>());
    private final List<Metric> metrics = Collections.synchronizedList(new ArrayList<>());
    private final List<Resource> resources = Collections.synchronizedList(new ArrayList<>());
    private final HttpServer server;
    private final int status;
    private final CountDownLatch open;

    /// Starts a collector that answers with an HTTP status, once the latch is open.
    Collector(int status, CountDownLatch open) throws IOException {
        this.status = status;
        this.open = open;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/traces", this::traces);
        server.createContext("/v1/metrics", this::metrics);
        server.start();
    }

    /// Starts a collector that accepts everything at once.
    Collector() throws IOException {
        this(200, new CountDownLatch(0));
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void traces(HttpExchange exchange) throws IOException {
        var request = ExportTraceServiceRequest.parseFrom(body(exchange));
        for (var resource : request.getResourceSpansList()) {
            resources.add(resource.getResource());
            resource.getScopeSpansList().forEach(scope -> spans.addAll(scope.getSpansList()));
        }
        answer(exchange);
    }

    private void metrics(HttpExchange exchange) throws IOException {
        var request = ExportMetricsServiceRequest.parseFrom(body(exchange));
        for (var resource : request.getResourceMetricsList()) {
            resource.getScopeMetricsList().forEach(scope -> metrics.addAll(scope.getMetricsList()));
        }
        answer(exchange);
    }

    private static ByteArrayInputStream body(HttpExchange exchange) throws IOException {
        return new ByteArrayInputStream(exchange.getRequestBody().readAllBytes());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            open.await();
            exchange.sendResponseHeaders(status, -1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    List<Span> spans() {
        return List.copyOf(spans);
    }

    List<Span> spans(String name) {
        return spans().stream().filter(span -> span.getName().equals(name)).toList();
    }

    List<Metric> metrics() {
        return List.copyOf(metrics);
    }

    Metric metric(String name) {
        return metrics().stream()
                .filter(metric -> metric.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    List<Resource> resources() {
        return List.copyOf(resources);
    }

    /// Values as text: `1000`, `SCardConnect`.
    static Map<String, String> attributes(List<KeyValue> attributes) {
        return attributes.stream().collect(Collectors.toMap(KeyValue::getKey, attribute -> {
            var value = attribute.getValue();
            return value.hasStringValue() ? value.getStringValue() : Long.toString(value.getIntValue());
        }));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
