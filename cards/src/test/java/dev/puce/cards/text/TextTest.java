package dev.puce.cards.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.puce.iso7816.Bytes;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TextTest {
    @Test
    void gsm_alphabet_encodes_and_decodes() {
        assertThat(GsmAlphabet.encode("@Ünal 5€").orElseThrow()).hasToString("00 5E 6E 61 6C 20 35 1B 65");
        assertThat(GsmAlphabet.decode(Bytes.hex("00 5E 6E 61 6C 20 35 1B 65 FF FF")))
                .isEqualTo("@Ünal 5€");
        assertThat(GsmAlphabet.encode("漢")).isEmpty();
        assertThat(GsmAlphabet.decode(Bytes.hex("1B 00 80 1B"))).isEqualTo("\uFFFD\uFFFD\uFFFD");
        var all = new byte[128];
        for (int i = 0; i < 128; i++) {
            all[i] = (byte) (i == 0x1B ? 0 : i);
        }
        Bytes bytes = Bytes.of(all);
        assertThat(GsmAlphabet.encode(GsmAlphabet.decode(bytes))).hasValue(bytes);
    }

    @Test
    void guids_use_windows_byte_order() {
        var guid = UUID.fromString("AD4F1667-EA75-4124-84D4-641B3B197C65");
        assertThat(Guids.toBytes(guid)).hasToString("67 16 4F AD 75 EA 24 41 84 D4 64 1B 3B 19 7C 65");
        assertThat(Guids.of(Guids.toBytes(guid))).isEqualTo(guid);
        assertThatThrownBy(() -> Guids.of(Bytes.hex("00"))).hasMessageContaining("16 bytes, not 1");
    }
}
