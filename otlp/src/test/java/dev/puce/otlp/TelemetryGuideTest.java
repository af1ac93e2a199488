package dev.puce.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.pcsc.Call;
import dev.puce.pcsc.Protocols;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.ShareMode;
import dev.puce.pcsc.TracedCall;
import dev.puce.spy.TraceEvent;
import dev.puce.testkit.Calls;
import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.redaction.Redaction;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The reference of telemetry and the example of a dashboard against the names that a collector gets.
class TelemetryGuideTest {
    private static final Path REFERENCE = Path.of("../docs/reference/telemetry.md");
    private static final Path DASHBOARD = Path.of("../docs/how-to/grafana-dashboard.json");
    private static final Pattern NAME = Pattern.compile("`((?:process|pcsc|puce|error)\\.[a-z_.]+)`");
    private static final Pattern EXPRESSION =
            Pattern.compile("\"(?:expr|query)\": \"((?:[^\"\\\\]|\\\\.)*\\((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern WORD = Pattern.compile("\\b(?:pcsc|error)_[a-z_]+\\b");

    private static List<Metric> metrics;
    private static Set<String> attributes;

    @BeforeAll
    static void collect() throws IOException {
        try (var collector = new Collector()) {
            var output = new OtlpExport()
                    .start(collector.address(), RecordingHeader.of("test", Instant.EPOCH, Redaction.FULL), incident -> {
                        throw new AssertionError(incident);
                    });
            calls().forEach(call -> output.accept(new TraceEvent.Called(call)));
            output.close();
            metrics = collector.metrics().stream()
                    .filter(metric -> metric.getName().startsWith("pcsc."))
                    .toList();
            attributes = new TreeSet<>();
            collector.spans().forEach(span -> span.getAttributesList().forEach(TelemetryGuideTest::add));
            metrics.forEach(metric -> points(metric).forEach(TelemetryGuideTest::add));
        }
    }

    private static List<TracedCall> calls() {
        var calls = new ArrayList<>(Calls.ofEveryFunction());
        calls.add(Calls.connect(90, "Reader 00 00"));
        calls.add(Calls.transmit(91, "00A4040007A0000003080000", "9000"));
        calls.add(Calls.transmit(92, "00CB3FFF00", "6F00"));
        calls.add(Calls.traced(
                93,
                new Call.Connect(1, "Reader 00 00", ShareMode.SHARED, Protocols.ANY),
                ReturnCode.SHARING_VIOLATION,
                Result.NONE));
        return calls;
    }

    private static void add(KeyValue attribute) {
        attributes.add(attribute.getKey());
    }

    private static Stream<KeyValue> points(Metric metric) {
        return metric.hasHistogram()
                ? metric.getHistogram().getDataPointsList().stream()
                        .flatMap(point -> point.getAttributesList().stream())
                : metric.getSum().getDataPointsList().stream().flatMap(point -> point.getAttributesList().stream());
    }

    @Test
    void the_reference_lists_the_attributes_and_metrics_that_are_sent() throws IOException {
        var listed = new TreeSet<String>();
        NAME.matcher(Files.readString(REFERENCE)).results().forEach(name -> listed.add(name.group(1)));
        listed.remove("puce.container"); // the sample programs run in none
        var sent = new TreeSet<>(attributes);
        metrics.forEach(metric -> sent.add(metric.getName()));
        assertThat(listed).isEqualTo(sent);
    }

    @Test
    void every_query_of_the_dashboard_uses_metrics_and_labels_that_exist() throws IOException {
        var known = new TreeSet<String>();
        metrics.forEach(metric -> known.addAll(prometheusNames(metric)));
        attributes.forEach(attribute -> known.add(attribute.replace('.', '_')));
        var queries = EXPRESSION.matcher(Files.readString(DASHBOARD)).results().toList();
        assertThat(queries)
                .hasSizeGreaterThan(5)
                .allSatisfy(query -> assertThat(
                                WORD.matcher(query.group(1)).results().map(word -> word.group()))
                        .isNotEmpty()
                        .isSubsetOf(known));
    }

    /// The names by OpenTelemetry's rules for Prometheus: unit and type are suffixes, and a unit in braces is left out.
    private static List<String> prometheusNames(Metric metric) {
        String name = metric.getName().replace('.', '_') + (metric.getUnit().equals("s") ? "_seconds" : "");
        if (metric.hasHistogram()) {
            return List.of(name + "_bucket", name + "_sum", name + "_count");
        }
        return List.of(metric.getSum().getIsMonotonic() ? name + "_total" : name);
    }
}
