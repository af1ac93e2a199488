package dev.puce.trace.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HexTextTest {
    @ParameterizedTest
    @ValueSource(strings = {"00A404", "00 a4 04 ", "00:A4:04", "0x00, 0xA4, 0x04", " 00A4 04"})
    void notations_of_logs_are_read(String text) {
        assertThat(HexText.bytes(text)).hasValue(Bytes.hex("00A404"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "00 A", "00 A4 ok", "0 0A", "00-A4", "0x0", "00A40"})
    void other_text_is_refused(String text) {
        assertThat(HexText.bytes(text)).isEmpty();
    }

    @Test
    void empty_text_gives_empty_bytes() {
        assertThat(HexText.bytes("")).hasValue(Bytes.EMPTY);
    }
}
