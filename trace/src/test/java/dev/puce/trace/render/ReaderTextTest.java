package dev.puce.trace.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Attribute;
import dev.puce.pcsc.ControlCode;
import dev.puce.trace.TextBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReaderTextTest {
    private static final ControlCode FEATURES = ControlCode.pcscLite(ControlCode.GET_FEATURE_REQUEST);
    private static final ControlCode PROPERTIES = new ControlCode(0x42330012);

    private final TextBuffer out = new TextBuffer();

    @Test
    void text_attribute_comes_before_its_bytes() {
        ReaderText.attribute(out, Attribute.VENDOR_NAME, Bytes.hex("7075636500"));
        assertThat(out).hasToString("\"puce\"   70 75 63 65 00");
    }

    @Test
    void version_of_a_reader_is_a_number_with_dots() {
        ReaderText.attribute(out, Attribute.VENDOR_IFD_VERSION, Bytes.hex("34120C01"));
        assertThat(out).hasToString("1.12.4660   34 12 0C 01");
    }

    @Test
    void other_attributes_and_control_characters_stay_bytes() {
        ReaderText.attribute(out, Attribute.CHANNEL_ID, Bytes.hex("1B5B324A"));
        assertThat(out).hasToString("1B 5B 32 4A");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "120442330012             | GET_TLV_PROPERTIES 42330012   12 04 42 33 00 12",
                "06044233000671044233FFFF | VERIFY_PIN_DIRECT 42330006, 0x71 4233FFFF   06 04 42 33 00 06 71 04 42 33 FF FF",
                "0604423300               | 06 04 42 33 00",
                "0603423300               | 06 03 42 33 00",
            })
    void features_have_names_if_the_answer_is_a_list_of_features(String answer, String shown) {
        ReaderText.answer(out, FEATURES, Bytes.hex(answer));
        assertThat(out).hasToString(shown);
    }

    @Test
    void properties_have_names_and_numbers() {
        ReaderText.answer(out, PROPERTIES, Bytes.hex("0601040A0400000100" + "0B02E6080803312E39" + "7F0101"));
        assertThat(out.toString())
                .startsWith(
                        "shortest PIN 4, largest APDU 65536, vendor 08E6, firmware \"1.9\", property 7F 1   06 01 04");
    }

    @ParameterizedTest
    @CsvSource({"0605", "06", "0A0200"})
    void damaged_properties_stay_bytes(String answer) {
        ReaderText.answer(out, PROPERTIES, Bytes.hex(answer));
        assertThat(out).hasToString(Bytes.hex(answer).toSpacedHex());
    }

    @Test
    void answers_to_other_codes_stay_bytes() {
        ReaderText.answer(out, ControlCode.pcscLite(1), Bytes.hex("120442330012"));
        assertThat(out).hasToString("12 04 42 33 00 12");
    }
}
