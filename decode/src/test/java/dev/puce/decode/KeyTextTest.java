package dev.puce.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.puce.iso7816.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyTextTest {
    /// Specimens of ICAO Doc 9303, parts 4 to 6.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "mrz:D23145890,740812,120415",
                "mrz:I<UTOD231458907<<<<<<<<<<<<<<<7408122F1204159UTO<<<<<<<<<<<6ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
                "mrz:D231458907UTO7408122F1204159<<<<<<<6",
                "MRZ: D231458907UTO7408122F1204159ZE184226B<<<<<10"
            })
    void machine_readable_zones_of_all_sizes_have_the_same_key(String text) {
        assertThat(SessionKeys.parse(text)).isEqualTo(new SessionKeys.Mrz("D23145890", "740812", "120415"));
    }

    @Test
    void session_keys_and_static_keys_are_hex() {
        assertThat(SessionKeys.parse("iso:979EC13B1CBFE9DCD01AB0FED307EAE5,887022120C06C226"))
                .isEqualTo(new SessionKeys.Iso(
                        Bytes.hex("979EC13B1CBFE9DCD01AB0FED307EAE5"), Bytes.hex("887022120C06C226")));
        assertThat(SessionKeys.parse("gp:404142434445464748494A4B4C4D4E4F"))
                .isEqualTo(new SessionKeys.GlobalPlatform(Bytes.hex("404142434445464748494A4B4C4D4E4F")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gp:C0FFEE12",
                "gp:C0FFEE1G",
                "iso:C0FFEE12C0FFEE12C0FFEE12C0FFEE12",
                "iso:C0FFEE12C0FFEE12,0011223344556677",
                "mrz:C0FFEE12",
                "mrz:C0FFEE12,1,2",
                "can:C0FFEE12",
                "C0FFEE12",
                ""
            })
    void messages_do_not_repeat_wrong_keys(String text) {
        assertThatThrownBy(() -> SessionKeys.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("C0FFEE")
                .hasNoCause();
    }
}
