package dev.puce.spy.assembler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.pcsc.Call;
import dev.puce.pcsc.EventState;
import dev.puce.pcsc.Function;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.TracedCall;
import dev.puce.testkit.CallList;
import dev.puce.testkit.Transcripts;
import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.recording.RecordingReader;
import dev.puce.trace.recording.RecordingWriter;
import dev.puce.trace.redaction.Redaction;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The calls assembled from recorded messages are the calls that the recorded program noted.
class RecordedCallsTest {
    /// Shows a defect of libpcsclite, which has its own test.
    private static final String DESYNCHRONISED = "status-first";

    @TestFactory
    Stream<DynamicTest> are_the_calls_that_the_program_made() {
        return Transcripts.all().entrySet().stream()
                .filter(file -> !file.getKey().contains("d-" + DESYNCHRONISED))
                .map(file -> DynamicTest.dynamicTest(
                        file.getKey(),
                        () -> assertSame(Recordings.calls(file.getValue()), ApiCall.of(file.getValue()))));
    }

    @TestFactory
    Stream<DynamicTest> in_all_recordings_where_they_lie_beside_the_repository() {
        return Transcripts.shared().entrySet().stream()
                .filter(file ->
                        !(file.getKey().startsWith("d-") && file.getKey().contains(DESYNCHRONISED)))
                .map(file -> DynamicTest.dynamicTest(file.getKey(), () -> {
                    var calls = Recordings.calls(file.getValue());
                    assertSame(calls, ApiCall.of(file.getValue()));
                    assertRead(calls);
                }));
    }

    @TestFactory
    Stream<DynamicTest> come_back_from_a_file_in_the_form_of_the_writer_and_in_any_other() {
        return Transcripts.all().entrySet().stream()
                .map(file ->
                        DynamicTest.dynamicTest(file.getKey(), () -> assertRead(Recordings.calls(file.getValue()))));
    }

    private static void assertRead(List<TracedCall> calls) throws IOException {
        String written = written(calls);
        assertThat(read(written)).isEqualTo(calls);
        assertThat(read(written.replace("{\"type\"", "{ \"type\""))).isEqualTo(calls);
    }

    private static String written(List<TracedCall> calls) throws IOException {
        var out = new ByteArrayOutputStream();
        var header = RecordingHeader.of("test", Instant.EPOCH, Redaction.FULL);
        try (var writer = new RecordingWriter(out, header, true)) {
            for (TracedCall call : calls) {
                writer.accept(call);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static List<TracedCall> read(String recording) throws IOException {
        var calls = new CallList();
        var in = new ByteArrayInputStream(recording.getBytes(StandardCharsets.UTF_8));
        new RecordingReader(in, (line, what) -> {
                    throw new AssertionError("line " + line + ": " + what);
                })
                .read(calls);
        return calls.calls();
    }

    /// The program got 8010001D, and from then on the answers to other calls. puce can only show the daemon's
    /// answers.
    @Test
    void library_that_loses_the_socket_fails() {
        List<TracedCall> calls = Recordings.calls(Transcripts.named("d-" + DESYNCHRONISED));
        assertThat(calls)
                .extracting(call -> call.call().function())
                .containsExactly(
                        Function.ESTABLISH_CONTEXT,
                        Function.GET_STATUS_CHANGE,
                        Function.UNKNOWN,
                        Function.LIST_READERS,
                        Function.RELEASE_CONTEXT);
        assertThat(calls.get(1).outcome().orElseThrow().code()).isEqualTo(ReturnCode.NO_SERVICE);
        assertThat(calls.get(2).call()).asString().contains("left an answer unread");
    }

    private static void assertSame(List<TracedCall> assembled, List<ApiCall> noted) {
        List<TracedCall> calls = assembled.stream()
                .filter(call -> call.call().function() != Function.UNKNOWN)
                .toList();
        assertThat(calls.stream().map(call -> call.call().function()))
                .containsExactlyElementsOf(noted.stream().map(ApiCall::function).toList());
        for (int i = 0; i < calls.size(); i++) {
            assertSame(calls.get(i), noted.get(i));
        }
    }

    private static void assertSame(TracedCall call, ApiCall noted) {
        String about = call + "\n" + noted;
        TracedCall.Outcome outcome = call.outcome().orElseThrow();
        noted.code().ifPresent(code -> assertThat(outcome.code()).as(about).isEqualTo(new ReturnCode(code)));
        switch (outcome.result()) {
            case Result.EstablishContext(long context) ->
                assertThat(context).as(about).isEqualTo(noted.hex("hContext"));
            case Result.ListReaders(List<String> readers) ->
                assertThat(readers.getFirst())
                        .as(about)
                        .isEqualTo(noted.results().getOrDefault("first", readers.getFirst()));
            case Result.Connect connect -> {
                assertThat(connect.card()).as(about).isEqualTo(noted.hex("hCard"));
                assertThat(connect.activeProtocol().value()).as(about).isEqualTo(noted.hex("active"));
            }
            case Result.Reconnect reconnect ->
                assertThat(reconnect.activeProtocol().value()).as(about).isEqualTo(noted.hex("active"));
            case Result.Status status -> {
                assertThat(status.state().value()).as(about).isEqualTo(noted.hex("state"));
                assertThat(status.protocol().value()).as(about).isEqualTo(noted.hex("prot"));
                assertThat(status.atr().length())
                        .as(about)
                        .isEqualTo(Integer.parseInt(noted.results().get("atrlen")));
            }
            case Result.Transmit transmit ->
                assertThat(transmit.recvBuffer().length())
                        .as(about)
                        .isEqualTo(Integer.parseInt(noted.results().get("len")));
            case Result.BufferTooSmall small ->
                assertThat(Long.toString(small.needed()))
                        .as(about)
                        .isEqualTo(noted.results().get("len"));
            case Result.Control control ->
                assertThat(control.recvBuffer().length())
                        .as(about)
                        .isEqualTo(Integer.parseInt(noted.results().get("len")));
            case Result.GetAttrib attribute ->
                assertThat(attribute.value().length())
                        .as(about)
                        .isEqualTo(Integer.parseInt(noted.results().get("len")));
            case Result.GetStatusChange change
            when noted.results().containsKey("atrlen") -> {
                var first = change.readers().getFirst();
                assertThat(first.eventState().value() | EventState.CHANGED)
                        .as(about)
                        .isEqualTo(noted.hex("event") | EventState.CHANGED);
                assertThat(first.atr().length())
                        .as(about)
                        .isEqualTo(Integer.parseInt(noted.results().get("atrlen")));
            }
            default -> {}
        }
        switch (call.call()) {
            case Call.Transmit transmit ->
                assertThat(noted.arguments())
                        .contains(transmit.sendBuffer().length() + " bytes")
                        .contains("recvlen=" + transmit.recvLength().getAsLong());
            case Call.Connect connect ->
                assertThat(noted.arguments())
                        .contains('"' + connect.reader() + '"')
                        .contains("mode=" + connect.shareMode().value())
                        .contains("prot=" + connect.preferredProtocols().mask());
            case Call.Cancel cancel -> assertThat(call.caller().connection()).isEqualTo(1);
            default -> {}
        }
    }
}
