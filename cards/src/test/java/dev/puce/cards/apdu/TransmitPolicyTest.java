package dev.puce.cards.apdu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.puce.cards.apdu.TransmitPolicy.LongCommands;
import dev.puce.cards.apdu.TransmitPolicy.MoreData;
import dev.puce.cards.apdu.TransmitPolicy.WrongLength;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.CommandApdu;
import java.io.ByteArrayOutputStream;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransmitPolicyTest {
    private static final String EXTENDED = "00 DB 3F FF 00 012C" + "00".repeat(300);

    @Test
    void raw_policy_changes_nothing() {
        Transmitter raw = Dialogue.of("00 A4 04 00 > 61 10", "00 CA 00 00 00 > 6C 05", EXTENDED + "> 90 00")
                .with(TransmitPolicy.RAW);
        assertThat(raw.transmit("00A40400")).hasToString("61 10");
        assertThat(raw.transmit("00CA000000")).hasToString("6C 05");
        assertThat(raw.transmit(EXTENDED)).hasToString("90 00");
    }

    @Test
    void policy_fetches_the_whole_response_and_keeps_the_last_status_word() {
        check(
                TransmitPolicy.ISO,
                "00 B0 00 00 00",
                "01 02 03 04 62 82",
                "00 B0 00 00 00 > 01 61 02",
                "00 C0 00 00 02 > 0203 61 01",
                "00 C0 00 00 01 > 04 62 82");
    }

    @ParameterizedTest
    @CsvSource({
        "00, 00", "80, 00", "84, 00", "81, 01", "0C, 00", "03, 03", "13, 03", "40, 40", "C2, 42", "E3, 43", "A0, A0",
        "90, 90", "FF, FF"
    })
    void get_response_uses_the_interindustry_class_of_the_channel(String command, String response) {
        assertThat(ResponseClass.INTERINDUSTRY.after(Integer.parseInt(command, 16)))
                .isEqualTo(Integer.parseInt(response, 16));
    }

    @Test
    void class_of_get_response_is_configurable_per_connection() {
        String command = "80 A8 00 00 00";
        String asked = command + "> 61 02";
        check(TransmitPolicy.ISO, command, "77 00 90 00", asked, "00 C0 00 00 02 > 7700 90 00");
        var same = TransmitPolicy.ISO.responseClass(ResponseClass.COMMAND);
        check(same, command, "77 00 90 00", asked, "80 C0 00 00 02 > 7700 90 00");
        var fixed = TransmitPolicy.ISO.responseClass(ResponseClass.fixed(0x04));
        check(fixed, command, "77 00 90 00", asked, "04 C0 00 00 02 > 7700 90 00");
    }

    @Test
    void a_sim_says_9F() {
        String select = "A0 A4 00 00 02 7F10";
        check(TransmitPolicy.GSM, select, "00 00 90 00", select + "> 9F 02", "A0 C0 00 00 02 > 0000 90 00");
        check(TransmitPolicy.ISO, select, "9F 02", select + "> 9F 02");
    }

    @ParameterizedTest
    @CsvSource({
        "00 B0 00 00 00, 00 B0 00 00 05",
        "00 B0 00 00, 00 B0 00 00 05",
        "00 CB 00 00 01 FF 00, 00 CB 00 00 01 FF 05",
        "00 CB 00 00 01 FF, 00 CB 00 00 01 FF 05",
        "00 B0 00 00 00 00 00, 00 B0 00 00 00 00 05"
    })
    void policy_corrects_a_wrong_length_in_every_case(String command, String corrected) {
        check(TransmitPolicy.ISO, command, "01 02 90 00", command + "> 6C 05", corrected + "> 0102 90 00");
    }

    @Test
    void policy_corrects_a_wrong_length_once_and_also_in_get_response() {
        String read = "00 B0 00 00 00";
        check(TransmitPolicy.ISO, read, "6C 05", read + "> 6C 05", "00 B0 00 00 05 > 6C 05");
        check(
                TransmitPolicy.ISO,
                read,
                "01 02 90 00",
                read + "> 61 10",
                "00 C0 00 00 10 > 6C 02",
                "00 C0 00 00 02 > 0102 90 00");
    }

    @Test
    void answers_of_65536_bytes_arrive_whole() {
        var left = new int[] {65_536};
        Transmitter card = command -> {
            int count = command.get(1) == 0xC0 ? Math.min(left[0], 256) : 0;
            left[0] -= count;
            return Bytes.of(new byte[count])
                    .plus(left[0] == 0 ? Bytes.hex("9000") : Bytes.of(0x61, Math.min(left[0], 256)));
        };
        Bytes answer = card.with(TransmitPolicy.ISO).transmit(Bytes.hex("00B0000000"));
        assertThat(answer.length()).isEqualTo(65_538);
        assertThat(answer.from(65_536)).hasToString("90 00");
    }

    @Test
    void card_that_promises_endless_data_does_not_block_the_program() {
        Transmitter endless = _ -> Bytes.hex("01 61 01");
        assertThat(endless.with(TransmitPolicy.ISO)
                        .transmit(Bytes.hex("00B0000000"))
                        .length())
                .isGreaterThan(65_536);
        Transmitter empty = _ -> Bytes.hex("6101");
        assertThat(empty.with(TransmitPolicy.ISO).transmit("00B0000000")).hasToString("61 01");
    }

    @Test
    void chain_of_long_data_ends_at_the_first_refusal() {
        String command = "00 DB 3F FF 05 0102030405 00";
        var two = new CommandChaining(2);
        check(
                two,
                command,
                "07 90 00",
                "10 DB 3F FF 02 0102 > 90 00",
                "10 DB 3F FF 02 0304 > 90 00",
                "00 DB 3F FF 01 05 00 > 07 90 00");
        check(two, command, "68 84", "10 DB 3F FF 02 0102 > 68 84");
        assertThatThrownBy(() -> new CommandChaining(256)).hasMessageContaining("outside 1 to 255");
    }

    @Test
    void extended_commands_are_chained_or_enveloped_and_their_response_is_fetched() {
        check(
                TransmitPolicy.ISO.longCommands(LongCommands.CHAINED),
                EXTENDED,
                "55 90 00",
                "10 DB 3F FF FF" + "00".repeat(255) + "> 90 00",
                "00 DB 3F FF 2D" + "00".repeat(45) + "> 61 01",
                "00 C0 00 00 01 > 55 90 00");
        Bytes whole = Bytes.hex(EXTENDED);
        String first = "00 C2 00 00 FF" + whole.slice(0, 255).toHex() + "> 90 00";
        String second = "00 C2 00 00 34" + whole.from(255).toHex();
        check(
                TransmitPolicy.ISO.longCommands(LongCommands.ENVELOPED),
                EXTENDED,
                "55 90 00",
                first,
                second + "> 61 01",
                "00 C0 00 00 01 > 55 90 00");
        var byEmpty = new Envelope(Envelope.End.BY_EMPTY_ENVELOPE);
        check(byEmpty, EXTENDED, "6A 82", first, second + "> 90 00", "00 C2 00 00 00 > 6A 82");
        check(byEmpty, EXTENDED, "6D 00", "00 C2 00 00 FF" + whole.slice(0, 255).toHex() + "> 6D 00");
    }

    @Test
    void extended_command_with_few_data_becomes_one_short_command() {
        var chained = TransmitPolicy.ISO.longCommands(LongCommands.CHAINED);
        check(chained, "00 B0 00 00 00 0000", "01 02 90 00", "00 B0 00 00 00 > 01 61 01", "00 C0 00 00 01 > 02 90 00");
        check(chained, "00 CB 00 00 00 0001 FF 0200", "90 00", "00 CB 00 00 01 FF 00 > 90 00");
        check(chained, "00 DB 00 00 00 0001 FF", "90 00", "00 DB 00 00 01 FF > 90 00");
    }

    @Test
    void each_follow_up_has_its_own_switch() {
        var repeatsOnly = TransmitPolicy.RAW.wrongLength(WrongLength.REPEAT);
        String read = "00 B0 00 00 00";
        check(repeatsOnly, read, "61 02", read + "> 6C 05", "00 B0 00 00 05 > 61 02");
        var fetchesOnly = TransmitPolicy.RAW.moreData(MoreData.FETCH);
        check(fetchesOnly, read, "6C 05", read + "> 61 02", "00 C0 00 00 02 > 6C 05");
    }

    @Test
    void short_and_malformed_commands_are_neither_chained_nor_enveloped() {
        var both = new CommandChaining().then(new Envelope());
        for (String command : new String[] {"00 A4 04 00 02 A000 00", "00 B0 00 00 00", "00 A4", ""}) {
            check(both, command, "90 00", command + "> 90 00");
        }
    }

    @Test
    void chains_of_any_length_and_block_size_carry_the_data_unchanged() {
        long seed = System.nanoTime();
        var random = new SplittableRandom(seed);
        for (int round = 0; round < 200; round++) {
            var data = new byte[random.nextInt(1, 2000)];
            random.nextBytes(data);
            int block = random.nextInt(1, 256);
            var received = new ByteArrayOutputStream();
            Transmitter card = command -> {
                CommandApdu apdu = CommandApdu.tryParse(command).orElseThrow();
                assertThat(apdu.data().length()).isBetween(1, block);
                received.writeBytes(apdu.data().toArray());
                return Bytes.hex(apdu.classByte().isChained() ? "9000" : "A1 9000");
            };
            var command = CommandApdu.of(0x00, 0xDB, 0, 0, Bytes.of(data), 256);
            assertThat(card.with(new CommandChaining(block)).transmit(command))
                    .as("seed %d", seed)
                    .hasToString("A1 90 00");
            assertThat(received.toByteArray()).as("seed %d", seed).isEqualTo(data);
        }
    }

    @Test
    void response_without_status_word_passes_as_bytes_and_fails_as_ResponseApdu() {
        Transmitter odd = _ -> Bytes.hex("90");
        assertThat(odd.with(TransmitPolicy.ISO).transmit(Bytes.hex("00B0000000")))
                .hasToString("90");
        assertThatThrownBy(() -> odd.transmit("00B0000000"))
                .isInstanceOf(TransmissionException.class)
                .hasMessageContaining("1 bytes");
    }

    @Test
    void first_interceptor_is_the_outermost() {
        var seen = new StringBuilder();
        Interceptor outer = (command, next) -> {
            seen.append("outer(");
            Bytes answer = next.transmit(command);
            seen.append(')');
            return answer;
        };
        Interceptor inner = (command, next) -> {
            seen.append("inner");
            return next.transmit(command.plus(Bytes.hex("FF")));
        };
        Transmitter echo = command -> command.plus(Bytes.hex("9000"));
        assertThat(echo.with(outer, inner).transmit("00B0000000")).hasToString("00 B0 00 00 00 FF 90 00");
        assertThat(echo.with(outer.then(inner)).transmit("00B0000000")).hasToString("00 B0 00 00 00 FF 90 00");
        assertThat(seen).hasToString("outer(inner)outer(inner)");
        assertThat(echo.with((_, _) -> Bytes.hex("6D00")).transmit("00B0000000"))
                .hasToString("6D 00");
    }

    private static void check(Interceptor policy, String command, String answer, String... dialogue) {
        var card = Dialogue.of(dialogue);
        assertThat(card.with(policy).transmit(Bytes.hex(command))).hasToString(answer);
        card.requireFinished();
    }
}
