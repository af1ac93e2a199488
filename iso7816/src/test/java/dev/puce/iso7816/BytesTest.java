package dev.puce.iso7816;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BytesTest {
    @Test
    void parses_the_usual_notations_of_hex() {
        var expected = Bytes.of(0x00, 0xA4, 0x04, 0x0C);
        for (String text :
                new String[] {"00A4040C", "00 a4 04 0c", "00:A4:04:0C", "0x00, 0xA4,0x04 0x0c", "00A4-040C\n"}) {
            assertThat(Bytes.hex(text)).as(text).isEqualTo(expected);
        }
    }

    @Test
    void errors_for_invalid_hex_give_the_position() {
        assertThatThrownBy(() -> Bytes.hex("00 G4")).hasMessage("invalid hex digit 'G' at position 3");
        assertThatThrownBy(() -> Bytes.hex("00 A")).hasMessageContaining("middle of a byte");
        assertThatThrownBy(() -> Bytes.hex("0 0A")).hasMessageContaining("no second digit");
        assertThatThrownBy(() -> Bytes.hex("zz")).hasMessage("invalid hex digit 'z' at position 0");
    }

    @Test
    void ofHexDigits_accepts_only_pairs_of_hex_digits() {
        byte[] text = "[00aF7f]".getBytes(StandardCharsets.US_ASCII);
        assertThat(Bytes.ofHexDigits(text, 1, 7)).contains(Bytes.of(0x00, 0xAF, 0x7F));
        assertThat(Bytes.ofHexDigits(text, 1, 1)).contains(Bytes.EMPTY);
        assertThat(Bytes.ofHexDigits(text, 1, 6)).as("odd number").isEmpty();
        assertThat(Bytes.ofHexDigits(text, 0, 8)).as("brackets").isEmpty();
        for (int c = -128; c < 128; c++) {
            boolean isDigit = c >= 0 && Character.digit(c, 16) >= 0;
            assertThat(Bytes.ofHexDigits(new byte[] {'0', (byte) c}, 0, 2).isPresent())
                    .isEqualTo(isDigit);
            assertThat(Bytes.ofHexDigits(new byte[] {(byte) c, '0'}, 0, 2).isPresent())
                    .isEqualTo(isDigit);
        }
    }

    @Test
    void strings_compare_by_content_and_print_as_hex() {
        assertThat(Bytes.hex("90 00")).isEqualTo(Bytes.of(0x90, 0x00)).hasToString("90 00");
        assertThat(Bytes.hex("9000").toHex()).isEqualTo("9000");
        assertThat(Bytes.hex("80")).isGreaterThan(Bytes.hex("7FFF"));
    }

    @Test
    void slices_compare_by_content() {
        var command = Bytes.hex("00A4040007A0000002471001");
        assertThat(command.slice(0, 4)).isEqualTo(Bytes.hex("00A40400"));
        assertThat(command.from(5)).isEqualTo(Bytes.hex("A0000002471001"));
        assertThat(command.indexOf(Bytes.hex("A000"))).isEqualTo(5);
        assertThat(command.slice(0, 5).plus(command.from(5))).isEqualTo(command);
    }
}
