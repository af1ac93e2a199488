package dev.puce.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class AsyncOutputTest {
    @Test
    void everything_arrives_in_order() throws IOException {
        var random = RandomGenerator.getDefault();
        var expected = new ByteArrayOutputStream();
        var arrived = new ByteArrayOutputStream();
        try (var out = new AsyncOutput(arrived)) {
            for (int i = 0; i < 50; i++) {
                var bytes = new byte[random.nextInt(300_000)];
                random.nextBytes(bytes);
                int from = random.nextInt(bytes.length + 1);
                out.write(bytes, from, bytes.length - from);
                expected.write(bytes, from, bytes.length - from);
            }
            out.write('!');
            expected.write('!');
        }
        assertThat(arrived.toByteArray()).isEqualTo(expected.toByteArray());
    }

    @Test
    void flushing_waits_until_everything_is_there() throws IOException {
        var arrived = new ByteArrayOutputStream();
        try (var out = new AsyncOutput(arrived)) {
            out.write(new byte[1000]);
            out.flush();
            assertThat(arrived.size()).isEqualTo(1000);
        }
    }

    @Test
    void a_failure_is_reported_once() {
        var full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("no space left");
            }
        };
        var out = new AsyncOutput(full);
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 10; i++) {
                        out.write(new byte[100_000]);
                    }
                })
                .isInstanceOf(IOException.class)
                .hasMessage("no space left");
        // An exception that is thrown again while it is on its way would be its own suppressed one.
        assertThatCode(out::close).doesNotThrowAnyException();
    }
}
