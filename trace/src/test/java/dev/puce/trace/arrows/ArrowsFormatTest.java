package dev.puce.trace.arrows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.TracedCall;
import dev.puce.testkit.CallList;
import dev.puce.trace.file.TraceFile;
import dev.puce.trace.redaction.Redaction;
import dev.puce.trace.session.MessagingKeys;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ArrowsFormatTest {
    private static List<TracedCall> read(String text, TraceFile.Options options) throws IOException {
        var calls = new CallList();
        try (var trace = TraceFile.of(
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "test", options, (_, _) -> {})) {
            trace.read(calls);
        }
        return calls.calls();
    }

    private static List<TracedCall> read(String text) throws IOException {
        return read(text, TraceFile.Options.redacting(Redaction.OFF));
    }

    private static String exchange(TracedCall call) {
        var response = call.result() instanceof Result.Transmit result ? result.recvBuffer() : Bytes.EMPTY;
        return ((Call.Transmit) call.call()).sendBuffer().toHex() + " " + response.toHex();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            > 00B0000000           | < 0102 9000
            >> 00 b0 00 00 00      | << 01 02 90 00
            >>> 00:B0:00:00:00     | <<< 01:02:90:00
            --> 00B0000000         | <-- 01029000
            => 00B0000000          | <= 01029000
            SEND: 00b0000000       | RECV: 0102 SW=9000
            APDU: 00B0000000       | SW: 01029000
            C-APDU: 00B0000000     | R-APDU: 01029000
            Command APDU: 00B0000000 | Response APDU: 01029000
            TX: 0x00, 0xB0, 0x00, 0x00, 0x00 | RX: 0x01, 0x02, 0x90, 0x00
            -> 00b0000000          | <- 9000: 0102
            12:00:01.100 [main] D: > 00B0000000 [read] | 12:00:01.105 [main] D: < 01029000 (5ms)
            """)
    void mark_and_hex_are_read(String command, String response) throws IOException {
        var calls = read(command + "\n" + response + "\n" + command + "\n" + response + "\n");
        assertThat(calls.stream().map(ArrowsFormatTest::exchange))
                .containsExactly("00B0000000 01029000", "00B0000000 01029000");
    }

    @Test
    void log_from_the_side_of_the_card_is_read_the_other_way_round() throws IOException {
        var calls = read("< 00A4040002A000\n> 9000\n< 00A4040002A001\n> 6A82\n");
        assertThat(calls.stream().map(ArrowsFormatTest::exchange))
                .containsExactly("00A4040002A000 9000", "00A4040002A001 6A82");
    }

    @Test
    void command_without_answer_does_not_get_the_next_one() throws IOException {
        var calls = read("> 00B0000000\n> 00B0000100\n< 9000\n");
        assertThat(calls.stream().map(ArrowsFormatTest::exchange)).containsExactly("00B0000000 ", "00B0000100 9000");
    }

    @Test
    void pattern_of_the_user_describes_the_lines() throws IOException {
        var pattern = Pattern.compile("(?<time>\\S+) (?:OUT\\((?<command>.*)\\)|IN\\((?<response>.*)\\))");
        var options = new TraceFile.Options(Redaction.OFF, Optional.empty(), Optional.of(pattern), MessagingKeys.NONE);
        var calls = read("12:00:00.100 OUT(00B00000)\n12:00:00.150 IN(9000)\n", options);
        assertThat(calls.stream().map(ArrowsFormatTest::exchange)).containsExactly("00B00000 9000");
        assertThat(calls.getFirst().outcome().orElseThrow().durationNanos()).isEqualTo(50_000_000);
    }

    @Test
    void pattern_without_both_groups_is_refused() {
        assertThatThrownBy(() -> new PatternFormat(Pattern.compile("(?<command>.*)")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(?<response>...)");
    }
}
