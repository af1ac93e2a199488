package dev.puce.decode;

import static org.assertj.core.api.Assertions.assertThat;

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
}
