package dev.puce.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LineReaderTest {
    private static LineReader reader(String text) {
        return new LineReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static List<String> lines(LineReader reader) throws IOException {
        var lines = new ArrayList<String>();
        while (reader.next()) {
            lines.add(new String(
                    reader.buffer(), reader.start(), reader.end() - reader.start(), StandardCharsets.ISO_8859_1));
            assertThat(reader.number()).isEqualTo(lines.size());
        }
        return lines;
    }

    @Test
    void finds_line_feeds_at_every_place_and_nothing_else() throws IOException {
        // Bytes that differ from a line feed in one bit, and those around it, are not line feeds.
        String others = "\13\t\0\10\2\32*J\212\1\377";
        var expected = IntStream.range(0, 60)
                .mapToObj(length -> others.repeat(6).substring(0, length))
                .toList();
        assertThat(lines(reader(String.join("\n", expected) + "\n"))).isEqualTo(expected);
    }

    @Test
    void a_line_may_come_in_pieces_and_be_longer_than_the_buffer() throws IOException {
        var expected = List.of("a", "b".repeat(300_000), "", "c".repeat(200_000), "d");
        byte[] bytes = String.join("\n", expected).getBytes(StandardCharsets.ISO_8859_1);
        var pieces = new InputStream() {
            private int at;

            @Override
            public int read() {
                throw new AssertionError("byte by byte");
            }

            @Override
            public int read(byte[] target, int from, int length) {
                int count = Math.min(Math.min(length, 1 + at % 7919), bytes.length - at);
                System.arraycopy(bytes, at, target, from, count);
                at += count;
                return count == 0 ? -1 : count;
            }
        };
        assertThat(lines(new LineReader(pieces))).isEqualTo(expected);
    }

    @Test
    void tells_a_last_line_without_its_end() throws IOException {
        var reader = reader("a\nb");
        assertThat(reader.next()).isTrue();
        assertThat(reader.isComplete()).isTrue();
        assertThat(reader.next()).isTrue();
        assertThat(reader.isComplete()).isFalse();
        assertThat(reader.next()).isFalse();
    }

    @Test
    void cuts_a_line_that_is_too_long() throws IOException {
        var reader = reader("x".repeat(LineReader.MAX_LINE * 2) + "its end\nnext\n");
        assertThat(reader.next()).isTrue();
        assertThat(new String(
                        reader.buffer(), reader.start(), reader.end() - reader.start(), StandardCharsets.ISO_8859_1))
                .as("its begin, without its end")
                .matches("x+");
        assertThat(reader.isCut()).isTrue();
        assertThat(reader.isComplete()).isFalse();
        assertThat(reader.next()).isTrue();
        assertThat(reader.end() - reader.start()).isEqualTo("next".length());
        assertThat(reader.isComplete()).isTrue();
    }
}
