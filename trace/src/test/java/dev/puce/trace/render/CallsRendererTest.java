package dev.puce.trace.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.pcsc.Call;
import dev.puce.pcsc.Caller;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.TracedCall;
import dev.puce.testkit.Calls;
import dev.puce.trace.redaction.Redaction;
import dev.puce.trace.redaction.Redactor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class CallsRendererTest {
    private static String show(boolean diffable, TracedCall... calls) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var view = new CallsRenderer(out, new CallsRenderer.Options(Palette.NONE, diffable, false, false))) {
            for (TracedCall call : calls) {
                view.accept(call);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void unknown_values_print_as_question_marks_or_not_at_all() throws IOException {
        assertThat(show(false, Calls.ofForeignLogs().toArray(TracedCall[]::new)))
                .isEqualTo("""
                          ?         ?  SCardEstablishContext  ?                ?
                          ?         ?  SCardListReaders       ?
                          ?         ?  SCardGetStatusChange   ?                "R" ? → ?
                          ?         ?  SCardConnect           ?                ? → T=0
                          ?         ?  SCardReconnect         ?
                          ?         ?  SCardStatus            ?                → ? ? ?
                          ?         ?  SCardTransmit          ?                SELECT default application → 6A82 file or application not found   00 A4 04 00 00 > 6A 82
                          ?         ?  SCardTransmit          ?                → 6A 82
                          ?         ?  SCardConnect           ?
                          ?         ?  SCardDisconnect        ?                ?
                   0.000005         ?  opensc-tool[4711]:1  SCardTransmit          ?                SELECT default application   00 A4 04 00 00   (inferred: caller, answer)
                          ?         ?                       SCardTransmit          never returned   SELECT default application   00 A4 04 00 00
                   0.000006         ?                       card inserted          in slot 1 3B00
                """);
    }

    @Test
    void a_call_is_a_line_and_columns_are_aligned() throws IOException {
        var pin = new Redactor(Redaction.FULL).redact(Calls.transmit(3, "002000800431323334", "63C2"));
        assertThat(show(
                        false,
                        Calls.connect(1, "Virtual PCD 00 00"),
                        Calls.transmit(2, "00A4040005A000000308", "6A82"),
                        pin,
                        Calls.traced(4, new Call.Status(1), ReturnCode.REMOVED_CARD, Result.NONE)))
                .isEqualTo("""
                        0.001000    400 µs  opensc-tool[4711]:1  SCardConnect           SCARD_S_SUCCESS  \
                        "Virtual PCD 00 00" shared T=0|T=1 → T=1 0x12345678
                           0.002000    400 µs  opensc-tool[4711]:1  SCardTransmit          SCARD_S_SUCCESS  \
                        SELECT PIV → 6A82 file or application not found   \
                        00 A4 04 00 05 A0 00 00 03 08 > 6A 82
                           0.003000    400 µs  opensc-tool[4711]:1  SCardTransmit          SCARD_S_SUCCESS  \
                        VERIFY reference 0 of the DF → 63C2 verification failed or counter reads 2; 2 tries left   \
                        00 20 00 80 [hidden] > 63 C2
                           0.004000    400 µs  opensc-tool[4711]:1  SCardStatus            SCARD_W_REMOVED_CARD
                        """.indent(0).replaceFirst("^", "   "));
    }

    @Test
    void says_as_much_of_the_program_as_is_asked_for() throws IOException {
        assertThat(show(Who.PROGRAM)).contains("  firefox[4711]:1  SCardCancel");
        assertThat(show(Who.USER)).contains("  firefox[4711]:1 uid 1000  SCardCancel");
        assertThat(show(Who.ALL))
                .contains("  firefox[4711]:1 uid 1000 in flatpak org.mozilla.firefox (firefox --new-window)  SCardC");
    }

    @Test
    void names_of_programs_do_not_control_the_terminal() throws IOException {
        assertThat(show(false, Calls.connect(1, "Reader\u001b[2J\n00 00"))).contains("\"Reader\\x1B[2J\\x0A00 00\"");
    }

    private static String show(Who who) throws IOException {
        var caller = new Caller(
                "firefox",
                OptionalInt.of(4711),
                OptionalInt.of(1000),
                List.of("firefox", "--new-window"),
                Optional.of("flatpak org.mozilla.firefox"),
                1,
                Optional.empty());
        var out = new ByteArrayOutputStream();
        try (var view = new CallsRenderer(out, new CallsRenderer.Options(Palette.NONE, false, false, false, who))) {
            view.accept(new TracedCall(1, caller, 0, new Call.Cancel(7), Optional.empty()));
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void a_call_that_never_returned_says_so() throws IOException {
        assertThat(show(false, new TracedCall(1, Calls.CALLER, 0, new Call.Cancel(7), Optional.empty())))
                .contains("SCardCancel            never returned   0x00000007");
    }

    @Test
    void diffable_lines_have_no_times_handles_and_process_ids() throws IOException {
        var text = show(true, Calls.ofEveryFunction().toArray(TracedCall[]::new));
        assertThat(text)
                .doesNotContain("4711")
                .doesNotContain("12345678")
                .doesNotContain(" µs")
                .doesNotContain("0.00");
        assertThat(text.lines()).hasSameSizeAs(Calls.ofEveryFunction());
    }

    @Test
    void colours_can_be_taken_away_again() throws IOException {
        var out = new ByteArrayOutputStream();
        var calls = Calls.ofEveryFunction();
        try (var view = new CallsRenderer(out, new CallsRenderer.Options(Palette.ANSI, false, false, true))) {
            for (TracedCall call : calls) {
                view.accept(call);
            }
        }
        var plain = out.toString(StandardCharsets.UTF_8).replaceAll("\u001b\\[[0-9;]*m", "");
        assertThat(Arrays.stream(plain.split("\n")).map(String::stripTrailing))
                .containsExactlyElementsOf(
                        show(false, calls.toArray(TracedCall[]::new)).lines().toList());
    }

    @Test
    void durations_have_three_digits_that_count() {
        assertThat(Durations.format(0)).isEqualTo("0 µs");
        assertThat(Durations.format(999_999)).isEqualTo("999 µs");
        assertThat(Durations.format(1_210_000)).isEqualTo("1.21 ms");
        assertThat(Durations.format(12_340_000)).isEqualTo("12.3 ms");
        assertThat(Durations.format(999_999_999)).isEqualTo("999 ms");
        assertThat(Durations.format(60_060_000_000L)).isEqualTo("60.0 s");
        assertThat(Durations.format(3_600_000_000_000L)).isEqualTo("3600 s");
    }
}
