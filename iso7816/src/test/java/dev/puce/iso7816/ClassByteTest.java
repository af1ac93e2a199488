package dev.puce.iso7816;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.puce.iso7816.ClassByte.Range;
import dev.puce.iso7816.ClassByte.SecureMessaging;
import org.junit.jupiter.api.Test;

/// ISO/IEC 7816-4:2020, 5.4.1, tables 2 and 3.
class ClassByteTest {
    @Test
    void first_interindustry_classes_have_channels_0_to_3() {
        var cla = new ClassByte(0b0001_1110);
        assertThat(cla.range()).isEqualTo(Range.FIRST_INTERINDUSTRY);
        assertThat(cla.channel()).isEqualTo(2);
        assertThat(cla.isChained()).isTrue();
        assertThat(cla.secureMessaging()).isEqualTo(SecureMessaging.STANDARD_WITH_HEADER);
    }

    @Test
    void further_interindustry_classes_have_channels_4_to_19() {
        var cla = new ClassByte(0b0110_1111);
        assertThat(cla.range()).isEqualTo(Range.FURTHER_INTERINDUSTRY);
        assertThat(cla.channel()).isEqualTo(19);
        assertThat(cla.isChained()).isFalse();
        assertThat(cla.secureMessaging()).isEqualTo(SecureMessaging.STANDARD);
    }

    @Test
    void globalplatform_classes_have_channels_and_other_proprietary_classes_have_none() {
        assertThat(new ClassByte(0x84).secureMessaging()).isEqualTo(SecureMessaging.PROPRIETARY);
        assertThat(new ClassByte(0x83).channel()).isEqualTo(3);
        assertThat(new ClassByte(0xC1).channel()).isEqualTo(5);
        assertThat(new ClassByte(0x90).isChained()).isFalse();
        assertThat(new ClassByte(0xA0).channel()).isZero();
        assertThat(new ClassByte(0xFF).range()).isEqualTo(Range.INVALID);
        assertThat(new ClassByte(0x20).range()).isEqualTo(Range.RESERVED);
    }

    @Test
    void globalplatform_secure_messaging_is_kept_when_the_channel_changes() {
        assertThat(new ClassByte(0x84).onChannel(4)).hasToString("E0");
        assertThat(new ClassByte(0xE0).secureMessaging()).isEqualTo(SecureMessaging.PROPRIETARY);
        assertThat(new ClassByte(0xEF).onChannel(0)).hasToString("84");
        assertThatThrownBy(() -> new ClassByte(0x88).onChannel(4)).hasMessageContaining("channel 4");
    }

    @Test
    void onChannel_keeps_the_other_bits() {
        for (int channel = 0; channel <= ClassByte.MAX_CHANNEL; channel++) {
            var cla = new ClassByte(0x18).onChannel(channel);
            assertThat(cla.channel()).isEqualTo(channel);
            assertThat(cla.isChained()).isTrue();
            assertThat(cla.secureMessaging()).isEqualTo(SecureMessaging.STANDARD);
            assertThat(cla.chained(false).isChained()).isFalse();
        }
        assertThatThrownBy(() -> new ClassByte(0x0C).onChannel(4)).hasMessageContaining("channel 4");
        assertThatThrownBy(() -> new ClassByte(0x00).onChannel(20)).hasMessageContaining("channel 20");
    }
}
