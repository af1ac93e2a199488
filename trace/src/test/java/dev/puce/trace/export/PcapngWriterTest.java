package dev.puce.trace.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.redaction.Redaction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PcapngWriterTest {
    private final ByteArrayOutputStream file = new ByteArrayOutputStream();

    @ParameterizedTest
    @ValueSource(strings = {"9999-01-01T00:00:00Z", "1969-12-31T23:59:59Z"})
    void times_outside_the_format_are_reported(String start) {
        var header = RecordingHeader.of("relay", Instant.parse(start), Redaction.FULL);
        assertThatIOException()
                .isThrownBy(() -> new PcapngWriter(file, header).close())
                .withMessageContaining(start)
                .withMessageContaining("from 1970 to 2262");
    }

    @ParameterizedTest
    @ValueSource(ints = {59_999, 60_000, 60_001, 65_535, 65_536, 1_000_000})
    void a_name_that_is_too_long_is_cut_and_the_block_whole(int length) throws IOException {
        new PcapngBlocks(file).networkInterface("a" + "\u00e9".repeat(length / 2), "description");
        var block = ByteBuffer.wrap(file.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
        block.position(4);
        assertThat(block.getInt()).as("length of the block").isEqualTo(file.size());
        block.position(16);
        assertThat(option(block)).matches("a\u00e9+");
        assertThat(option(block)).isEqualTo("description");
    }

    @Test
    void a_name_that_fits_stays() throws IOException {
        new PcapngBlocks(file).networkInterface("Reader", "");
        var block = ByteBuffer.wrap(file.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
        block.position(16);
        assertThat(option(block)).isEqualTo("Reader");
    }

    private static String option(ByteBuffer block) {
        block.getShort();
        var value = new byte[block.getShort() & 0xFFFF];
        block.get(value);
        block.position((block.position() + 3) / 4 * 4);
        return new String(value, StandardCharsets.UTF_8);
    }
}
