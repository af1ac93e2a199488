package dev.puce.trace.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.EventState;
import dev.puce.pcsc.ReaderState;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.Scope;
import dev.puce.pcsc.TracedCall;
import dev.puce.testkit.Calls;
import dev.puce.trace.file.TraceFile;
import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.redaction.Redaction;
import dev.puce.trace.redaction.Redactor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The compact view of recordings of real programs, and its rules one by one.
final class CompactRendererTest {
    private static final CompactOptions PLAIN = CompactOptions.plain(80, ZoneOffset.UTC);
    private static final CompactOptions COLOURED = new CompactOptions(
            Palette.ANSI,
            80,
            false,
            false,
            false,
            true,
            Who.PROGRAM,
            TimeStyle.RELATIVE,
            ZoneOffset.UTC,
            OptionalInt.empty(),
            false,
            false);
    private static final RecordingHeader HEADER = RecordingHeader.of("test", Optional.empty(), Redaction.FULL);
    private static final String SELECT_PIV = "00A4040009A00000030800001000";
    private static final String SELECT_OTHER = "00A4040006D27600012401";

    private final List<TracedCall> calls = new ArrayList<>();

    private static InputStream resource(String name) {
        return CompactRendererTest.class.getResourceAsStream(name);
    }

    private static String recording(String name, CompactOptions options) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var trace = TraceFile.of(
                        resource(name + ".jsonl"), name, TraceFile.Options.redacting(Redaction.FULL), (line, what) -> {
                            throw new IllegalStateException(line + ": " + what);
                        });
                var view = new CompactRenderer(out, options, trace.header())) {
            trace.read(view);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private String show(CompactOptions options) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var view = new CompactRenderer(out, options, HEADER)) {
            for (TracedCall call : calls) {
                view.accept(call);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /// The rows without those above them, without times and with single spaces.
    private List<String> rows() throws IOException {
        return show(PLAIN)
                .lines()
                .dropWhile(line -> !line.contains("response"))
                .skip(1)
                .map(line -> line.replaceAll(" +[0-9.]+ ([µm]?s)$", "")
                        .replaceAll(" +", " ")
                        .strip())
                .toList();
    }

    private int next() {
        return calls.size() + 1;
    }

    private CompactRendererTest add(Call call, Result result) {
        calls.add(Calls.traced(next(), call, result));
        return this;
    }

    private CompactRendererTest add(Call call, ReturnCode code, long nanos) {
        var end = new TracedCall.Outcome(code, nanos, Result.NONE);
        calls.add(new TracedCall(next(), Calls.CALLER, next() * 1_000_000L, call, Optional.of(end)));
        return this;
    }

    private CompactRendererTest connect() {
        calls.add(Calls.connect(next(), "Reader 00 00"));
        return this;
    }

    private CompactRendererTest transmit(String command, String response) {
        calls.add(Calls.transmit(next(), command, response));
        return this;
    }

    private CompactRendererTest begin() {
        return add(new Call.BeginTransaction(Calls.CARD), Result.NONE);
    }

    private CompactRendererTest end(Disposition disposition) {
        return add(new Call.EndTransaction(Calls.CARD, disposition), Result.NONE);
    }

    private CompactRendererTest state(int value) {
        var state = new ReaderState("Reader 00 00", Optional.empty(), new EventState(value), Bytes.EMPTY);
        return add(
                new Call.GetStatusChange(1, OptionalLong.empty(), Optional.empty()),
                new Result.GetStatusChange(List.of(state)));
    }

    @ParameterizedTest
    @CsvSource({
        "pkcs11-tool,60",
        "pkcs11-tool,80",
        "pkcs11-tool,120",
        "opensc-tool,60",
        "opensc-tool,80",
        "opensc-tool,120"
    })
    void recordings_look_as_documented_at_every_width(String name, int width) throws IOException {
        try (var golden = resource(name + "-" + width + ".txt")) {
            assertThat(recording(name, CompactOptions.plain(width, ZoneOffset.UTC)))
                    .isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void recordings_are_short_at_80_columns() throws IOException {
        assertThat(recording("pkcs11-tool", PLAIN).lines()).hasSizeLessThanOrEqualTo(30);
        assertThat(recording("opensc-tool", PLAIN).lines()).hasSizeLessThanOrEqualTo(15);
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 67, 80, 100, 200})
    void no_line_is_wider_than_the_terminal(int width) throws IOException {
        for (var options : List.of(
                CompactOptions.plain(width, ZoneOffset.UTC),
                CompactOptions.plain(width, ZoneOffset.UTC).unfold(),
                CompactOptions.plain(width, ZoneOffset.UTC).verbosely())) {
            assertThat(recording("pkcs11-tool", options).lines()).allMatch(line -> line.length() <= width);
        }
    }

    @Test
    void ascii_lines_have_the_same_width() throws IOException {
        var ascii = recording("pkcs11-tool", PLAIN.inAscii());
        assertThat(ascii.chars()).allMatch(c -> c < 0x80);
        assertThat(ascii.lines().map(String::length).toList())
                .isEqualTo(recording("pkcs11-tool", PLAIN)
                        .lines()
                        .map(String::length)
                        .toList());
    }

    @Test
    void colours_change_nothing_else() throws IOException {
        assertThat(recording("pkcs11-tool", COLOURED)
                        .replaceAll("\u001b\\[[0-9;]*m", "")
                        .replaceAll(" +\n", "\n"))
                .isEqualTo(recording("pkcs11-tool", PLAIN));
    }

    @Test
    void unfolded_view_has_a_row_for_each_call_or_exchange() throws IOException {
        var text = recording("opensc-tool", PLAIN.unfold());
        assertThat(text).contains("BeginTransaction", "EndTransaction leave").doesNotContain("probing");
        assertThat(text.lines().count()).isGreaterThan(150);
    }

    @Test
    void verbose_view_prints_the_decoded_tree_without_the_pin() throws IOException {
        var text = recording("pkcs11-tool", PLAIN.verbosely());
        assertThat(text)
                .contains("F1 container version: 21", "VERIFY PIV PIN [hidden]")
                .doesNotContain("31 32 33 34");
    }

    @Test
    void diffable_view_has_no_times_numbers_and_process_ids() throws IOException {
        var options = new CompactOptions(
                Palette.NONE,
                80,
                false,
                true,
                false,
                false,
                Who.PROGRAM,
                TimeStyle.RELATIVE,
                ZoneOffset.UTC,
                OptionalInt.empty(),
                false,
                false);
        assertThat(recording("pkcs11-tool", options))
                .doesNotContain("pid", "2026", " ms", " µs", "33+1")
                .contains("SELECT PIV");
    }

    @Test
    void routine_calls_fold_and_the_connection_that_stays_open_has_its_row() throws IOException {
        add(new Call.EstablishContext(Scope.SYSTEM), new Result.EstablishContext(1));
        add(new Call.ListReaders(1, Optional.empty()), new Result.ListReaders(List.of("Reader 00 00")));
        connect().transmit(SELECT_PIV, "9000");
        add(new Call.Disconnect(Calls.CARD, Disposition.LEAVE), Result.NONE);
        add(new Call.ReleaseContext(1), Result.NONE);
        assertThat(rows())
                .containsExactly(
                        "1-2 0.001 · setup: EstablishContext, ListReaders",
                        "3 0.003 ● Connect shared → T=1",
                        "4 0.004 SELECT PIV 9000",
                        "5-6 0.005 · end: Disconnect, ReleaseContext");
    }

    /// A wait ends after the call that began later.
    @Test
    void the_numbers_of_folded_calls_are_the_lowest_and_the_highest() throws IOException {
        for (int number : new int[] {2, 1}) {
            calls.add(Calls.traced(
                    number, new Call.ListReaders(1, Optional.empty()), new Result.ListReaders(List.of("Reader"))));
        }
        assertThat(rows()).containsExactly("1-2 0.002 · 2x ListReaders");
    }

    @Test
    void slow_call_leaves_the_fold() throws IOException {
        add(new Call.ListReaders(1, Optional.empty()), new Result.ListReaders(List.of()));
        add(new Call.ListReaders(1, Optional.empty()), new Result.ListReaders(List.of()));
        add(new Call.ListReaders(1, Optional.empty()), ReturnCode.SUCCESS, 100_000_001);
        assertThat(rows()).containsExactly("1-2 0.001 · 2x ListReaders", "3 0.003 · ListReaders");
    }

    @Test
    void failed_call_leaves_the_fold_and_has_the_mark() throws IOException {
        add(new Call.ListReaders(1, Optional.empty()), new Result.ListReaders(List.of()));
        add(new Call.ReleaseContext(1), ReturnCode.INVALID_HANDLE, 1);
        assertThat(rows())
                .containsExactly("1 0.001 · ListReaders → none", "▶ 2 0.002 ReleaseContext SCARD_E_INVALID_HANDLE");
    }

    @Test
    void timeout_of_a_wait_is_not_a_failure() throws IOException {
        add(new Call.GetStatusChange(1, OptionalLong.of(1), Optional.empty()), ReturnCode.TIMEOUT, 5_000_000_000L);
        add(new Call.GetStatusChange(1, OptionalLong.of(1), Optional.empty()), ReturnCode.TIMEOUT, 5_000_000_000L);
        assertThat(rows()).containsExactly("1-2 0.001 · polling, no change: 2x GetStatusChange");
    }

    @Test
    void insertion_has_a_row() throws IOException {
        state(0x00010012).state(0x00020022);
        assertThat(rows())
                .containsExactly(
                        "1 0.001 · GetStatusChange → \"Reader 00 00\" CHANGED|EMPTY",
                        "2 0.002 ● card inserted in Reader 00 00");
    }

    @Test
    void probes_fold_until_the_application_is_found() throws IOException {
        connect().transmit(SELECT_OTHER, "6A82").transmit("00CADF3005", "6985").transmit(SELECT_PIV, "9000");
        assertThat(rows()).contains("2-3 0.002 · probing 1 application, 1 object 6A82 ×1, 6985 ×1");
    }

    @Test
    void refusal_after_the_selection_is_a_failure_with_bytes() throws IOException {
        connect().transmit(SELECT_PIV, "9000").transmit("00CB3FFF055C035FC109", "6982");
        var rows = rows();
        assertThat(rows.get(2)).startsWith("▶ 3 ").contains("GET DATA printed");
        assertThat(rows.getLast()).isEqualTo("> 00 CB 3F FF 05 5C 03 5F C1 09 < 69 82");
    }

    @Test
    void query_of_the_tries_is_quiet_and_a_wrong_pin_is_not() throws IOException {
        connect().transmit(SELECT_PIV, "9000").transmit("00200080", "63C3");
        calls.add(new Redactor(Redaction.FULL).redact(Calls.transmit(4, "0020008008313233343536FFFF", "63C2")));
        assertThat(rows())
                .contains("3 0.003 VERIFY PIV PIN, state 63C3 3 tries left")
                .contains("▶ 4 0.004 VERIFY PIV PIN [hidden] 63C2 wrong, 2 tries left");
    }

    @Test
    void transactions_are_brackets() throws IOException {
        connect()
                .begin()
                .transmit(SELECT_PIV, "9000")
                .transmit("00200080", "9000")
                .end(Disposition.LEAVE);
        begin().transmit("00200080", "9000").end(Disposition.LEAVE);
        assertThat(rows())
                .contains("3 0.003 ┌ SELECT PIV 9000", "4 0.004 └ VERIFY PIV PIN, state 9000")
                .contains("7 0.007 ─ VERIFY PIV PIN, state 9000")
                .noneMatch(row -> row.contains("Transaction"));
    }

    @Test
    void transaction_that_resets_the_card_has_a_row_for_its_end() throws IOException {
        connect().begin().transmit(SELECT_PIV, "9000").end(Disposition.RESET);
        assertThat(rows()).contains("3 0.003 ┌ SELECT PIV 9000", "4 0.004 └ EndTransaction reset");
    }

    @Test
    void continued_exchange_is_one_row() throws IOException {
        connect().transmit(SELECT_PIV, "9000");
        transmit("00CB3FFF055C035FC10500", "6104").transmit("00C0000004", "530254009000");
        assertThat(rows().getLast())
                .startsWith("3+1 0.003 GET DATA certificate for PIV")
                .endsWith("4 B 9000");
    }

    @Test
    void pending_rows_appear_on_request() throws IOException {
        var out = new ByteArrayOutputStream();
        try (var view = new CompactRenderer(out, PLAIN, HEADER)) {
            connect().begin().transmit(SELECT_PIV, "9000");
            for (TracedCall call : calls) {
                view.accept(call);
            }
            view.showPending();
            assertThat(out.toString(StandardCharsets.UTF_8)).contains("┌ SELECT PIV");
            end(Disposition.LEAVE);
            view.accept(calls.getLast());
            view.showPending();
            assertThat(out.toString(StandardCharsets.UTF_8)).contains("└ EndTransaction leave");
        }
    }

    @Test
    void program_is_named_where_it_changes_and_has_a_bar_in_its_colour() throws IOException {
        connect().transmit(SELECT_PIV, "9000");
        var first = calls.getLast();
        var other = new dev.puce.pcsc.Caller(
                "gpg", OptionalInt.of(7), OptionalInt.empty(), List.of(), Optional.empty(), 2, Optional.empty());
        calls.add(new TracedCall(3, other, 5_000_000, first.call(), first.outcome()));
        calls.add(Calls.transmit(4, SELECT_PIV, "9000"));
        assertThat(show(PLAIN).lines().filter(line -> line.contains("pid ")))
                .extracting(line -> line.replaceAll(" +", " "))
                .containsExactly("opensc-tool -a pid 4711", "gpg pid 7", "opensc-tool -a pid 4711");
        assertThat(show(COLOURED).lines().filter(line -> line.contains("SELECT PIV")))
                .extracting(line -> line.substring(0, line.indexOf('▎') + 1))
                .containsExactly("", " \u001b[33m▎", " \u001b[36m▎");
    }

    @Test
    void unknown_values_of_other_logs_print_as_question_marks() throws IOException {
        calls.addAll(Calls.ofForeignLogs());
        assertThat(show(PLAIN))
                .contains("?", "card inserted in slot 1", "SELECT default application (inferred")
                .doesNotContain("-9223372036854775808");
    }

    @Test
    void every_function_has_words() throws IOException {
        calls.addAll(Calls.ofEveryFunction());
        assertThat(show(PLAIN.unfold()).lines())
                .hasSizeGreaterThan(Calls.ofEveryFunction().size());
        assertThat(show(PLAIN).lines()).allMatch(line -> line.length() <= 80);
    }

    @ParameterizedTest
    @CsvSource({"RELATIVE,0.002", "DELTA,0.001", "CLOCK,10:00:00.002", "ISO,2026-11-28T10:00:00.002"})
    void start_prints_in_every_style(TimeStyle style, String expected) throws IOException {
        connect().transmit(SELECT_PIV, "9000");
        var options = new CompactOptions(
                Palette.NONE,
                80,
                false,
                false,
                false,
                false,
                Who.PROGRAM,
                style,
                ZoneOffset.UTC,
                OptionalInt.empty(),
                false,
                false);
        var header = RecordingHeader.of("test", Instant.parse("2026-11-28T10:00:00Z"), Redaction.FULL);
        var out = new ByteArrayOutputStream();
        try (var view = new CompactRenderer(out, options, header)) {
            for (TracedCall call : calls) {
                view.accept(call);
            }
        }
        assertThat(out.toString(StandardCharsets.UTF_8).lines().toList().getLast())
                .contains(expected);
    }

    @Test
    void bytes_appear_on_request() throws IOException {
        connect().transmit(SELECT_PIV, "9000");
        var options = new CompactOptions(
                Palette.NONE,
                80,
                false,
                false,
                false,
                false,
                Who.PROGRAM,
                TimeStyle.RELATIVE,
                ZoneOffset.UTC,
                OptionalInt.of(4),
                false,
                false);
        assertThat(show(options)).contains("> 00 A4 04 00 … (14 bytes)", "< 90 00");
    }
}
