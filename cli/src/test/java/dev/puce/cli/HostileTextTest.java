package dev.puce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.cards.event.ReaderEvent;
import dev.puce.cli.reader.ScanCommand;
import dev.puce.cli.trace.TraceInput;
import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.Caller;
import dev.puce.pcsc.CardState;
import dev.puce.pcsc.ControlCode;
import dev.puce.pcsc.EventState;
import dev.puce.pcsc.Hidden;
import dev.puce.pcsc.Pci;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.Protocols;
import dev.puce.pcsc.ReaderQuery;
import dev.puce.pcsc.ReaderState;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.ShareMode;
import dev.puce.pcsc.TracedCall;
import dev.puce.replay.Mismatch;
import dev.puce.service.PcscService;
import dev.puce.service.card.EchoCard;
import dev.puce.trace.diff.CallDiff;
import dev.puce.trace.diff.CallSequence;
import dev.puce.trace.file.TraceFile;
import dev.puce.trace.pcscspy.LogParser;
import dev.puce.trace.pcscspy.PcscSpyRenderer;
import dev.puce.trace.pcscspy.PcscSpyView;
import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.recording.RecordingWriter;
import dev.puce.trace.redaction.Redaction;
import dev.puce.trace.redaction.Redactor;
import dev.puce.trace.render.CallsRenderer;
import dev.puce.trace.render.CompactOptions;
import dev.puce.trace.render.CompactRenderer;
import dev.puce.trace.render.Palette;
import dev.puce.trace.render.TimeStyle;
import dev.puce.trace.render.Who;
import dev.puce.trace.summary.Summary;
import dev.puce.trace.summary.SummaryJson;
import dev.puce.trace.summary.SummaryText;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Untrusted text reaches no terminal unescaped in any view. A user can name a reader in a call that root watches.
class HostileTextTest {
    /// Clears the screen, rings, clears a line as C1, forges a line, goes back, turns the rest round.
    private static final String HOSTILE = "evil\u001b[2J\u0007\u009b2K\nforged\r\u007f\u202Elive";

    /// The same as far as it fits on a line of a log.
    private static final String ON_A_LINE = HOSTILE.replace("\n", "").replace("\r", "");

    @TempDir
    private Path folder;

    private static List<TracedCall> calls() {
        var caller = new Caller(
                HOSTILE,
                OptionalInt.of(4711),
                OptionalInt.of(1000),
                List.of(HOSTILE, HOSTILE),
                Optional.of(HOSTILE),
                1,
                Optional.of(HOSTILE));
        var hidden = Optional.of(Hidden.ofShape(HOSTILE));
        var state = new ReaderState(HOSTILE, Optional.of(new EventState(0)), new EventState(2), Bytes.hex("3B00"));
        var calls = new ArrayList<TracedCall>();
        add(calls, caller, new Call.ListReaders(1, Optional.of(List.of(HOSTILE))), new Result.ListReaders(names()));
        add(calls, caller, new Call.ListReaderGroups(1), new Result.ListReaderGroups(names()));
        add(
                calls,
                caller,
                new Call.GetStatusChange(
                        1,
                        OptionalLong.of(0),
                        Optional.of(List.of(
                                new ReaderQuery(HOSTILE, new EventState(0)),
                                new ReaderQuery(HOSTILE, new EventState(0))))),
                new Result.GetStatusChange(List.of(state, state)));
        add(
                calls,
                caller,
                new Call.Connect(1, HOSTILE, ShareMode.SHARED, Protocols.ANY),
                new Result.Connect(7, Protocol.T1));
        add(
                calls,
                caller,
                new Call.Status(7),
                new Result.Status(HOSTILE, new CardState(0x34), Protocol.T1, Bytes.hex("3B00")));
        add(
                calls,
                caller,
                new Call.Transmit(7, Pci.of(Protocol.T1), Bytes.hex("00200080"), OptionalLong.empty(), hidden),
                new Result.Transmit(Pci.of(Protocol.T1), Bytes.hex("9000")));
        add(
                calls,
                caller,
                new Call.Control(7, new ControlCode(0x42330006), Bytes.hex("00"), OptionalLong.empty(), hidden),
                new Result.Control(Bytes.of(HOSTILE.getBytes(StandardCharsets.UTF_8))));
        add(calls, caller, new Call.Unknown(HOSTILE, HOSTILE), Result.NONE);
        return calls;
    }

    private static List<String> names() {
        return List.of(HOSTILE, HOSTILE);
    }

    private static void add(List<TracedCall> calls, Caller caller, Call call, Result result) {
        int number = calls.size() + 1;
        var outcome = new TracedCall.Outcome(ReturnCode.SUCCESS, 1000, result);
        calls.add(new TracedCall(number, caller, number * 10_000L, call, Optional.of(outcome)));
    }

    private interface View {
        CallSink on(ByteArrayOutputStream out) throws IOException;
    }

    private static String shown(View view) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var sink = view.on(out)) {
            for (TracedCall call : calls()) {
                sink.accept(call);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static void assertHarmless(String text) {
        assertThat(text).contains("evil\\x1B[2J\\x07\\x9B2K");
        assertNoControls(text);
    }

    private static void assertNoControls(String text) {
        assertThat(text.lines()).noneMatch(line -> line.startsWith("forged"));
        assertThat(text.replace("\n", "").codePoints())
                .noneMatch(Character::isISOControl)
                .noneMatch(c -> c == 0x202E);
    }

    /// Checks JSON: control characters are escaped.
    private static void assertOneLineEach(String json) {
        assertThat(json).contains("evil\\u001B[2J\\u0007");
        assertThat(json.replace("\n", "").codePoints()).noneMatch(c -> c < ' ');
        assertThat(json.lines()).allMatch(line -> line.startsWith("{") && line.endsWith("}"));
    }

    @Test
    void the_view_of_calls_is_harmless() throws IOException {
        for (boolean diffable : new boolean[] {false, true}) {
            var options = new CallsRenderer.Options(Palette.NONE, diffable, true, true, Who.ALL);
            assertHarmless(shown(out -> new CallsRenderer(out, options)));
        }
    }

    @Test
    void the_compact_view_is_harmless() throws IOException {
        var options = new CompactOptions(
                Palette.NONE,
                80,
                false,
                false,
                true,
                true,
                Who.ALL,
                TimeStyle.RELATIVE,
                ZoneOffset.UTC,
                OptionalInt.of(10),
                true,
                true);
        var header = RecordingHeader.of("test", Instant.EPOCH, Redaction.FULL);
        assertHarmless(shown(out -> new CompactRenderer(out, options, header)));
        assertHarmless(shown(out -> new CompactRenderer(out, CompactOptions.plain(80, ZoneOffset.UTC), header)));
    }

    @Test
    void the_view_of_pcsc_spy_is_harmless() throws IOException {
        for (boolean diffable : new boolean[] {false, true}) {
            var options = new PcscSpyRenderer.Options(Palette.NONE, diffable, true, true);
            assertHarmless(shown(out -> new PcscSpyView(out, options)));
        }
    }

    @Test
    void the_json_view_has_a_line_for_each_call() throws IOException {
        assertOneLineEach(shown(
                out -> new RecordingWriter(out, RecordingHeader.of("test", Instant.EPOCH, Redaction.FULL), true)));
    }

    @Test
    void a_summary_is_harmless() throws IOException {
        var summary = new Summary();
        assertThat(shown(_ -> summary)).isEmpty();
        assertHarmless(SummaryText.of(summary, Palette.NONE, 80));
        var json = new ByteArrayOutputStream();
        SummaryJson.write(summary, json);
        assertOneLineEach(json.toString(StandardCharsets.UTF_8));
    }

    @Test
    void a_diff_is_harmless() throws IOException {
        var calls = new CallSequence();
        assertThat(shown(_ -> calls)).isEmpty();
        var diff = new CallDiff(calls, new CallSequence());
        var text = new StringBuilder();
        diff.print(text, Palette.NONE);
        assertHarmless(text.toString());
    }

    @Test
    void a_log_is_harmless_in_every_view() throws IOException {
        String log = """
                7F01@>|0|0|SCardIsValidContext
                7F01@0x00000001
                7F01@<|0|100|SCardIsValidContext|0x00000000
                THREAD@>|0|0|SCardConnect
                THREAD@0x00000001
                THREAD@HOSTILE
                THREAD@HOSTILE
                THREAD@HOSTILE
                THREAD@HOSTILE
                THREAD@HOSTILE
                THREAD@HOSTILE
                THREAD@HOSTILE
                THREAD@<|0|400|SCardConnect|HOSTILE|0x80100009
                THREAD@>|0|500|SCardTransmit
                """.replace("THREAD", ON_A_LINE).replace("HOSTILE", ON_A_LINE);
        var problems = new ArrayList<String>();
        var options = new PcscSpyRenderer.Options(Palette.NONE, false, true, false);
        var out = new ByteArrayOutputStream();
        try (var renderer = new PcscSpyRenderer(out, options, new Redactor(Redaction.FULL))) {
            new LogParser(renderer, (_, what) -> problems.add(what))
                    .parse(new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8)));
        }
        assertThat(problems).as("the log names its thread there").anyMatch(what -> what.contains(ON_A_LINE));
        assertHarmless(out.toString(StandardCharsets.UTF_8));

        var compact = new ByteArrayOutputStream();
        var err = new StringWriter();
        Path file = Files.writeString(folder.resolve("log"), log);
        try (TraceFile trace = TraceInput.open(file.toString(), Redaction.FULL, new PrintWriter(err, true));
                var view = new CallsRenderer(compact, new CallsRenderer.Options(Palette.NONE, false, true, false))) {
            trace.read(view);
        }
        assertHarmless(compact.toString(StandardCharsets.UTF_8));
        assertHarmless(err.toString());
    }

    @Test
    void a_name_in_another_encoding_stays_as_it_is_but_for_control_characters() throws IOException {
        String log = """
                T@>|0|0|SCardConnect
                T@0x00000001
                T@M\u00fcller \u009b2K
                """;
        var out = new ByteArrayOutputStream();
        var options = new PcscSpyRenderer.Options(Palette.NONE, false, false, false);
        try (var renderer = new PcscSpyRenderer(out, options, new Redactor(Redaction.FULL))) {
            new LogParser(renderer, (_, _) -> {})
                    .parse(new ByteArrayInputStream(log.getBytes(StandardCharsets.ISO_8859_1)));
        }
        assertThat(out.toString(StandardCharsets.ISO_8859_1)).contains("M\u00fcller \\x9B2K\n");
    }

    @Test
    void scan_is_harmless() {
        var scan = new ScanCommand();
        assertHarmless(scan.line(
                new ReaderState(HOSTILE, Optional.empty(), new EventState(EventState.PRESENT), Bytes.hex("3B00"))));
        var events = List.of(
                new ReaderEvent.ReaderArrived(HOSTILE, true),
                new ReaderEvent.ReaderLeft(HOSTILE),
                new ReaderEvent.CardInserted(HOSTILE, Bytes.hex("3B00"), true),
                new ReaderEvent.CardRemoved(HOSTILE, Bytes.hex("3B00")),
                new ReaderEvent.StateChanged(HOSTILE, new EventState(0), new EventState(0)));
        assertThat(events).allSatisfy(event -> assertHarmless(scan.line(event)));
    }

    @Test
    void doctor_is_harmless() throws IOException {
        try (var service = PcscService.start()) {
            service.addReader(HOSTILE).insert(new EchoCard());
            var out = new StringWriter();
            var err = new StringWriter();
            String[] words = {"doctor", "--socket", service.socket().toString()};
            assertThat(Puce.run(new PrintWriter(out, true), new PrintWriter(err, true), words))
                    .as(out.toString())
                    .isZero();
            assertHarmless(out.toString());
            assertThat(err.toString()).isEmpty();
        }
    }

    @Test
    void test_shows_the_answers_of_a_service_harmlessly() throws IOException {
        var out = new StringWriter();
        var err = new StringWriter();
        try (var service = PcscService.start()) {
            service.addReader(HOSTILE).insert(new EchoCard());
            String[] usual = {"test", "--socket", service.socket().toString()};
            assertThat(Puce.run(new PrintWriter(out, true), new PrintWriter(err, true), usual))
                    .isZero();
            String[] another = {"test", "--socket", service.socket().toString(), "-r", "another"};
            assertThat(Puce.run(new PrintWriter(out, true), new PrintWriter(err, true), another))
                    .isEqualTo(1);
        }
        assertHarmless(out.toString());
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void replay_reports_unrecorded_commands_harmlessly() {
        var mismatch =
                new Mismatch(HOSTILE, Bytes.hex("00B0000000"), Optional.empty(), Optional.empty(), Optional.empty());
        assertHarmless(mismatch.toString());
    }
}
