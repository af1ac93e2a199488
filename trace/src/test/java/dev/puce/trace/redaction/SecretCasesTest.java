package dev.puce.trace.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.diff.CallDiff;
import dev.puce.trace.diff.CallSequence;
import dev.puce.trace.export.PcapngWriter;
import dev.puce.trace.file.TraceFile;
import dev.puce.trace.pcscspy.PcscSpyRenderer;
import dev.puce.trace.pcscspy.PcscSpyView;
import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.recording.RecordingWriter;
import dev.puce.trace.render.CallsRenderer;
import dev.puce.trace.render.CompactOptions;
import dev.puce.trace.render.CompactRenderer;
import dev.puce.trace.render.Palette;
import dev.puce.trace.render.TimeStyle;
import dev.puce.trace.render.Who;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every session of `secret-cases.txt` in every output: no secret, all public data.
final class SecretCasesTest {
    /// Some views break lines inside a secret, so parts are looked for.
    private static final int PART = 5;

    static List<SecretCase> cases() {
        return SecretCase.all();
    }

    private interface Output {
        CallSink to(OutputStream out) throws IOException;
    }

    /// With everything that the view can show: all bytes, and the decoded trees.
    private static CompactOptions compact() {
        return new CompactOptions(
                Palette.NONE,
                200,
                false,
                false,
                true,
                false,
                Who.PROGRAM,
                TimeStyle.RELATIVE,
                ZoneOffset.UTC,
                OptionalInt.of(1000),
                true,
                true);
    }

    private static List<Output> outputs() {
        var header = RecordingHeader.of("test", Instant.EPOCH, Redaction.FULL);
        return List.of(
                out -> new CompactRenderer(out, compact(), header),
                out -> new CallsRenderer(out, new CallsRenderer.Options(Palette.ANSI, false, true, true)),
                out -> new CallsRenderer(out, new CallsRenderer.Options(Palette.NONE, true, false, false)),
                out -> new PcscSpyView(out, new PcscSpyRenderer.Options(Palette.NONE, false, true, true)),
                out -> new RecordingWriter(out, header, true),
                out -> new PcapngWriter(out, header));
    }

    private static List<TracedCall> redacted(SecretCase session, Redaction redaction) {
        var redactor = new Redactor(redaction);
        return session.calls().stream().map(redactor::redact).toList();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void no_output_shows_a_secret(SecretCase session) throws IOException {
        for (var redaction : List.of(Redaction.STRICT, Redaction.FULL, Redaction.SHAPE)) {
            for (var output : outputs()) {
                assertHides(session, output, redacted(session, redaction));
            }
            var left = new CallSequence();
            var right = new CallSequence();
            for (var call : redacted(session, redaction)) {
                left.accept(call);
            }
            var out = new ByteArrayOutputStream();
            new CallDiff(left, right).writeJson(out);
            assertHides(session, out);
        }
    }

    private static void assertHides(SecretCase session, Output output, List<TracedCall> calls) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var sink = output.to(out)) {
            for (var call : calls) {
                sink.accept(call);
            }
        }
        assertHides(session, out);
    }

    private static void assertHides(SecretCase session, ByteArrayOutputStream out) {
        String raw = out.toString(StandardCharsets.ISO_8859_1);
        String hex = hexOnly(raw);
        for (Bytes secret : session.secrets()) {
            int part = Math.min(PART, secret.length());
            for (int from = 0; from + part <= secret.length(); from++) {
                var piece = secret.slice(from, from + part);
                assertThat(hex).as(session.name()).doesNotContain(piece.toHex());
                assertThat(raw).as(session.name()).doesNotContain(piece.text(StandardCharsets.ISO_8859_1));
            }
        }
    }

    /// The digits without the spaces between them.
    private static String hexOnly(String text) {
        return text.replaceAll("(?<=[0-9A-Fa-f]{2}) (?=[0-9A-Fa-f]{2}\\b)", "").toUpperCase(Locale.ROOT);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_recording_keeps_public_data(SecretCase session) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var writer = new RecordingWriter(out, RecordingHeader.of("test", Instant.EPOCH, Redaction.FULL), true)) {
            for (var call : redacted(session, Redaction.FULL)) {
                writer.accept(call);
            }
        }
        for (Bytes visible : session.visible()) {
            assertThat(out.toString(StandardCharsets.UTF_8)).as(session.name()).contains(visible.toHex());
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_second_redaction_changes_nothing(SecretCase session) {
        var once = redacted(session, Redaction.FULL);
        var redactor = new Redactor(Redaction.FULL);
        assertThat(once.stream().map(redactor::redact).toList()).isEqualTo(once);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_recording_with_secrets_loses_them_when_it_is_read(SecretCase session) throws IOException {
        var whole = new ByteArrayOutputStream();
        try (var writer = new RecordingWriter(whole, RecordingHeader.of("test", Instant.EPOCH, Redaction.OFF), true)) {
            for (var call : session.calls()) {
                writer.accept(call);
            }
        }
        assertHidesFile(session, whole.toByteArray());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_raw_log_loses_its_secrets_when_it_is_read(SecretCase session) throws IOException {
        assertHidesFile(session, RawLog.of(session.calls()).getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_raw_log_in_the_layout_of_pcsc_spy_has_no_secrets(SecretCase session) throws IOException {
        byte[] log = RawLog.of(session.calls()).getBytes(StandardCharsets.UTF_8);
        for (var redaction : List.of(Redaction.STRICT, Redaction.FULL, Redaction.SHAPE)) {
            var out = new ByteArrayOutputStream();
            try (var trace = open(log);
                    var renderer = new PcscSpyRenderer(
                            out,
                            new PcscSpyRenderer.Options(Palette.NONE, false, true, true),
                            new Redactor(redaction))) {
                trace.libpcscspyLog().orElseThrow().parse(renderer);
            }
            assertHides(session, out);
        }
    }

    private void assertHidesFile(SecretCase session, byte[] file) throws IOException {
        var calls = new ArrayList<TracedCall>();
        var sink = new CallSink() {
            @Override
            public void accept(TracedCall call) {
                calls.add(call);
            }

            @Override
            public void close() {}
        };
        try (var trace = open(file)) {
            trace.read(sink);
        }
        assertThat(calls).hasSameSizeAs(session.calls());
        for (var output : outputs()) {
            assertHides(session, output, calls);
        }
    }

    private static TraceFile open(byte[] file) throws IOException {
        return TraceFile.of(
                new ByteArrayInputStream(file), "test", TraceFile.Options.redacting(Redaction.FULL), (_, _) -> {});
    }
}
