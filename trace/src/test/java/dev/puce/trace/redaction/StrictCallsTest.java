package dev.puce.trace.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Attribute;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.CardState;
import dev.puce.pcsc.EventState;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.ReaderState;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.testkit.Calls;
import dev.puce.trace.file.TraceFile;
import dev.puce.trace.pcscspy.PcscSpyRenderer;
import dev.puce.trace.render.Palette;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrictCallsTest {
    /// Historical bytes with the serial number 11223344 (ISO/IEC 7816-4:2020, 12.2.1).
    private static final Bytes ATR = Bytes.hex("3B88800180 55 11223344 8290 00".replace(" ", ""));

    private static Result redacted(Call call, Result result) {
        return new Redactor(Redaction.STRICT)
                .redact(Calls.traced(1, call, ReturnCode.SUCCESS, result))
                .result();
    }

    @ParameterizedTest
    @CsvSource({
        "3B8880018055112233448290 00, 3B888001",
        "3B65000041424344 45, 3B650000",
        "3B00, 3B00",
        "3F6725002120000F68 9000, 3F672500",
        "3B9F96803FC7828031E073F6A157574A4D020B6110005395, 3B9F96803FC782",
        "'', ''"
    })
    void an_atr_keeps_its_interface_bytes(String atr, String shown) {
        var bytes = Bytes.hex(atr.replace(" ", ""));
        assertThat(StrictCalls.atr(bytes)).isEqualTo(Bytes.hex(shown));
        assertThat(StrictCalls.atr(StrictCalls.atr(bytes))).isEqualTo(StrictCalls.atr(bytes));
    }

    @Test
    void every_call_with_an_atr_reduces_it() {
        var status = new Result.Status("Reader A", new CardState(0), Protocol.T1, ATR);
        assertThat(redacted(new Call.Status(Calls.CARD), status))
                .isEqualTo(new Result.Status("Reader A", new CardState(0), Protocol.T1, Bytes.hex("3B888001")));
        var change = new Call.GetStatusChange(1, java.util.OptionalLong.empty(), Optional.empty());
        var states = List.of(new ReaderState("Reader A", Optional.empty(), new EventState(EventState.PRESENT), ATR));
        assertThat(redacted(change, new Result.GetStatusChange(states)).toString())
                .contains("Reader A", "3B 88 80 01")
                .doesNotContain("11 22 33 44");
    }

    @Test
    void attributes_become_their_length() {
        assertThat(attribute(Attribute.VENDOR_IFD_SERIAL_NO, "4711-0815")).isEqualTo("9 bytes");
        assertThat(attribute(new Attribute(0x7FFF4711), "anything")).isEqualTo("8 bytes");
        assertThat(attribute(Attribute.VENDOR_NAME, "ACS")).isEqualTo("ACS");
        assertThat(attribute(Attribute.DEVICE_FRIENDLY_NAME_A, "Reader A")).isEqualTo("Reader A");
        assertThat(redacted(new Call.GetAttrib(Calls.CARD, Attribute.ATR_STRING), new Result.GetAttrib(ATR)))
                .isEqualTo(new Result.GetAttrib(Bytes.hex("3B888001")));
    }

    private static String attribute(Attribute attribute, String value) {
        var bytes = Bytes.ofText(value, StandardCharsets.ISO_8859_1);
        var result =
                (Result.GetAttrib) redacted(new Call.GetAttrib(Calls.CARD, attribute), new Result.GetAttrib(bytes));
        return result.value().text(StandardCharsets.ISO_8859_1);
    }

    @Test
    void the_other_levels_keep_atrs_and_attributes() {
        var redactor = new Redactor(Redaction.FULL);
        assertThat(redactor.atr(ATR)).isEqualTo(ATR);
        assertThat(redactor.attribute(Attribute.VENDOR_IFD_SERIAL_NO, ATR)).isEqualTo(ATR);
    }

    @Test
    void a_raw_log_in_the_layout_of_pcsc_spy_is_reduced() throws IOException {
        String log = """
                7F01@>|1700000000|0|SCardStatus
                7F01@0x00000001
                7F01@0x00000021
                7F01@0x00000021
                7F01@0x00000009
                7F01@Reader A
                7F01@0x00000004
                7F01@0x00000002
                7F01@0x0000000D
                7F01@3B 88 80 01 80 55 11 22 33 44 82 90 00
                7F01@<|1700000000|400|SCardStatus|0x00000000
                7F01@>|1700000000|0|SCardGetAttrib
                7F01@0x00000001
                7F01@0x00010103
                7F01@0x00000004
                7F01@34 37 31 31
                7F01@<|1700000000|400|SCardGetAttrib|0x00000000
                """;
        var options = new PcscSpyRenderer.Options(Palette.NONE, false, true, true);
        var out = new ByteArrayOutputStream();
        try (var trace = TraceFile.of(
                        new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8)),
                        "test",
                        TraceFile.Options.redacting(Redaction.STRICT),
                        (_, _) -> {});
                var renderer = new PcscSpyRenderer(out, options, new Redactor(Redaction.STRICT))) {
            trace.libpcscspyLog().orElseThrow().parse(renderer);
        }
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("Reader A", "3B 88 80 01", "4 bytes")
                .doesNotContain("11 22 33 44", "4711");
    }
}
