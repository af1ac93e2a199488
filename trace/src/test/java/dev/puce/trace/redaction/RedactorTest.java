package dev.puce.trace.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.CardState;
import dev.puce.pcsc.ControlCode;
import dev.puce.pcsc.Hidden;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.TracedCall;
import dev.puce.testkit.Calls;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Bytes left of the bar may be seen, bytes right of it may not.
final class RedactorTest {
    private final Redactor full = new Redactor(Redaction.FULL);
    private final Redactor shape = new Redactor(Redaction.SHAPE);

    private static String show(TracedCall traced) {
        return switch (traced.call()) {
            case Call.Transmit transmit ->
                transmit.sendBuffer() + transmit.hidden().map(Hidden::toString).orElse("");
            case Call.Control control ->
                control.sendBuffer() + control.hidden().map(Hidden::toString).orElse("");
            default -> throw new AssertionError(traced.call());
        };
    }

    private static String showAnswer(TracedCall traced) {
        var result = (Result.Transmit) traced.outcome().orElseThrow().result();
        return result.hidden().map(Hidden::toString).orElse("") + result.recvBuffer();
    }

    private static TracedCall transmit(String command, String response) {
        return Calls.transmit(1, command, response);
    }

    @ParameterizedTest
    @ValueSource(strings = {"20", "21", "24", "25", "26", "28", "2C", "2D", "82", "D8"})
    void hides_data_of_verify_and_its_like_in_every_class(String ins) {
        for (String cla : new String[] {"00", "01", "0C", "10", "41", "80", "84", "A0", "FF"}) {
            var redacted = full.redact(transmit(cla + ins + "0080" + "04" + "31323334", "9000"));
            assertThat(show(redacted)).isEqualTo(cla + " " + ins + " 00 80[hidden]");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "002000800431323334, 00 20 00 80[hidden], 00 20 00 80 04[dddd]",
        "002000800831323334FFFFFFFF, 00 20 00 80[hidden], 00 20 00 80 08[ddddFFFF]",
        "00200080083132333400000000, 00 20 00 80[hidden], 00 20 00 80 08[dddd0000]",
        "002000800431326120, 00 20 00 80[hidden], 00 20 00 80 04[dda_]",
        "00200001082412FFFFFFFFFFFF00, 00 20 00 01[hidden], 00 20 00 01 08[xxFFFFFF0]",
        "0020008000000431323334, 00 20 00 80[hidden], 00 20 00 80 00 00 04[dddd]",
        "0020008000000431323334 0000, 00 20 00 80[hidden], 00 20 00 80 00 00 04[dddd00]",
        // Lc forgotten: the first digit of the PIN stands in its place
        "0020008031323334, 00 20 00 80[hidden], 00 20 00 80[dddd]",
        // Lc too large, too small
        "002000800831323334, 00 20 00 80[hidden], 00 20 00 80[xdddd]",
        "0020008002313233343536, 00 20 00 80[hidden], 00 20 00 80[xdddddd]",
        // Questions for the number of tries left have no data
        "00200080, 00 20 00 80, 00 20 00 80",
        "0020008000, 00 20 00 80 00, 00 20 00 80 00",
        "00200080000000, 00 20 00 80 00 00 00, 00 20 00 80 00 00 00",
        // Other commands
        "00A4040005A000000308, 00 A4 04 00 05 A0 00 00 03 08, 00 A4 04 00 05 A0 00 00 03 08",
        "00B0000010, 00 B0 00 00 10, 00 B0 00 00 10",
        "00, 00, 00",
        "'', '', ''"
    })
    void hides_what_follows_the_header(String command, String withoutLength, String withShape) {
        assertThat(show(full.redact(transmit(command, "9000")))).isEqualTo(withoutLength);
        assertThat(show(shape.redact(transmit(command, "9000")))).isEqualTo(withShape);
    }

    @Test
    void hides_data_that_follow_a_procedure_byte() {
        assertThat(show(full.redact(transmit("0020008004", "20")))).isEqualTo("00 20 00 80[hidden]");
        assertThat(show(full.redact(transmit("31323334", "9000")))).isEqualTo("[hidden]");
        assertThat(show(full.redact(transmit("00B0000010", "9000")))).isEqualTo("00 B0 00 00 10");
    }

    @Test
    void a_header_alone_that_the_card_refuses_hides_nothing_after_it() {
        full.redact(transmit("0020008004", "6700"));
        assertThat(show(full.redact(transmit("00B0000010", "9000")))).isEqualTo("00 B0 00 00 10");
    }

    @Test
    void hides_a_command_in_envelopes_to_its_end() {
        var begin = "00C2000008" + "0020008000000E31";
        assertThat(show(full.redact(transmit(begin, "9000")))).isEqualTo("00 C2 00 00[hidden]");
        assertThat(show(full.redact(transmit("00C2000008" + "3233343536373839", "9000"))))
                .isEqualTo("00 C2 00 00[hidden]");
        assertThat(show(full.redact(transmit("00C2000005" + "3031323334", "9000"))))
                .isEqualTo("00 C2 00 00[hidden]");
        assertThat(show(full.redact(transmit("00C2000005" + "00B0000010", "9000"))))
                .isEqualTo("00 C2 00 00 05 00 B0 00 00 10");
    }

    /// CTAP's authenticatorClientPIN: the command byte, protocol and subcommand stay visible.
    @ParameterizedTest
    @CsvSource({
        "06 A5 01 01 02 03, 00 A1 02 41 31 90 00",
        "06 A6 01 02 02 04, 00 A1 02 41 31 90 00",
        "06 A4 01 02 02 05, [hidden]90 00",
        "06 A6 01 02 02 09, [hidden]90 00"
    })
    void hides_encrypted_pins_and_tokens_of_fido_cards(String visible, String answer) {
        full.redact(transmit("00A4040008A0000006472F0001", "9000"));
        var redacted = full.redact(transmit("801080000A" + visible + "05413132", "00A10241319000"));
        assertThat(show(redacted)).isEqualTo("80 10 80 00 0A " + visible + "[hidden]");
        assertThat(showAnswer(redacted)).isEqualTo(answer);
    }

    @Test
    void shows_the_key_agreement_and_the_retries_of_fido_cards() {
        full.redact(transmit("00A4040008A0000006472F0001", "9000"));
        for (String asked : new String[] {"06A201010201", "06A201020202"}) {
            var command = "8010800006" + asked;
            assertThat(show(full.redact(transmit(command, "00A103089000"))))
                    .isEqualTo(Bytes.hex(command).toString());
        }
    }

    @Test
    void learns_control_codes_of_pin_entry_from_the_reader() {
        var features = "060412345678" + "070412345679";
        var verify = "1E1E82080804080201090400000000" + "0D000000" + "00200080" + "083132333435363738";
        assertThat(show(full.redact(control(0x12345678, verify, "9000"))))
                .isEqualTo(Bytes.hex(verify).toString());
        full.redact(control(0x42000D48, "", features));
        assertThat(show(full.redact(control(0x12345678, verify, "9000"))))
                .isEqualTo("1E 1E 82 08 08 04 08 02 01 09 04 00 00 00 00[hidden]");
        var modify = "1E1E820808000804080302090400010200000000";
        assertThat(show(full.redact(control(0x12345679, modify + "0D000000" + "00240080083132333435363738", "9000"))))
                .isEqualTo(Bytes.hex(modify) + "[hidden]");
    }

    @Test
    void knows_the_codes_of_libccid_and_shows_the_shape_inside_pin_structures() {
        var verify = "1E1E82080804080201090400000000" + "0D000000" + "00200080" + "0831323334FFFFFFFF";
        assertThat(show(shape.redact(control(0x42330006, verify, "9000"))))
                .isEqualTo("1E 1E 82 08 08 04 08 02 01 09 04 00 00 00 00 0D 00 00 00 00 20 00 80 08[ddddFFFF]");
    }

    @Test
    void hides_keys_for_the_reader_sent_through_the_driver() {
        assertThat(show(full.redact(control(0x42000001, "FF82000006A0A1A2A3A4A5", "9000"))))
                .isEqualTo("FF 82 00 00[hidden]");
    }

    private static TracedCall status(String atr) {
        return Calls.traced(
                1,
                new Call.Status(Calls.CARD),
                ReturnCode.SUCCESS,
                new Result.Status("Reader", CardState.UNKNOWN_STATE, Protocol.T1, Bytes.hex(atr)));
    }

    @Test
    void an_unmistakable_atr_names_the_application() {
        full.redact(status("3BFE1800008131FE458031815448534D31738021408107FA"));
        assertThat(show(full.redact(transmit("80520000" + "04" + "31323334", "9000"))))
                .isEqualTo("80 52 00 00[hidden]");
    }

    @Test
    void a_removed_card_takes_its_application_along() {
        var failed = Calls.traced(1, new Call.Status(Calls.CARD), ReturnCode.REMOVED_CARD, Result.NONE);
        full.redact(transmit("00A4040007A0000005272101", "9000"));
        assertThat(show(full.redact(transmit("00A3000004" + "31323334", "9000"))))
                .isEqualTo("00 A3 00 00[hidden]");
        full.redact(failed);
        assertThat(show(full.redact(transmit("00A3000004" + "31323334", "9000"))))
                .isEqualTo("00 A3 00 00 04 31 32 33 34");
    }

    @Test
    void strict_keeps_headers_lengths_and_harmless_data_alone() {
        var strict = new Redactor(Redaction.STRICT);
        assertThat(strict.command(1, Bytes.hex("00A4040005A000000308"))).hasToString("00 A4 04 00 05 A0 00 00 03 08");
        assertThat(strict.answer(1, Bytes.hex("6F009000"))).hasToString("6F 00 90 00");
        assertThat(strict.command(1, Bytes.hex("00D6000003112233"))).hasToString("00 D6 00 00 03 [xxx]");
        assertThat(strict.command(1, Bytes.hex("00B0000002"))).hasToString("00 B0 00 00 02");
        assertThat(strict.answer(1, Bytes.hex("11229000"))).hasToString("[xx] 90 00");
        assertThat(strict.command(1, Bytes.hex("002000800431323334"))).hasToString("00 20 00 80 [hidden]");
    }

    @Test
    void off_leaves_everything() {
        var call = transmit("002000800431323334", "9000");
        assertThat(new Redactor(Redaction.OFF).redact(call)).isSameAs(call);
    }

    @Test
    void hidden_bytes_stay_hidden() {
        var once = full.redact(transmit("002000800431323334", "9000"));
        assertThat(full.redact(once)).isEqualTo(once);
    }

    /// Digits of a PIN never get through, for any class, length fields and surrounding bytes.
    @Test
    void no_pin_gets_through() {
        long seed = RandomGenerator.getDefault().nextLong();
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        int[] instructions = {0x20, 0x21, 0x24, 0x26, 0x28, 0x2C, 0x82, 0xD8};
        for (int i = 0; i < 20_000; i++) {
            var command = new StringBuilder("%02X%02X%02X%02X"
                    .formatted(
                            random.nextInt(256),
                            instructions[random.nextInt(instructions.length)],
                            random.nextInt(0x30), // parameters are shown, so they must not look like a piece of the PIN
                            random.nextInt(0x30)));
            command.append(
                    switch (random.nextInt(4)) {
                        case 0 -> "06";
                        case 1 -> "000006";
                        case 2 -> "";
                        default -> "%02X".formatted(random.nextInt(256));
                    });
            command.append("393837363534");
            if (random.nextBoolean()) {
                command.append("00");
            }
            for (var redactor : new Redactor[] {full, shape}) {
                assertThat(show(redactor.redact(transmit(command.toString(), "9000"))))
                        .as("seed %d, command %s", seed, command)
                        .doesNotContain("39 38")
                        .doesNotContain("35 34");
            }
        }
    }

    private static TracedCall control(int code, String sent, String received) {
        return Calls.traced(
                1,
                new Call.Control(Calls.CARD, new ControlCode(code), Bytes.hex(sent), OptionalLong.empty()),
                ReturnCode.SUCCESS,
                new Result.Control(Bytes.hex(received)));
    }
}
