package dev.puce.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.pcsc.Call;
import dev.puce.pcsc.Caller;
import dev.puce.spy.TraceEvent;
import dev.puce.spy.WaitingCall;
import dev.puce.testkit.Await;
import dev.puce.testkit.Calls;
import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.redaction.Redaction;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

class LiveCallsTest {
    private final PageTrace trace = new PageTrace(
            0, "live", "live", RecordingHeader.of("test", Instant.EPOCH, Redaction.OFF), PageTrace.State.LIVE);

    private String state() {
        var text = new StringWriter();
        try (var json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            trace.write(json, trace.index().rows());
            json.writeEndObject();
        }
        return text.toString();
    }

    @Test
    void waiting_calls_are_in_the_state_until_they_return() {
        try (var live = LiveCalls.start(trace)) {
            var caller = new Caller(
                    "opensc-tool",
                    OptionalInt.of(77),
                    OptionalInt.empty(),
                    List.of(),
                    Optional.empty(),
                    1,
                    Optional.empty());
            live.accept(new TraceEvent.Waiting(
                    List.of(new WaitingCall(
                            caller, new Call.BeginTransaction(1), 500_000_000, "Reader", Optional.empty())),
                    3_700_000_000L));
            assertThat(state())
                    .contains("\"running\":[{\"start\":500000000,\"seconds\":3,\"program\":\"opensc-tool\",\"pid\":77,"
                            + "\"words\":\"waits: SCardBeginTransaction on Reader\"}]");
            live.accept(new TraceEvent.Waiting(List.of(), 4_000_000_000L));
            assertThat(state()).contains("\"running\":[]");
        }
    }

    @Test
    void large_calls_fill_the_queue_earlier_than_small_ones() {
        var index = trace.index();
        var large = new TraceEvent.Called(Calls.transmit(1, "00D60000" + "00".repeat(60_000), "9000"));
        synchronized (index) { // the page takes no call meanwhile
            var live = LiveCalls.start(trace);
            for (int i = 0; i < 2000; i++) {
                live.accept(large);
            }
            assertThat(state()).doesNotContain("\"missed\":0,");
        }
        Await.until("the page has the queued calls", () -> index.calls().size() > 100);
    }
}
