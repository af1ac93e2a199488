package dev.puce.trace.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.pcsc.TracedCall;
import dev.puce.testkit.CallList;
import dev.puce.testkit.SharedData;
import dev.puce.trace.redaction.Redaction;
import dev.puce.trace.render.CallsRenderer;
import dev.puce.trace.render.Palette;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Reads the trace files among the shared cases.
final class SharedCasesTest {
    private final List<String> problems = new ArrayList<>();

    private List<TracedCall> read(byte[] content) throws IOException {
        var calls = new CallList();
        try (var trace = TraceFile.of(
                new ByteArrayInputStream(content),
                "case",
                TraceFile.Options.redacting(Redaction.FULL),
                (line, what) -> problems.add(line + ": " + what))) {
            trace.read(calls);
        }
        return calls.calls();
    }

    private static String show(List<TracedCall> calls) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var view = new CallsRenderer(out, new CallsRenderer.Options(Palette.NONE, true, false, false))) {
            for (TracedCall call : calls) {
                view.accept(call);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void output_of_pcsc_spy_gives_calls_with_durations_and_unknown_starts() throws IOException {
        var content = Files.readString(SharedData.require("cases/05-pcsc-spy-output.txt"));
        var calls = read(content.getBytes(StandardCharsets.UTF_8));
        assertThat(problems).isEmpty();
        assertThat(calls).hasSize((int)
                content.lines().filter(line -> line.startsWith("SCar")).count());
        assertThat(calls).noneMatch(TracedCall::hasStart);
        assertThat(calls.getFirst().outcome().orElseThrow().durationNanos()).isEqualTo(26_239_000);
    }

    @Test
    void carriage_returns_in_a_raw_log_change_nothing() throws IOException {
        var content = Files.readString(SharedData.require("cases/06-crlf-libpcscspy.log"));
        assertThat(content).contains("\r\n");
        var calls = read(content.getBytes(StandardCharsets.UTF_8));
        assertThat(problems).isEmpty();
        assertThat(calls).isNotEmpty().isEqualTo(read(content.replace("\r", "").getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void sizes_follow_an_arrow_with_a_space_in_front() throws IOException {
        var calls = read(Files.readAllBytes(SharedData.require("cases/07-sizes-libpcscspy.log")));
        assertThat(problems).isEmpty();
        assertThat(show(calls).lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).endsWith(" → 13 bytes needed"));
    }
}
