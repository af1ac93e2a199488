package dev.puce.pcsc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ControlCodeTest {
    @Test
    void pcsc_lite_adds_its_base() {
        assertThat(ControlCode.pcscLite(ControlCode.GET_FEATURE_REQUEST).value())
                .isEqualTo(0x42000D48);
    }

    @Test
    void windows_shifts_into_a_device_control_code() {
        // CTL_CODE(0x31, 3400, METHOD_BUFFERED, FILE_ANY_ACCESS)
        assertThat(ControlCode.windows(ControlCode.GET_FEATURE_REQUEST).value()).isEqualTo(0x00313520);
        assertThatThrownBy(() -> ControlCode.windows(4096)).hasMessageContaining("outside 0 to 4095");
    }

    @Test
    void function_decodes_both_encodings() {
        assertThat(ControlCode.windows(1).function()).hasValue(1);
        assertThat(ControlCode.pcscLite(0x330006).function()).hasValue(0x330006);
        assertThat(new ControlCode(0x12345678).function()).isEmpty();
    }

    @Test
    void named_codes_print_name_and_number() {
        assertThat(ControlCode.windows(3400)).hasToString("CM_IOCTL_GET_FEATURE_REQUEST (0x00313520)");
        assertThat(ControlCode.pcscLite(0x330006)).hasToString("IOCTL_FEATURE_VERIFY_PIN_DIRECT (0x42330006)");
        assertThat(new ControlCode(0x42000007)).hasToString("0x42000007");
    }
}
