package dev.puce.iso7816;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.puce.iso7816.CommandApdu.Case;
import dev.puce.iso7816.CommandApdu.Lengths;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/// ISO/IEC 7816-3:2006, 12.1.3 and 12.1.4: cases of commands.
class CommandApduTest {
    @Test
    void case_1_has_a_header_only() throws Exception {
        assertCase("00 44 00 00", Case.CASE_1, 0, 0);
    }

    @Test
    void case_2_short_expects_a_response() throws Exception {
        assertCase("00 C0 00 00 10", Case.CASE_2_SHORT, 0, 16);
        assertCase("00 B0 00 00 00", Case.CASE_2_SHORT, 0, 256);
    }

    @Test
    void case_3_short_sends_data() throws Exception {
        assertCase("00 A4 00 0C 02 3F 00", Case.CASE_3_SHORT, 2, 0);
    }

    @Test
    void case_4_short_does_both() throws Exception {
        assertCase("00 A4 04 00 05 A0 00 00 03 08 00", Case.CASE_4_SHORT, 5, 256);
    }

    @Test
    void case_2_extended_expects_up_to_65536_bytes() throws Exception {
        assertCase("00 B0 00 00 00 01 00", Case.CASE_2_EXTENDED, 0, 256);
        assertCase("00 B0 00 00 00 00 00", Case.CASE_2_EXTENDED, 0, 65536);
    }

    @Test
    void case_3_extended_has_three_bytes_of_length() throws Exception {
        assertCase("00 D6 00 00 00 00 02 AA BB", Case.CASE_3_EXTENDED, 2, 0);
    }

    @Test
    void case_4_extended_has_a_two_byte_le() throws Exception {
        assertCase("00 86 00 00 00 00 02 AA BB 00 00", Case.CASE_4_EXTENDED, 2, 65536);
    }

    private static void assertCase(String hex, Case expected, int nc, int ne) throws MalformedDataException {
        var command = CommandApdu.parse(Bytes.hex(hex));
        assertThat(command.apduCase()).isEqualTo(expected);
        assertThat(command.data().length()).isEqualTo(nc);
        assertThat(command.ne()).isEqualTo(ne);
        assertThat(command.encode()).as("encoded again").isEqualTo(Bytes.hex(hex));
    }

    @Test
    void errors_for_wrong_lengths_give_the_offset() {
        assertMalformed("00 A4 04", "at least 4 bytes", 3);
        assertMalformed("00 A4 04 00 05 A0 00", "3 of them are missing", 7);
        assertMalformed("00 A4 04 00 01 A0 00 00", "2 bytes follow the data", 6);
        assertMalformed("00 A4 04 00 00 00", "cut off", 4);
        assertMalformed("00 A4 04 00 00 00 00 00", "extended Lc is 0", 4);
        assertMalformed("00 A4 04 00 00 00 01 AA 00", "1 bytes follow the data, but Le has 2", 8);
    }

    private static void assertMalformed(String hex, String words, int offset) {
        assertThat(CommandApdu.tryParse(Bytes.hex(hex))).as(hex).isEmpty();
        assertThatThrownBy(() -> CommandApdu.parse(Bytes.hex(hex)))
                .hasMessageContaining(words)
                .asInstanceOf(type(MalformedDataException.class))
                .extracting(MalformedDataException::offset)
                .isEqualTo(offset);
    }

    @Test
    void lengths_are_extended_only_if_necessary() {
        assertThat(CommandApdu.of(0, 0xB0, 0, 0, 256).encode()).isEqualTo(Bytes.hex("00B0000000"));
        assertThat(CommandApdu.of(0, 0xB0, 0, 0, 257).encode()).isEqualTo(Bytes.hex("00B00000000101"));
        assertThat(CommandApdu.of(0, 0xD6, 0, 0, Bytes.of(new byte[256])).apduCase())
                .isEqualTo(Case.CASE_3_EXTENDED);
        assertThat(CommandApdu.of(0, 0xB0, 0, 0, 16).withNe(1000).apduCase()).isEqualTo(Case.CASE_2_EXTENDED);
    }

    @Test
    void constructor_rejects_values_outside_their_range() {
        assertThatThrownBy(() -> CommandApdu.of(0x100, 0, 0, 0)).hasMessageContaining("CLA is 256");
        assertThatThrownBy(() -> CommandApdu.of(0, 0, 0, 0, 65537)).hasMessageContaining("Ne is 65537");
        assertThatThrownBy(() -> CommandApdu.of(0, 0, 0, 0, Bytes.of(new byte[65536])))
                .hasMessageContaining("Nc is 65536");
    }

    @Test
    void parse_restores_encoded_commands() throws Exception {
        long seed = System.nanoTime();
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int i = 0; i < 2000; i++) {
            boolean extended = random.nextBoolean();
            var data = new byte[random.nextBoolean() ? 0 : random.nextInt(extended ? 70 : 256)];
            random.nextBytes(data);
            int ne = random.nextBoolean() ? 0 : random.nextInt(extended ? 65537 : 257);
            var command = new CommandApdu(
                    random.nextInt(256),
                    random.nextInt(256),
                    random.nextInt(256),
                    random.nextInt(256),
                    Bytes.of(data),
                    ne,
                    extended ? Lengths.EXTENDED : Lengths.SHORT);
            assertThat(CommandApdu.parse(command.encode())).as("seed %d", seed).isEqualTo(command);
        }
    }

    @Test
    void parser_accepts_or_rejects_random_bytes_without_other_exceptions() {
        long seed = System.nanoTime();
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int i = 0; i < 20_000; i++) {
            var bytes = new byte[random.nextInt(24)];
            random.nextBytes(bytes);
            if (bytes.length > 4 && random.nextBoolean()) {
                bytes[4] = 0;
            }
            var parsed = CommandApdu.tryParse(Bytes.of(bytes));
            assertThat(parsed.map(CommandApdu::encode).orElse(Bytes.of(bytes)))
                    .as("seed %d", seed)
                    .isEqualTo(Bytes.of(bytes));
        }
    }
}
