package dev.puce.trace.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.TracedCall;
import dev.puce.testkit.CallList;
import dev.puce.trace.redaction.Redaction;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MergedTracesTest {
    private static final String RECORDING = """
            {"type":"header","format":"puce-recording","version":1,"start":"2026-11-28T09:04:47.800Z","source":"relay"}
            {"type":"call","seq":1,"start_us":10000,"duration_us":1000,"call":"SCardReleaseContext","code":"SCARD_S_SUCCESS"}
            {"type":"call","seq":2,"start_us":50000,"duration_us":1000,"call":"SCardReleaseContext","code":"SCARD_S_SUCCESS"}
            """;

    private static final String PKCS11 = """
            0: C_Login
            2026-11-28 10:04:47.830
            Returned:  0 CKR_OK
            1: C_Sign
            2026-11-28 10:04:47.900
            Returned:  0 CKR_OK
            """;

    private static final String PCSCD = """
            00000000 winscard_svc.c:343:ContextThread() Received command: ESTABLISH_CONTEXT from client 11
            00000100 winscard_svc.c:400:ContextThread() ESTABLISH_CONTEXT for client 11, rv=SCARD_S_SUCCESS
            00020000 winscard_svc.c:343:ContextThread() Received command: RELEASE_CONTEXT from client 11
            00000100 winscard_svc.c:400:ContextThread() RELEASE_CONTEXT for client 11, rv=SCARD_S_SUCCESS
            """;

    private static final ZoneId ZONE = ZoneOffset.ofHours(1);

    private final List<MergedTraces.Input> inputs = new ArrayList<>();

    private void add(String name, String text, Duration offset) throws IOException {
        var trace = TraceFile.of(
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                name,
                TraceFile.Options.redacting(Redaction.FULL),
                (line, what) -> {
                    throw new AssertionError(line + ": " + what);
                });
        inputs.add(new MergedTraces.Input(name, trace, offset));
    }

    /// Source, number and start in milliseconds of each call.
    private List<String> merged() throws IOException {
        var calls = new CallList();
        new MergedTraces(inputs, ZONE).read(calls);
        return calls.calls().stream().map(MergedTracesTest::text).toList();
    }

    private static String text(TracedCall call) {
        return call.provenance().source().orElse("?") + " " + call.sequence() + " at " + call.startNanos() / 1_000_000;
    }

    @Test
    void logs_with_dates_and_times_of_day_are_aligned_by_the_clock() throws IOException {
        add("spy", RECORDING, Duration.ZERO);
        add("pkcs11", PKCS11, Duration.ZERO);
        assertThat(merged()).containsExactly("spy 1 at 10", "pkcs11 1 at 30", "spy 2 at 50", "pkcs11 2 at 100");
    }

    @Test
    void log_without_times_of_day_begins_with_the_earliest() throws IOException {
        add("pcscd", PCSCD, Duration.ZERO);
        add("spy", RECORDING, Duration.ZERO);
        assertThat(merged()).containsExactly("pcscd 1 at 0", "spy 1 at 10", "pcscd 2 at 20", "spy 2 at 50");
    }

    @Test
    void offset_moves_a_trace() throws IOException {
        add("pcscd", PCSCD, Duration.ofMillis(40));
        add("spy", RECORDING, Duration.ofMillis(-10));
        assertThat(new MergedTraces(inputs, ZONE).header().start()).contains(Instant.parse("2026-11-28T09:04:47.790Z"));
        assertThat(merged()).containsExactly("spy 1 at 10", "pcscd 1 at 40", "spy 2 at 50", "pcscd 2 at 60");
    }

    @Test
    void calls_without_a_time_follow_the_call_before_them() throws IOException {
        add("arrows", "> 00 A4 04 00\n< 90 00\n> 00 B0 00 00\n< 90 00\n", Duration.ZERO);
        add("spy", RECORDING, Duration.ZERO);
        var unknown = TracedCall.UNKNOWN_NANOS / 1_000_000;
        assertThat(merged())
                .containsExactly("arrows 1 at " + unknown, "arrows 2 at " + unknown, "spy 1 at 10", "spy 2 at 50");
    }

    @Test
    void sink_that_fails_ends_the_reading() throws IOException {
        add("pcscd", PCSCD.repeat(5000), Duration.ZERO);
        add("spy", RECORDING, Duration.ZERO);
        var traces = new MergedTraces(inputs, ZONE);
        assertThatThrownBy(() -> traces.read(new CallSink() {
                    @Override
                    public void accept(TracedCall call) throws IOException {
                        throw new IOException("disk full");
                    }

                    @Override
                    public void close() {}
                }))
                .hasMessage("disk full");
    }
}
