package dev.puce.trace.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Caller;
import dev.puce.pcsc.Hidden;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.TracedCall;
import dev.puce.testkit.CallList;
import dev.puce.testkit.Calls;
import dev.puce.trace.redaction.Redaction;
import dev.puce.trace.session.TracedCards;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RecordingTest {
    private static final RecordingHeader HEADER = new RecordingHeader(
            Instant.parse("2026-11-22T13:00:00.123456Z"),
            Optional.of("host"),
            "puce 0.1.0",
            "relay",
            Optional.of("/run/pcscd/pcscd.comm"),
            Optional.of("4.4"),
            List.of("opensc-tool", "-a"),
            Redaction.FULL);

    private final List<String> problems = new ArrayList<>();

    private static String write(List<TracedCall> calls) throws IOException {
        return new String(RecordingBytes.of(HEADER, calls), StandardCharsets.UTF_8);
    }

    private List<TracedCall> read(String text) throws IOException {
        var calls = new CallList();
        var reader = new RecordingReader(
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                (line, what) -> problems.add(line + ": " + what));
        reader.read(calls);
        return calls.calls();
    }

    @Test
    void decoded_exchanges_are_written_on_request_and_ignored_by_the_reader() throws IOException {
        var calls = List.of(Calls.connect(1, "R"), Calls.transmit(2, "00A4040009A00000030800001000", "9000"));
        var out = new ByteArrayOutputStream();
        try (var writer = RecordingWriter.decoding(out, HEADER, true, new TracedCards())) {
            for (TracedCall call : calls) {
                writer.accept(call);
            }
        }
        var text = out.toString(StandardCharsets.UTF_8);
        assertThat(text).containsOnlyOnce("\"decoded\":{\"application\":\"piv\",\"instruction\":\"SELECT\"");
        assertThat(write(calls)).doesNotContain("decoded");
        assertThat(read(text)).isEqualTo(calls);
        assertThat(problems).isEmpty();
    }

    @Test
    void a_process_number_that_another_process_gets_is_another_process() throws IOException {
        var calls = List.of(
                callOf(1, "first", List.of("first", "-a")),
                callOf(2, "second", List.of("second", "-b")),
                callOf(3, "gone before it was looked at", List.of()));
        assertThat(read(write(calls))).isEqualTo(calls);
    }

    @Test
    void a_process_that_an_incident_describes_first_is_described_again_with_its_call() throws IOException {
        var call = callOf(1, "first", List.of("first", "-a"));
        var out = new ByteArrayOutputStream();
        try (var writer = new RecordingWriter(out, HEADER, true)) {
            writer.incident(call.caller(), 0, "connects");
            writer.accept(call);
        }
        var text = out.toString(StandardCharsets.UTF_8);
        assertThat(text.lines())
                .filteredOn(line -> line.contains("command_line"))
                .hasSize(2);
        assertThat(read(text)).containsExactly(call);
    }

    @Test
    void a_process_is_described_again_when_the_line_with_its_description_is_lost() throws IOException {
        var calls = List.of(callOf(1, "first", List.of("first", "-a")), callOf(2, "first", List.of("first", "-a")));
        var out = new ByteArrayOutputStream();
        try (var writer = new RecordingWriter(out, HEADER, true)) {
            int header = out.size();
            writer.accept(calls.getFirst());
            var before = out.toString(StandardCharsets.UTF_8).substring(0, header);
            out.reset();
            writer.linesWereLost();
            writer.accept(calls.getLast());
            var text = before + out.toString(StandardCharsets.UTF_8);
            assertThat(read(text)).containsExactly(calls.getLast());
        }
    }

    @Test
    void a_line_unfinished_for_lack_of_memory_is_the_only_one_lost() throws IOException {
        var calls = new ArrayList<TracedCall>();
        for (int number = 1; number <= 3; number++) {
            calls.add(callOf(number, "first", List.of("first", "-a")));
        }
        var memory = new AtomicBoolean(true);
        var out = new ByteArrayOutputStream() {
            @Override
            public synchronized void write(byte[] bytes, int offset, int count) {
                if (!memory.get()) {
                    throw new OutOfMemoryError("as if");
                }
                super.write(bytes, offset, count);
            }
        };
        try (var writer = new RecordingWriter(out, HEADER, true)) {
            writer.accept(calls.get(0));
            memory.set(false);
            try {
                writer.accept(calls.get(1));
            } catch (OutOfMemoryError asIf) {
                memory.set(true);
            }
            assertThat(memory).isTrue();
            writer.accept(calls.get(1));
            writer.accept(calls.get(2));
        }
        assertThat(read(out.toString(StandardCharsets.UTF_8))).isEqualTo(calls);
        assertThat(problems).isEmpty();
    }

    private static TracedCall callOf(int number, String program, List<String> commandLine) {
        return new TracedCall(
                number,
                new Caller(
                        program,
                        OptionalInt.of(4711),
                        OptionalInt.empty(),
                        commandLine,
                        Optional.empty(),
                        number,
                        Optional.empty()),
                number * 1000L,
                new Call.ReleaseContext(1),
                Optional.of(new TracedCall.Outcome(ReturnCode.SUCCESS, 1000, Result.NONE)));
    }

    @Test
    void every_call_comes_back_as_it_was() throws IOException {
        var calls = Calls.ofEveryFunction();
        assertThat(read(write(calls))).isEqualTo(calls);
        assertThat(problems).isEmpty();
    }

    @Test
    void unknown_values_come_back_as_unknown() throws IOException {
        var calls = Calls.ofForeignLogs();
        assertThat(read(write(calls))).isEqualTo(calls);
        assertThat(problems).isEmpty();
    }

    @Test
    void unknown_values_are_absent_from_the_file() throws IOException {
        String text = write(Calls.ofForeignLogs());
        assertThat(text)
                .doesNotContain("A5A5A5A5")
                .doesNotContain("8000000000000000")
                .doesNotContain("\"?\"");
        assertThat(text.lines().skip(7).limit(2)).containsExactly("""
                {"type":"call","seq":7,"call":"SCardTransmit","args":{"sendBuffer":"00A4040000"},\
                "results":{"recvBuffer":"6A82"}}""", """
                {"type":"call","seq":8,"call":"SCardTransmit","results":{"recvBuffer":"6A82"}}""");
        assertThat(text.lines().skip(11)).containsExactly("""
                {"type":"call","seq":11,"start_us":5,"program":"opensc-tool","pid":4711,"uid":1000,\
                "command_line":["opensc-tool","-a"],"connection":1,"reader":"R","inferred":["caller","answer"],\
                "call":"SCardTransmit","args":{"sendBuffer":"00A4040000"},"results":{}}""", """
                {"type":"call","seq":12,"call":"SCardTransmit","args":{"sendBuffer":"00A4040000"}}""", """
                {"type":"mark","seq":13,"start_us":6,"reader":"R","mark":"card inserted",\
                "description":"in slot 1","atr":"3B00"}""");
    }

    @Test
    void an_unknown_start_is_absent_from_the_header() throws IOException {
        var header = RecordingHeader.of("pcscd", Optional.empty(), Redaction.FULL);
        var text = RecordingBytes.of(header, List.of());
        assertThat(new String(text, StandardCharsets.UTF_8)).doesNotContain("start");
        assertThat(new RecordingReader(new ByteArrayInputStream(text), (line, what) -> {}).header())
                .isEqualTo(header);
    }

    @Test
    void failed_unfinished_and_redacted_calls_come_back_as_they_were() throws IOException {
        var status = new Call.Status(1);
        var calls = List.of(
                Calls.traced(1, status, ReturnCode.REMOVED_CARD, Result.NONE),
                Calls.traced(2, status, new ReturnCode(0x80109999), Result.NONE),
                Calls.traced(3, status, ReturnCode.INSUFFICIENT_BUFFER, new Result.BufferTooSmall(33)),
                new TracedCall(4, Calls.CALLER, 12_345, status, Optional.empty()),
                redacted(5, Hidden.ENTIRELY),
                redacted(6, Hidden.ofShape("ddddFFFF")));
        assertThat(read(write(calls))).isEqualTo(calls);
    }

    private static TracedCall redacted(long sequence, Hidden hidden) {
        return Calls.traced(
                sequence,
                new Call.Transmit(
                        Calls.CARD, Calls.T1, Bytes.hex("00200080"), OptionalLong.empty(), Optional.of(hidden)),
                Result.NONE);
    }

    @Test
    void looks_as_documented() throws IOException {
        assertThat(write(List.of(Calls.transmit(1, "00A4040000", "6A82")))).isEqualTo("""
                {"type":"header","format":"puce-recording","version":1,"start":"2026-11-22T13:00:00.123456Z",\
                "host":"host","producer":"puce 0.1.0","source":"relay","daemon":"/run/pcscd/pcscd.comm",\
                "protocol_version":"4.4","command":["opensc-tool","-a"],"redaction":"full"}
                {"type":"call","seq":1,"start_us":1000,"duration_us":400,"program":"opensc-tool","pid":4711,\
                "uid":1000,"command_line":["opensc-tool","-a"],"connection":1,"call":"SCardTransmit",\
                "args":{"card":"0x12345678","sendPci":{"protocol":"SCARD_PROTOCOL_T1","length":16},\
                "sendBuffer":"00A4040000"},"results":{"recvPci":{"protocol":"SCARD_PROTOCOL_T1","length":16},\
                "recvBuffer":"6A82"},"code":"SCARD_S_SUCCESS"}
                """);
    }

    @Test
    void a_recording_cut_anywhere_gives_the_whole_calls_before() throws IOException {
        var calls = Calls.ofEveryFunction().subList(0, 3);
        String text = write(calls);
        int header = text.indexOf('\n') + 1;
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int cut = header; cut < bytes.length; cut++) {
            problems.clear();
            String part = new String(bytes, 0, cut, StandardCharsets.UTF_8);
            int whole = (int) part.chars().filter(c -> c == '\n').count() - 1;
            boolean lastIsWhole = part.endsWith("}") && text.charAt(part.length()) == '\n';
            assertThat(read(part)).isEqualTo(calls.subList(0, lastIsWhole ? whole + 1 : whole));
            assertThat(problems).hasSize(part.endsWith("\n") || lastIsWhole ? 0 : 1);
        }
    }

    @Test
    void damaged_lines_are_reported_and_left_out() throws IOException {
        var good =
                write(List.of(Calls.transmit(1, "00A4040000", "6A82"))).lines().toList();
        var text = String.join(
                        "\n",
                        good.get(0),
                        "rubbish",
                        "[1,2]",
                        good.get(1).replace("\"call\":", "\"cull\":"),
                        good.get(1).replace("6A82", "6A8"),
                        "{\"type\":\"note from a newer puce\"}",
                        "",
                        good.get(1))
                + "\n";
        assertThat(read(text)).hasSize(1);
        assertThat(problems)
                .containsExactly(
                        "2: the line is not a JSON object; left out",
                        "3: there is no \"type\" of the right type; the call is left out",
                        "4: there is no \"call\" of the right type; the call is left out",
                        "5: a value is malformed; the call is left out");
    }

    @Test
    void an_error_in_the_middle_is_not_reported_as_the_end() throws IOException {
        var good =
                write(List.of(Calls.transmit(1, "00A4040000", "6A82"))).lines().toList();
        var text = good.get(0) + "\n{\"type\":\"call\",\"x\":\"" + "0".repeat(5 << 20) + "\"}\n" + good.get(1) + "\n";
        assertThat(read(text)).hasSize(1);
        assertThat(problems).containsExactly("2: the line is longer than 4 MB; the call is left out");
    }

    @Test
    void other_files_and_newer_versions_are_refused() {
        assertThatThrownBy(() -> read("")).isInstanceOf(IOException.class).hasMessageContaining("empty");
        assertThatThrownBy(() -> read("{\"a\":1}\n"))
                .hasMessageContaining("JSON that is not a recording of puce")
                .hasMessageContaining("jq -r .MESSAGE FILE | puce show -");
        assertThatThrownBy(() -> read("{\"format\":\"puce-recording\",\"version\":2}\n"))
                .hasMessageContaining("use a newer puce");
    }

    @Test
    void a_file_is_for_its_owner_alone_also_if_it_was_there(@TempDir Path folder) throws IOException {
        var old = Files.writeString(folder.resolve("old"), "something");
        Files.setPosixFilePermissions(old, PosixFilePermissions.fromString("rw-r--r--"));
        for (Path file : List.of(old, folder.resolve("new"))) {
            RecordingWriter.create(file, HEADER).close();
            assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
            assertThat(Files.readString(file))
                    .startsWith("{\"type\":\"header\"")
                    .endsWith("}\n");
        }
    }
}
