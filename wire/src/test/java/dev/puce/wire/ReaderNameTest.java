package dev.puce.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.puce.iso7816.Bytes;
import java.nio.ByteBuffer;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class ReaderNameTest {
    @Test
    void names_are_utf_8_and_end_at_the_first_nul() {
        assertThat(read("4C C3 A4 73 65 72 00 78")).isEqualTo("Läser");
    }

    @Test
    void bytes_that_are_not_utf_8_are_restored() {
        assertThat(read("4C E4 73 65 72")).isEqualTo("L\uEFE4ser");
        assertThat(written("L\uEFE4ser")).isEqualTo(field("4C E4 73 65 72"));
    }

    @Test
    void random_names_are_restored() {
        long seed = System.nanoTime();
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int i = 0; i < 1000; i++) {
            var field = new byte[ReaderName.SIZE];
            int length = random.nextInt(ReaderName.SIZE + 1);
            for (int k = 0; k < length; k++) {
                field[k] = (byte) (random.nextInt(255) + 1);
            }
            assertThat(written(ReaderName.read(ByteBuffer.wrap(field))))
                    .as("seed %d", seed)
                    .isEqualTo(Bytes.of(field));
        }
    }

    @Test
    void encoder_rejects_names_of_more_than_128_bytes() {
        assertThatThrownBy(() -> written("x".repeat(129)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has 129 bytes, but the protocol allows at most 128");
    }

    private static String read(String hex) {
        return ReaderName.read(field(hex).asBuffer());
    }

    private static Bytes written(String name) {
        var out = ByteBuffer.allocate(ReaderName.SIZE);
        ReaderName.write(out, name);
        return Bytes.from(out.flip());
    }

    private static Bytes field(String hex) {
        var field = new byte[ReaderName.SIZE];
        Bytes.hex(hex).copyTo(field, 0);
        return Bytes.of(field);
    }
}
