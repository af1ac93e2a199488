package dev.puce.service.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.ControlCode;
import dev.puce.pcsc.ReturnCode;
import dev.puce.service.reader.ReaderProfile;
import dev.puce.service.reader.VirtualPinPad;
import dev.puce.service.reader.VirtualPinPad.Behaviour;
import org.junit.jupiter.api.Test;

/// PC/SC part 10: features, properties, and PIN entry at the reader.
class ControlCommandsTest {
    private static final ControlCode GET_FEATURE_REQUEST = new ControlCode(0x42000D48);
    private static final ControlCode VERIFY = new ControlCode(0x42330006);
    private static final ControlCode MODIFY = new ControlCode(0x42330007);
    private static final ControlResult UNSUPPORTED = new ControlResult.Failure(ReturnCode.UNEXPECTED);

    private static ControlResult atPadTyping(String pin, ControlCode code, String structure) {
        return ControlCommands.execute(
                ReaderProfile.SIMPLE.withPinPad(VirtualPinPad.typing(pin)), code, Bytes.hex(structure));
    }

    private static ControlResult command(String apdu) {
        return new ControlResult.CardCommand(Bytes.hex(apdu));
    }

    /// Timeouts, format, block, length format, digits (longest, shortest), condition, messages, language, prologue.
    private static String verify(String format, String block, String lengthFormat, String digits, String apdu) {
        return "00 00" + format + block + lengthFormat + digits + "02 01 0904 00 000000" + withLength(apdu);
    }

    private static String withLength(String apdu) {
        Bytes bytes = Bytes.hex(apdu);
        return "%02X000000".formatted(bytes.length()) + bytes.toHex();
    }

    @Test
    void simple_reader_has_no_pin_features() {
        assertThat(ControlCommands.execute(ReaderProfile.SIMPLE, GET_FEATURE_REQUEST, Bytes.EMPTY))
                .isEqualTo(new ControlResult.Response(Bytes.hex("12 04 42330012")));
        assertThat(ControlCommands.execute(ReaderProfile.SIMPLE, VERIFY, Bytes.EMPTY))
                .isEqualTo(UNSUPPORTED);
        assertThat(ControlCommands.execute(ReaderProfile.SIMPLE, new ControlCode(0x42000001), Bytes.EMPTY))
                .isEqualTo(UNSUPPORTED);
    }

    @Test
    void reader_with_pin_pad_has_pin_features() {
        assertThat(atPadTyping("1234", GET_FEATURE_REQUEST, ""))
                .isEqualTo(new ControlResult.Response(
                        Bytes.hex("06 04 42330006  07 04 42330007  0A 04 4233000A  12 04 42330012")));
        assertThat(atPadTyping("1234", new ControlCode(0x4233000A), ""))
                .isEqualTo(new ControlResult.Response(Bytes.hex("0000 02 00")));
    }

    @Test
    void properties_are_tlv_with_little_endian_numbers() {
        var profile = new ReaderProfile("ACME", "Pad", "", 0x08E6, 0x34C2, 65_548, java.util.Optional.empty());
        assertThat(ControlCommands.execute(profile, new ControlCode(0x42330012), Bytes.EMPTY))
                .isEqualTo(new ControlResult.Response(Bytes.hex(
                        "01020000 020102 030100 0808 41434D4520506164 090100" + "0A04FFFF0000 0B02E608 0C02C234")));
    }

    @Test
    void ascii_digits_are_left_justified_in_a_padded_block() {
        assertThat(atPadTyping("1234", VERIFY, verify("82", "08", "00", "0804", "00 20 00 81 08 FFFFFFFFFFFFFFFF")))
                .isEqualTo(command("00 20 00 81 08 31323334FFFFFFFF"));
    }

    @Test
    void format_2_block_has_a_length_nibble_and_bcd_digits() {
        assertThat(atPadTyping("12345", VERIFY, verify("89", "47", "04", "0C04", "00 20 00 01 08 20FFFFFFFFFFFFFF")))
                .isEqualTo(command("00 20 00 01 08 2512345FFFFFFFFF"));
    }

    @Test
    void pin_without_block_keeps_its_length() {
        assertThat(atPadTyping("123456", VERIFY, verify("82", "00", "00", "0804", "00 20 00 82")))
                .isEqualTo(command("00 20 00 82 06 313233343536"));
    }

    @Test
    void digits_may_be_right_justified() {
        assertThat(atPadTyping("1234", VERIFY, verify("86", "08", "00", "0804", "00 20 00 81 08 0000000000000000")))
                .isEqualTo(command("00 20 00 81 08 0000000031323334"));
    }

    @Test
    void reader_refuses_a_pin_of_the_wrong_length() {
        assertThat(atPadTyping("123", VERIFY, verify("82", "08", "00", "0804", "00 20 00 81 08 FFFFFFFFFFFFFFFF")))
                .isEqualTo(new ControlResult.Response(Bytes.hex("6403")));
    }

    @Test
    void cancelled_and_expired_entries_have_their_own_status_words() {
        String structure = verify("82", "08", "00", "0804", "00 20 00 81 08 FFFFFFFFFFFFFFFF");
        var cancels = new VirtualPinPad("", "", "", Behaviour.CANCELS);
        var waits = new VirtualPinPad("", "", "", Behaviour.WAITS);
        assertThat(ControlCommands.execute(ReaderProfile.SIMPLE.withPinPad(cancels), VERIFY, Bytes.hex(structure)))
                .isEqualTo(new ControlResult.Response(Bytes.hex("6401")));
        assertThat(ControlCommands.execute(ReaderProfile.SIMPLE.withPinPad(waits), VERIFY, Bytes.hex(structure)))
                .isEqualTo(new ControlResult.Response(Bytes.hex("6400")));
    }

    /// Like VERIFY, with insertion offsets after the length format, and three messages.
    private static String modify(String offsets, String confirm, String apdu) {
        return "00 00 82 08 00" + offsets + "0804" + confirm + "02 03 0904 00 01 02 000000" + withLength(apdu);
    }

    @Test
    void old_and_new_pin_are_inserted_at_their_offsets() {
        var pad = VirtualPinPad.typing("1234").changingTo("87654321");
        assertThat(ControlCommands.execute(
                        ReaderProfile.SIMPLE.withPinPad(pad),
                        MODIFY,
                        Bytes.hex(modify("00 08", "03", "00 24 00 81 10" + "FF".repeat(16)))))
                .isEqualTo(command("00 24 00 81 10 31323334FFFFFFFF 3837363534333231"));
    }

    @Test
    void new_pin_with_a_different_confirmation_does_not_reach_the_card() {
        var pad = new VirtualPinPad("1234", "5678", "5679", Behaviour.TYPES);
        assertThat(ControlCommands.execute(
                        ReaderProfile.SIMPLE.withPinPad(pad),
                        MODIFY,
                        Bytes.hex(modify("00 08", "03", "00 24 00 81 10" + "FF".repeat(16)))))
                .isEqualTo(new ControlResult.Response(Bytes.hex("6402")));
    }

    @Test
    void structures_with_wrong_lengths_are_not_supported() {
        String good = verify("82", "08", "00", "0804", "00 20 00 81 08 FFFFFFFFFFFFFFFF")
                .replace(" ", "");
        for (int length = 0; length < good.length(); length += 2) {
            assertThat(atPadTyping("1234", VERIFY, good.substring(0, length)))
                    .as("%d bytes", length / 2)
                    .isEqualTo(UNSUPPORTED);
        }
    }

    @Test
    void digits_are_not_printed() {
        assertThat(VirtualPinPad.typing("1234").toString()).doesNotContain("1234");
    }
}
