package dev.puce.trace.macos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.pcsc.Call;
import dev.puce.pcsc.Inference;
import dev.puce.pcsc.TracedCall;
import dev.puce.testkit.CallList;
import dev.puce.trace.file.TraceFile;
import dev.puce.trace.redaction.Redaction;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The lines are composed: their layout is that of published logs.
final class MacosFormatTest {
    private Instant start;

    private List<TracedCall> read(String... lines) throws IOException {
        var calls = new CallList();
        var text = String.join("\n", lines);
        try (var trace = TraceFile.of(
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                "test",
                TraceFile.Options.redacting(Redaction.OFF),
                (line, what) -> {
                    throw new AssertionError(line + ": " + what);
                })) {
            assertThat(trace.format().name()).isEqualTo("macos");
            start = trace.header().start().orElse(null);
            trace.read(calls);
        }
        return calls.calls().stream()
                .sorted(Comparator.comparingLong(TracedCall::sequence))
                .toList();
    }

    private static String entry(String millis, String activity, int pid, String process, String category, String text) {
        return "2026-04-08 20:30:20.%s000+0200 0x15  Default  0x%s  %d  0  %s: (X) [com.apple.CryptoTokenKit:%s] %s"
                .formatted(millis, activity, pid, process, category, text);
    }

    private static String call(String millis, String activity, int pid) {
        return entry(millis, activity, pid, "app" + pid, "pcscapi", "-> SCardTransmit()");
    }

    private static String apdu(String millis, String activity, String text) {
        return entry(millis, activity, 1, "usbsmartcardreaderd", "APDULog", "APDU " + text);
    }

    private static TracedCall exchange(List<TracedCall> calls) {
        return calls.stream()
                .filter(call -> call.call() instanceof Call.Transmit)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void program_with_the_same_activity_is_certain() throws IOException {
        var calls = read(
                call("100", "7", 10),
                call("101", "8", 20),
                apdu("110", "7", "-> 00 b0 00 00"),
                apdu("120", "7", "<- 90 00"));
        var exchange = exchange(calls);
        assertThat(exchange.caller().program()).isEqualTo("app10");
        assertThat(exchange.provenance().inferred()).isEmpty();
        assertThat(exchange.startNanos()).isZero();
        assertThat(exchange.outcome().orElseThrow().durationNanos()).isEqualTo(20_000_000);
        assertThat(start).isEqualTo(Instant.parse("2026-04-08T18:30:20.100Z"));
    }

    @Test
    void only_program_that_waits_is_inferred() throws IOException {
        var exchange =
                exchange(read(call("100", "0", 10), apdu("110", "0", "-> 00 b0 00 00"), apdu("120", "0", "<- 90 00")));
        assertThat(exchange.caller().program()).isEqualTo("app10");
        assertThat(exchange.provenance().inferred()).containsExactly(Inference.CALLER);
    }

    @Test
    void one_of_two_programs_that_wait_is_not_chosen() throws IOException {
        var calls = read(
                call("100", "0", 10),
                call("101", "0", 20),
                apdu("110", "0", "-> 00 b0 00 00"),
                apdu("120", "0", "<- 90 00"));
        assertThat(exchange(calls).caller().program()).isEmpty();
        assertThat(calls.stream().filter(call -> call.call() instanceof Call.NameOnly))
                .hasSize(2);
    }

    @Test
    void program_that_announced_the_header_is_inferred() throws IOException {
        var exchange = exchange(read(
                entry("105", "0", 30, "pivtoken", "smartcard", "req: b0 0000 <private> le:(null)"),
                apdu("110", "0", "-> 00 b0 00 00"),
                apdu("120", "0", "<- 90 00")));
        assertThat(exchange.caller().program()).isEqualTo("pivtoken");
        assertThat(exchange.provenance().inferred()).containsExactly(Inference.CALLER);
    }

    @Test
    void lines_out_of_order_are_sorted() throws IOException {
        var calls = read(apdu("110", "0", "-> 00 b0 00 00"), apdu("120", "0", "<- 90 00"), call("100", "0", 10));
        assertThat(exchange(calls).caller().program()).isEqualTo("app10");
    }
}
