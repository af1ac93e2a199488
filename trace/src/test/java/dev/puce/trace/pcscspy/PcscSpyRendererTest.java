package dev.puce.trace.pcscspy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.pcsc.TracedCall;
import dev.puce.testkit.Calls;
import dev.puce.trace.redaction.Redaction;
import dev.puce.trace.redaction.Redactor;
import dev.puce.trace.render.Palette;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// That the text is what pcsc-spy prints is tested in module `it`, with pcsc-spy itself.
final class PcscSpyRendererTest {
    private static final String VERIFY = """
            7F01@>|0|0|SCardTransmit
            7F01@0x12345678
            7F01@0x00000002
            7F01@0x00000010
            7F01@0x00000009
            7F01@00 20 00 80 04 31 32 33 34\s
            7F01@0x00000002
            7F01@0x00000010
            7F01@0x00000002
            7F01@90 00\s
            7F01@<|0|400|SCardTransmit|0x00000000
            """;

    private final List<String> problems = new ArrayList<>();

    private String render(String log, Redaction redaction, boolean diffable) throws IOException {
        var out = new ByteArrayOutputStream();
        var options = new PcscSpyRenderer.Options(Palette.NONE, diffable, false, false);
        try (var renderer = new PcscSpyRenderer(out, options, new Redactor(redaction))) {
            new LogParser(renderer, (line, what) -> problems.add(line + ": " + what))
                    .parse(new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8)));
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private String render(String log) throws IOException {
        return render(log, Redaction.FULL, false);
    }

    @Test
    void hides_bytes_and_length_of_a_pin() throws IOException {
        assertThat(render(VERIFY)).isEqualTo("""
                SCardTransmit
                 i hCard: 0x12345678
                 i pioSendPci.dwProtocol: 0x00000002
                 i pioSendPci.cbPciLength: 0x00000010
                 i bSendLength [hidden]
                 i bSendBuffer
                 i  0000 00 20 00 80                                     . ..
                 i  [hidden]
                 o pioRecvPci.dwProtocol: 0x00000002
                 o pioRecvPci.cbPciLength: 0x00000010
                 o bRecvLength 0x00000002 (2)
                 o bRecvBuffer
                 o  0000 90 00                                           ..
                 => SCARD_S_SUCCESS [0x00000000]  [0.000400]

                Thread 1/1
                Results sorted by total execution time
                total time: 0.000400 sec
                0.000400 sec (  1 calls) 100.00% SCardTransmit
                """);
    }

    @Test
    void shows_length_and_shape_of_a_pin_if_asked_to() throws IOException {
        assertThat(render(VERIFY, Redaction.SHAPE, false))
                .contains(" i bSendLength 0x00000009 (9)\n i bSendBuffer\n i  0000 00 20 00 80 04 ")
                .contains("\n i  [dddd]\n")
                .doesNotContain("31 32");
    }

    @Test
    void shows_calls_that_were_redacted_before_in_the_same_way() throws IOException {
        for (var redaction : List.of(Redaction.FULL, Redaction.SHAPE)) {
            var out = new ByteArrayOutputStream();
            var call = new Redactor(redaction).redact(Calls.transmit(1, "002000800431323334", "9000"));
            try (var view = new PcscSpyView(out, new PcscSpyRenderer.Options(Palette.NONE, false, false, false))) {
                view.accept(call);
            }
            assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(render(VERIFY, redaction, false));
        }
    }

    @Test
    void every_call_of_any_source_can_be_shown() throws IOException {
        var out = new ByteArrayOutputStream();
        try (var view = new PcscSpyView(out, new PcscSpyRenderer.Options(Palette.NONE, false, false, false))) {
            for (TracedCall call : Calls.ofEveryFunction()) {
                view.accept(call);
            }
        }
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains(" i dwTimeout: ?\n i cReaders: ?\n")
                .contains(" i szReader: ACS \"ACR39U\" é 00 00\n")
                .contains(" => SCARD_S_SUCCESS [0x00000000]  [0.000400]\n")
                .contains("Thread 1/1\n");
    }

    @Test
    void unknown_values_are_question_marks() throws IOException {
        var out = new ByteArrayOutputStream();
        try (var view = new PcscSpyView(out, new PcscSpyRenderer.Options(Palette.NONE, false, false, false))) {
            for (TracedCall call : Calls.ofForeignLogs()) {
                view.accept(call);
            }
        }
        assertThat(out.toString(StandardCharsets.UTF_8))
                .startsWith("""
                        SCardEstablishContext
                         i dwScope: ?
                         o hContext: ?
                         => ? [0x????????]  [??.??]
                        """)
                .contains(" i hCard: ?\n i pioSendPci.dwProtocol: ?\n i pioSendPci.cbPciLength: ?\n")
                .contains("??.?? sec (  2 calls) SCardTransmit\n")
                .doesNotContain("0xA5A5A5A5")
                .doesNotContain("card inserted");
    }

    @Test
    void prints_lines_of_threads_in_the_order_of_the_log() throws IOException {
        var log = """
                A@>|1|0|SCardBeginTransaction
                B@>|1|10|SCardBeginTransaction
                A@0x00000001
                B@0x00000002
                B@<|1|20|SCardBeginTransaction|0x00000000
                A@<|1|30|SCardBeginTransaction|0x00000000
                """;
        assertThat(render(log)).startsWith("""
                SCardBeginTransaction
                    SCardBeginTransaction
                 i hCard: 0x00000001
                     i hCard: 0x00000002
                     => SCARD_S_SUCCESS [0x00000000]  [0.000010]
                 => SCARD_S_SUCCESS [0x00000000]  [0.000030]
                """);
    }

    @Test
    void hides_the_length_of_one_thread_while_another_prints() throws IOException {
        var interleaved = VERIFY.replace(
                "7F01@00 20", "B@>|0|5|SCardCancel\nB@0x00000007\nB@<|0|9|SCardCancel|0x00000000\n7F01@00 20");
        assertThat(render(interleaved))
                .contains(" i bSendLength [hidden]\n    SCardCancel\n     i hCard: 0x00000007\n")
                .doesNotContain("0x00000009");
    }

    @Test
    void diffable_text_of_two_executions_is_the_same() throws IOException {
        var first = """
                7F01@>|1700000000|0|SCardConnect
                7F01@0x11111111
                7F01@Reader 00 00
                7F01@0x00000002
                7F01@0x00000003
                7F01@0x00007FFD12345678
                7F01@0x00000000
                7F01@0x22222222
                7F01@0x00000002
                7F01@<|1700000000|999|SCardConnect|0x00000000
                7F01@>|1700000001|0|SCardFreeMemory
                7F01@0x11111111
                7F01@0x55d0deadbeef
                7F01@<|1700000001|7|SCardFreeMemory|0x00000000
                """;
        var second = first.replace("11111111", "33333333")
                .replace("22222222", "44444444")
                .replace("7FFD12345678", "7FFDAAAAAAAA")
                .replace("55d0deadbeef", "55d0cafecafe")
                .replace("|999|", "|1234|")
                .replace("7F01@", "7E99@");
        assertThat(render(first, Redaction.FULL, true))
                .isEqualTo(render(second, Redaction.FULL, true))
                .doesNotContain("11111111");
    }

    @Test
    void a_line_that_is_missing_costs_no_other_call() throws IOException {
        var lines = VERIFY.lines().toList();
        for (int missing = 1; missing < lines.size(); missing++) {
            problems.clear();
            var damaged = new ArrayList<>(lines);
            damaged.remove(missing);
            String text = render(String.join("\n", damaged) + "\n" + VERIFY);
            assertThat(problems).as("without line %d", missing).isNotEmpty();
            assertThat(text).as("without line %d", missing).doesNotContain("31 32");
            assertThat(text).contains(" o  0000 90 00 ").contains("SCardTransmit\n i hCard: 0x12345678\n");
        }
    }

    @Test
    void damage_is_reported_with_its_line_and_reading_goes_on() throws IOException {
        var log = """
                no thread here

                7F01@0x00000001
                7F01@>|1700000000|0|SCardFoo
                7F01@0x00000001
                7F01@<|1700000000|0|SCardFoo|0x00000000
                7F01@>|17000
                7F01@>|1700000000|0|SCardReleaseContext
                7F01@0x00000001
                7F01@<|1700000000|5|SCardReleaseContext|0x80109999
                7F01@>|1700000000|9|SCardConnect
                7F01@0x00000001
                7F01@me@home 00 00
                """;
        assertThat(render(log))
                .contains(" => UNKNOWN [0x80109999]  [0.000005]\n")
                .contains(" i szReader me@home 00 00\n");
        assertThat(problems)
                .containsExactly(
                        "1: the line has no thread in front (THREAD@TEXT); skipped",
                        "2: the line is blank; skipped",
                        "3: there is a value outside of a call; skipped up to the next call",
                        "4: the call is of an unknown function; skipped up to the next call",
                        "7: the start of a call cannot be read; skipped up to the next call",
                        "13: the log ends inside SCardConnect of 7F01");
    }
}
