package dev.puce.trace.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HexDumpTest {
    @Test
    void dump_takes_no_more_bytes_than_announced() {
        var dump = new HexDump(3);
        assertThat(dump.take("41 42 43 AB CD")).isTrue();
        assertThat(dump.isComplete()).isTrue();
        assertThat(dump.bytes()).isEqualTo(Bytes.hex("414243"));
    }

    @Test
    void dump_continues_after_sixteen_bytes() {
        var dump = new HexDump(17);
        assertThat(dump.take("00 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F 0123456789ABCDEF"))
                .isTrue();
        assertThat(dump.isComplete()).isFalse();
        assertThat(dump.take("10                                              ."))
                .isTrue();
        assertThat(dump.bytes()).isEqualTo(Bytes.hex("000102030405060708090A0B0C0D0E0F10"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "41 42", "41 4Z 43"})
    void line_that_lacks_bytes_is_refused(String line) {
        var dump = new HexDump(3);
        assertThat(dump.take(line)).isFalse();
        assertThat(dump.bytes()).isEqualTo(Bytes.EMPTY);
    }
}
