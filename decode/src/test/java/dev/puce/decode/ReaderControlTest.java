package dev.puce.decode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.decode.value.Node;
import dev.puce.iso7816.Bytes;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Buffers of PC/SC part 10.
class ReaderControlTest {
    private static String text(List<Node> nodes) {
        return nodes.stream().map(Node::describe).collect(Collectors.joining());
    }

    @Test
    void lists_features_and_their_control_codes() {
        assertThat(text(ReaderControl.features(Bytes.hex("060442330006 120442330012"))))
                .contains("06 VERIFY_PIN_DIRECT: control code 42330006")
                .contains("12 GET_TLV_PROPERTIES: control code 42330012");
    }

    @Test
    void explains_pin_verification_and_its_command() {
        Bytes input = Bytes.hex("1E00 82 08 00 0804 02 01 0904 00 000000 0D000000 0020000108FFFFFFFFFFFFFFFF");
        assertThat(text(ReaderControl.explain(6, input, Bytes.hex("63C2"))))
                .contains("VERIFY_PIN_DIRECT")
                .contains("timeout in seconds: 30")
                .contains("shortest and longest PIN: 4 to 8")
                .contains("ASCII")
                .contains("command: VERIFY")
                .contains("status: 63C2");
    }

    @Test
    void hides_password_of_pace() {
        assertThat(text(ReaderControl.explain(0x20, Bytes.hex("02 0B00 03 00 06 323436383133 0000"), Bytes.EMPTY)))
                .contains("establish the PACE channel")
                .contains("[hidden]")
                .doesNotContain("323436383133");
    }

    @Test
    void explains_properties() {
        assertThat(text(ReaderControl.explain(0x12, Bytes.EMPTY, Bytes.hex("060104 07010C 0B02E607"))))
                .contains("06 shortest PIN: 4")
                .contains("07 longest PIN: 12")
                .contains("0B USB vendor: 07E6");
    }

    @Test
    void keeps_unknown_features_as_hex() {
        assertThat(text(ReaderControl.explain(0x77, Bytes.hex("0102"), Bytes.hex("03"))))
                .contains("feature 77")
                .contains("data: 0102")
                .contains("data: 03");
    }

    @Test
    void explains_pin_change_and_its_command() {
        Bytes input = Bytes.hex("00 00 82 48 14 00 08 0C04 01 02 02 0904 000102 000000 15000000 00240001 10"
                + "FFFFFFFFFFFFFFFF FFFFFFFFFFFFFFFF");
        assertThat(text(ReaderControl.explain(7, input, Bytes.hex("9000"))))
                .contains("MODIFY_PIN_DIRECT")
                .contains("PIN block: 48 (8 bytes, PIN length in 4 bits)")
                .contains("PIN length format: 14 (PIN length at position 4, position in bytes)")
                .contains("offset of the new PIN: 8")
                .contains("shortest and longest PIN: 4 to 12")
                .contains("new PIN twice")
                .contains("command: CHANGE REFERENCE DATA")
                .contains("status: 9000");
    }

    @Test
    void explains_pin_entry_in_steps() {
        Bytes input = Bytes.hex("1E1E 89 47 04 0E04 02 01 0904 00 000000 0D000000 0020008008 20FFFFFFFFFFFFFF");
        assertThat(text(ReaderControl.explain(1, input, Bytes.EMPTY)))
                .contains("VERIFY_PIN_START", "BCD", "PIN at offset 1", "length of the command: 13");
        assertThat(text(ReaderControl.explain(5, Bytes.EMPTY, Bytes.hex("2B")))).contains("GET_KEY_PRESSED", "digit");
        assertThat(text(ReaderControl.explain(5, Bytes.EMPTY, Bytes.hex("1B")))).contains("cancel");
        assertThat(text(ReaderControl.explain(2, Bytes.EMPTY, Bytes.hex("6400"))))
                .contains("status: 6400");
    }

    @Test
    void explains_commands_for_the_reader_itself() {
        assertThat(text(ReaderControl.explain(8, Bytes.hex("00 01 0500 2013000046"), Bytes.hex("9000"))))
                .contains("MCT_READER_DIRECT", "destination address: 01", "length: 5");
        assertThat(text(ReaderControl.explain(0x0A, Bytes.EMPTY, Bytes.hex("1002 07 01"))))
                .contains("IFD_PIN_PROPERTIES", "display: characters and lines: 1002", "key pressed");
        assertThat(text(ReaderControl.explain(0x20, Bytes.hex("01 0000"), Bytes.hex("00000000 0600 0400 60000000"))))
                .contains("get the reader's PACE capabilities", "result: 00000000");
    }

    @Test
    void keeps_cut_structures_readable() {
        for (int feature : new int[] {1, 3, 6, 7, 8, 9, 0x0A, 0x12, 0x20}) {
            Bytes whole = Bytes.hex("1E00 82 08 00 0804 02 01 0904 00 000000 0D000000 0020000108FFFFFFFFFFFFFFFF");
            for (int length = 0; length <= whole.length(); length++) {
                Bytes cut = whole.slice(0, length);
                assertThat(text(ReaderControl.explain(feature, cut, cut)))
                        .contains(ReaderControl.featureName(feature).orElseThrow());
                assertThat(ReaderControl.features(cut).size()).isLessThanOrEqualTo(1 + length / 6);
            }
        }
    }
}
