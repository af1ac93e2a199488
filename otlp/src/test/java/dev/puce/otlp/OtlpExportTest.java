package dev.puce.otlp;

import static dev.puce.otlp.Collector.attributes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.puce.pcsc.Call;
import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.Protocols;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.ShareMode;
import dev.puce.pcsc.TracedCall;
import dev.puce.spy.ConnectionEnd;
import dev.puce.spy.TraceEvent;
import dev.puce.testkit.Await;
import dev.puce.testkit.Calls;
import dev.puce.testkit.ClosedPort;
import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.redaction.Redaction;
import dev.puce.trace.redaction.Redactor;
import dev.puce.wire.Direction;
import dev.puce.wire.Message;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OtlpExportTest {
    private static final Instant START = Instant.parse("2026-11-28T12:00:00.5Z");
    private static final long START_NANOS = START.getEpochSecond() * 1_000_000_000 + START.getNano();
    private static final String READER = "Reader 00 00";

    private final List<String> incidents = Collections.synchronizedList(new ArrayList<>());

    private void send(URI collector, List<TracedCall> calls) {
        var header = new RecordingHeader(
                START,
                Optional.of("desk"),
                "puce 0.1.0",
                "relay",
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Redaction.FULL);
        try (var output = new OtlpExport().start(collector, header, incidents::add)) {
            calls.forEach(call -> output.accept(new TraceEvent.Called(call)));
        }
    }

    private static TracedCall disconnect(long sequence) {
        return Calls.traced(sequence, new Call.Disconnect(Calls.CARD, Disposition.LEAVE), Result.NONE);
    }

    private static TracedCall refusedConnect(long sequence) {
        return Calls.traced(
                sequence,
                new Call.Connect(7, READER, ShareMode.EXCLUSIVE, Protocols.ANY),
                ReturnCode.SHARING_VIOLATION,
                Result.NONE);
    }

    @Test
    void calls_of_a_card_session_are_children_of_one_span() throws IOException {
        try (var collector = new Collector()) {
            send(
                    collector.address(),
                    List.of(
                            Calls.connect(1, READER),
                            Calls.transmit(2, "00A4040007A0000003080000", "9000"),
                            disconnect(3),
                            Calls.traced(4, new Call.ReleaseContext(5), Result.NONE)));
            Span session = collector.spans("card session").getFirst();
            var calls = List.of("SCardConnect", "SCardTransmit", "SCardDisconnect");
            assertThat(calls)
                    .allSatisfy(name -> assertThat(collector.spans(name))
                            .singleElement()
                            .satisfies(call -> {
                                assertThat(call.getTraceId()).isEqualTo(session.getTraceId());
                                assertThat(call.getParentSpanId()).isEqualTo(session.getSpanId());
                            }));
            assertThat(collector.spans("SCardReleaseContext").getFirst().getParentSpanId())
                    .isEmpty();
            assertThat(session.getParentSpanId()).isEmpty();
            assertThat(session.getStartTimeUnixNano()).isEqualTo(START_NANOS + 1_000_000);
            assertThat(session.getEndTimeUnixNano()).isEqualTo(START_NANOS + 3_400_000);
            assertThat(attributes(session.getAttributesList()))
                    .contains(entry("pcsc.reader.name", READER), entry("process.executable.name", "opensc-tool"));
            assertThat(incidents).isEmpty();
        }
    }

    @Test
    void a_command_has_header_instruction_status_and_sizes() throws IOException {
        try (var collector = new Collector()) {
            send(
                    collector.address(),
                    List.of(Calls.connect(1, READER), Calls.transmit(2, "00A4040007A0000003080000", "6A82")));
            assertThat(attributes(collector.spans("SCardTransmit").getFirst().getAttributesList()))
                    .containsOnly(
                            entry("process.executable.name", "opensc-tool"),
                            entry("process.pid", "4711"),
                            entry("process.user.id", "1000"),
                            entry("puce.connection", "1"),
                            entry("puce.call.sequence", "2"),
                            entry("pcsc.reader.name", READER),
                            entry("pcsc.return_code", "SCARD_S_SUCCESS"),
                            entry("pcsc.apdu.header", "00A40400"),
                            entry("pcsc.apdu.instruction", "SELECT"),
                            entry("pcsc.apdu.status", "6A82"),
                            entry("pcsc.sent.size", "12"),
                            entry("pcsc.received.size", "2"));
        }
    }

    @Test
    void a_failed_call_is_an_error_and_belongs_to_no_session() throws IOException {
        try (var collector = new Collector()) {
            send(collector.address(), List.of(refusedConnect(1)));
            assertThat(collector.spans()).singleElement().satisfies(call -> {
                assertThat(call.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
                assertThat(attributes(call.getAttributesList()))
                        .contains(entry("error.type", "SCARD_E_SHARING_VIOLATION"));
            });
            var failures = collector.metric("pcsc.failures").getSum().getDataPointsList();
            assertThat(failures)
                    .singleElement()
                    .satisfies(point -> assertThat(attributes(point.getAttributesList()))
                            .contains(
                                    entry("error.type", "SCARD_E_SHARING_VIOLATION"),
                                    entry("pcsc.reader.name", READER)));
        }
    }

    @Test
    void a_hidden_command_shows_neither_its_data_nor_their_length() throws IOException {
        var verify = new Redactor(Redaction.FULL).redact(Calls.transmit(2, "0020000008" + "2431323334FFFFFF", "63C2"));
        try (var collector = new Collector()) {
            send(collector.address(), List.of(Calls.connect(1, READER), verify));
            assertThat(attributes(collector.spans("SCardTransmit").getFirst().getAttributesList()))
                    .contains(entry("pcsc.apdu.header", "00200000"), entry("pcsc.apdu.status", "63C2"))
                    .doesNotContainKey("pcsc.sent.size")
                    .doesNotContainValue("2431323334FFFFFF");
        }
    }

    @Test
    void metrics_count_calls_durations_readers_and_cards() throws IOException {
        try (var collector = new Collector()) {
            var calls = Calls.ofEveryFunction();
            send(collector.address(), calls);
            var sums = collector.metric("pcsc.calls").getSum().getDataPointsList();
            assertThat(sums.stream().mapToLong(point -> point.getAsInt()).sum()).isEqualTo(calls.size());
            var durations =
                    collector.metric("pcsc.call.duration").getHistogram().getDataPointsList();
            assertThat(durations.stream().mapToLong(point -> point.getCount()).sum())
                    .isEqualTo(calls.size());
            assertThat(durations.getFirst().getSum())
                    .isEqualTo(0.0004 * durations.getFirst().getCount());
            assertThat(collector
                            .metric("pcsc.readers")
                            .getSum()
                            .getDataPoints(0)
                            .getAsInt())
                    .isEqualTo(1);
            assertThat(collector.metric("pcsc.cards").getSum().getDataPoints(0).getAsInt())
                    .isEqualTo(1);
        }
    }

    @Test
    void the_end_of_a_connection_ends_its_sessions() throws IOException {
        try (var collector = new Collector()) {
            var output = new OtlpExport()
                    .start(collector.address(), RecordingHeader.of("test", START, Redaction.FULL), incidents::add);
            output.accept(new TraceEvent.Called(Calls.connect(1, READER)));
            output.accept(new TraceEvent.Closed(
                    Calls.CALLER,
                    ConnectionEnd.CLIENT_CLOSED,
                    new Message.Closed(Direction.TO_DAEMON, 0, 0, 9_000_000)));
            output.close();
            assertThat(collector.spans("card session").getFirst().getEndTimeUnixNano())
                    .isEqualTo(START_NANOS + 9_000_000);
        }
    }

    @Test
    void the_resource_is_puce_on_this_host() throws IOException {
        try (var collector = new Collector()) {
            send(collector.address(), List.of(Calls.connect(1, READER)));
            assertThat(attributes(collector.resources().getFirst().getAttributesList()))
                    .contains(
                            entry("service.name", "puce"),
                            entry("service.version", "0.1.0"),
                            entry("host.name", "desk"));
        }
    }

    @Test
    void a_dead_collector_is_reported_once_and_costs_every_span() throws IOException {
        try (var port = new ClosedPort()) {
            var nowhere = URI.create("http://127.0.0.1:" + port.address().getPort());
            send(nowhere, calls(3000));
            assertThat(incidents).last().asString().isEqualTo("3001 spans have not reached " + nowhere);
            assertThat(incidents).hasSizeLessThanOrEqualTo(2);
        }
    }

    @Test
    void a_refusing_collector_is_reported_with_its_status() throws IOException {
        try (var collector = new Collector(401, new CountDownLatch(0))) {
            send(collector.address(), List.of(refusedConnect(1)));
            assertThat(incidents).hasSize(2);
            assertThat(incidents.getFirst()).contains("cannot send telemetry to", "HTTP status 401");
            assertThat(incidents.getLast()).isEqualTo("1 span has not reached " + collector.address());
        }
    }

    @Test
    void a_slow_collector_costs_spans_and_no_call_waits() throws IOException {
        var open = new CountDownLatch(1);
        try (var collector = new Collector(200, open)) {
            var output = new OtlpExport()
                    .start(collector.address(), RecordingHeader.of("test", START, Redaction.FULL), incidents::add);
            calls(10_000).forEach(call -> output.accept(new TraceEvent.Called(call)));
            // all calls were taken, although the collector has not answered once
            open.countDown();
            Await.until("the queue is sent", () -> collector.spans().size() >= 2048);
            output.close();
            int received = collector.spans().size();
            assertThat(received).isLessThan(10_001);
            assertThat(incidents)
                    .containsExactly((10_001 - received) + " spans have not reached " + collector.address());
            long counted = collector.metric("pcsc.calls").getSum().getDataPointsList().stream()
                    .mapToLong(point -> point.getAsInt())
                    .sum();
            assertThat(counted).isEqualTo(10_000);
        }
    }

    private static List<TracedCall> calls(int count) {
        var calls = new ArrayList<>(List.of(Calls.connect(1, READER)));
        while (calls.size() < count) {
            calls.add(Calls.transmit(calls.size() + 1L, "00B0000000", "9000"));
        }
        return calls;
    }
}
