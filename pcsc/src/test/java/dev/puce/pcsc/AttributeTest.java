package dev.puce.pcsc;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AttributeTest {
    @Test
    void known_attributes_have_a_name_and_unknown_ones_keep_their_number() {
        assertThat(Attribute.ATR_STRING).hasToString("SCARD_ATTR_ATR_STRING (0x00090303)");
        assertThat(Attribute.ATR_STRING.meaning()).hasValue("ATR of the card");
        assertThat(new Attribute(0x0007A123)).hasToString("0x0007A123");
    }

    @Test
    void every_constant_is_in_the_table_under_its_own_name() {
        assertThat(Arrays.stream(Attribute.class.getFields()).filter(f -> Modifier.isStatic(f.getModifiers())))
                .isNotEmpty()
                .allSatisfy(field -> assertThat(Attribute.of("SCARD_ATTR_" + field.getName()))
                        .hasValue((Attribute) field.get(null)));
    }

    @Test
    void known_lists_the_attributes_by_number() {
        assertThat(Attribute.known())
                .contains(Attribute.VENDOR_NAME, Attribute.ATR_STRING)
                .hasSizeGreaterThan(30);
        assertThat(Attribute.known()).isSortedAccordingTo((a, b) -> Integer.compareUnsigned(a.value(), b.value()));
    }

    @Test
    void every_feature_constant_is_in_its_table() {
        assertThat(Arrays.stream(Feature.class.getFields()).filter(f -> Modifier.isStatic(f.getModifiers())))
                .isNotEmpty()
                .allSatisfy(field -> assertThat(field.get(null).toString()).isEqualTo("FEATURE_" + field.getName()));
        assertThat(new Feature(0x77)).hasToString("0x77");
    }
}
