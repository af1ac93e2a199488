package dev.puce.pcsc;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ReturnCodeTest {
    @Test
    void every_constant_is_in_the_table_under_its_own_name() {
        assertThat(Arrays.stream(ReturnCode.class.getFields())
                        .filter(f -> Modifier.isStatic(f.getModifiers()))
                        .filter(f -> !f.getName().equals("UNKNOWN"))) // not a code of the API
                .isNotEmpty()
                .allSatisfy(field -> assertThat(field.get(null).toString())
                        .matches("SCARD_[SEFW]_" + field.getName() + " \\(0x[0-9A-F]{8}\\)"));
    }

    @Test
    void known_codes_have_a_meaning_and_some_have_advice() {
        assertThat(ReturnCode.SHARING_VIOLATION.meaning()).hasValue("another program holds the card");
        assertThat(ReturnCode.SHARING_VIOLATION.advice()).isPresent();
        assertThat(ReturnCode.CANCELLED.advice()).isEmpty();
    }

    @Test
    void advice_is_for_this_platform() {
        assertThat(ReturnCode.NO_SERVICE.advice().orElseThrow()).doesNotContain("Windows");
        String[] row = "0\tSCARD_X\tmeaning\tadvice\tadvice on Windows".split("\t", -1);
        assertThat(ReturnCodeTable.advice(row, false)).isEqualTo("advice");
        assertThat(ReturnCodeTable.advice(row, true)).isEqualTo("advice on Windows");
    }

    @Test
    void message_for_denied_access_names_polkit() {
        var denied =
                new PcscException(new Call.EstablishContext(Scope.SYSTEM), ReturnCode.SECURITY_VIOLATION, Result.NONE);
        assertThat(denied)
                .hasMessage("cannot establish a context (SCARD_SCOPE_SYSTEM): SCARD_W_SECURITY_VIOLATION"
                        + " (0x8010006A), access is denied; check the polkit rules for org.debian.pcsc-lite");
    }

    @Test
    void unknown_codes_keep_their_number() {
        var code = new ReturnCode(0x80109999);
        assertThat(code).hasToString("0x80109999");
        assertThat(code.symbol()).isEqualTo("0x80109999");
        assertThat(code.meaning()).isEmpty();
        assertThat(code.isSuccess()).isFalse();
    }

    @Test
    void meaning_covers_platforms_that_use_a_number_differently() {
        assertThat(ReturnCode.UNEXPECTED.meaning().orElseThrow()).contains("on pcsc-lite and macOS also");
        assertThat(ReturnCode.UNSUPPORTED_FEATURE.value()).isEqualTo(0x80100022); // Windows
    }

    @Test
    void windows_system_errors_are_known() {
        assertThat(new ReturnCode(6)).hasToString("ERROR_INVALID_HANDLE (0x00000006)");
        assertThat(new ReturnCode(0x16).meaning().orElseThrow()).contains("control code");
    }

    @Test
    void of_finds_codes_by_name() {
        assertThat(ReturnCode.of("SCARD_E_TIMEOUT")).hasValue(ReturnCode.TIMEOUT);
        assertThat(ReturnCode.of("SCARD_E_NOTHING")).isEmpty();
    }
}
