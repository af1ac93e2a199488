package dev.puce.cards.part10;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.puce.cards.part10.PinModify.Confirmation;
import dev.puce.cards.part10.PinModify.OldPin;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.CommandApdu;
import dev.puce.pcsc.ControlCode;
import dev.puce.pcsc.Feature;
import java.nio.ByteOrder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Structures of PC/SC part 10, byte by byte.
class PinStructuresTest {
    @Test
    void verify_has_19_bytes_and_the_command() {
        PinEntry entry = PinEntry.digits(4, 8).timeout(Duration.ofSeconds(30));
        assertThat(PinVerify.ascii(0x80, entry).encode(ByteOrder.LITTLE_ENDIAN))
                .isEqualTo(Bytes.hex("1E 00 82 08 00 08 04 02 01 09 04 00 00 00 00 0D 00 00 00"
                        + "00 20 00 80 08 FF FF FF FF FF FF FF FF"));
    }

    @Test
    void structures_use_the_byte_order_of_the_machine() {
        Bytes big = PinVerify.ascii(0x80, PinEntry.digits(4, 8)).encode(ByteOrder.BIG_ENDIAN);
        assertThat(big.slice(5, 7)).hasToString("04 08");
        assertThat(big.slice(15, 19)).hasToString("00 00 00 0D");
    }

    @Test
    void modify_has_24_bytes_and_the_command() {
        assertThat(PinModify.ascii(0x81, PinEntry.digits(6, 8)).encode(ByteOrder.LITTLE_ENDIAN))
                .isEqualTo(Bytes.hex("00 00 82 08 00 00 08 08 06 03 02 03 09 04 00 01 02 00 00 00 15 00 00 00"
                        + "00 24 00 81 10 FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"));
    }

    @Test
    void change_without_the_old_pin_asks_two_questions() {
        var command = CommandApdu.of(0, 0x24, 1, 0x81, Bytes.hex("FFFFFFFFFFFFFFFF"));
        PinEntry entry = PinEntry.digits(4, 8);
        var modify = new PinModify(PinBlock.ascii(8), entry, command, 0, 0, OldPin.NOT_ASKED, Confirmation.TWICE);
        Bytes bytes = modify.encode(ByteOrder.LITTLE_ENDIAN);
        assertThat(bytes.get(9)).as("bConfirmPIN").isEqualTo(1);
        assertThat(bytes.get(11)).as("bNumberMessage").isEqualTo(2);
        assertThat(bytes.slice(14, 17)).as("bMsgIndex").hasToString("01 02 00");
    }

    @Test
    void format_2_blocks_have_their_length_in_the_first_byte() {
        PinBlock block = PinBlock.iso9564Format2();
        assertThat(block.formatString()).isEqualTo(0x89);
        assertThat(block.blockString()).isEqualTo(0x47);
        assertThat(block.lengthFormat()).isEqualTo(0x04);
        assertThat(PinBlock.bcd(8).formatString()).isEqualTo(0x81);
        assertThatThrownBy(() -> PinBlock.ascii(16)).hasMessageContaining("outside 0 to 15");
    }

    @Test
    void endsWith_is_encoded_as_a_bit_sum() {
        PinEntry entry =
                PinEntry.digits(4, 4).endsWith(PinEntry.End.MAX_DIGITS, PinEntry.End.KEY, PinEntry.End.TIMEOUT);
        assertThat(entry.validation()).isEqualTo(7);
        assertThatThrownBy(() -> PinEntry.digits(4, 256)).hasMessageContaining("maxDigits is 256");
        assertThatThrownBy(() -> entry.timeout(Duration.ofSeconds(256))).hasMessageContaining("seconds is 256");
    }

    @Test
    void features_are_parsed_with_their_control_codes() {
        ReaderFeatures features =
                ReaderFeatures.parse(Bytes.hex("06 04 42330006  12 04 42000DCA  99 02 0102  07 04 42330007"));
        assertThat(features.code(Feature.VERIFY_PIN_DIRECT)).hasValue(new ControlCode(0x42330006));
        assertThat(features.has(Feature.MODIFY_PIN_DIRECT)).isTrue();
        assertThat(features.codes()).hasSize(3);
        assertThat(ReaderFeatures.parse(Bytes.hex("06 04 4233")).codes()).isEmpty();
        assertThat(ReaderFeatures.parse(Bytes.EMPTY).codes()).isEmpty();
    }

    @Test
    void tlv_properties_keep_unknown_tags() {
        TlvProperties properties = TlvProperties.parse(Bytes.hex(
                "01 02 1002  06 01 04  07 01 08  08 03 762E31" + "0A 04 00000100  0B 02 E604  7F 01 AA  03 05 00"));
        assertThat(properties.minPinSize()).hasValue(4);
        assertThat(properties.maxPinSize()).hasValue(8);
        assertThat(properties.firmware()).hasValue("v.1");
        assertThat(properties.maxApduDataSize()).hasValue(65_536);
        assertThat(properties.vendorId()).hasValue(0x04E6);
        assertThat(properties.productId()).isEmpty();
        assertThat(properties.values()).containsEntry(0x7F, Bytes.hex("AA")).hasSize(7);
    }

    @Test
    void pin_properties_contain_the_display_size() {
        PinProperties properties =
                PinProperties.tryParse(Bytes.hex("10 02 07 01")).orElseThrow();
        assertThat(properties.columns()).isEqualTo(16);
        assertThat(properties.lines()).isEqualTo(2);
        assertThat(properties.timeout2()).isTrue();
        assertThat(PinProperties.tryParse(Bytes.hex("10 02"))).isEmpty();
    }
}
