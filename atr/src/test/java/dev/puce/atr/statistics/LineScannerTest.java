package dev.puce.atr.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LineScannerTest {
    private final LineScanner scanner = new LineScanner();

    /// Surrounds the line with bytes that are arithmetically close to a newline (0A): 0B, in octal 13.
    private static byte[] block(int before, String line) {
        String text = "\13".repeat(before) + line + "\n" + "\n\13\t\0\n".repeat(8);
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void scan_finds_the_newline_of_lines_of_every_length() {
        for (int length = 0; length < 200; length++) {
            for (int before = 0; before < 9; before++) {
                scanner.scan(block(before, "\13".repeat(length)), before);

                assertThat(scanner.end).isEqualTo(before + length);
                assertThat(scanner.start).isEqualTo(before);
            }
        }
    }

    @Test
    void hash_depends_on_every_byte_of_the_line_and_on_no_other() {
        for (int length = 1; length < 100; length++) {
            String line = "3".repeat(length);
            Set<Long> hashes = new HashSet<>();
            for (int changed = -1; changed < length; changed++) {
                var text = new StringBuilder(line);
                if (changed >= 0) {
                    text.setCharAt(changed, '4');
                }
                scanner.scan(block(changed & 7, text.toString()), changed & 7);
                hashes.add(scanner.hash);
                byte[] otherBehind = block(changed & 7, text + "\nxyz" + changed);
                long hash = scanner.hash;
                scanner.scan(otherBehind, changed & 7);
                assertThat(scanner.hash).isEqualTo(hash);
            }
            assertThat(hashes).hasSize(length + 1);
        }
    }
}
