package dev.puce.atr.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class LineCacheTest {
    private final LineCache cache = new LineCache();
    private final LineScanner scanner = new LineScanner();
    private final Map<String, Long> found = new HashMap<>();

    private byte[] scan(String line) {
        byte[] block = (line + "\n" + "x".repeat(LineScanner.STEP)).getBytes(StandardCharsets.ISO_8859_1);
        scanner.scan(block, 0);
        return block;
    }

    private void count(String line) {
        byte[] block = scan(line);
        if (!cache.countRepeat(block, scanner)) {
            found.merge(line, 1L, Long::sum);
            cache.put(block, scanner, this::repeat);
        }
    }

    private void repeat(byte[] text, int length, long times) {
        found.merge(new String(text, 0, length, StandardCharsets.ISO_8859_1), times, Long::sum);
    }

    @Test
    void first_occurrences_and_repeats_are_the_correct_counts_despite_evictions() {
        long seed = 16_384;
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        Map<String, Long> expected = new HashMap<>();
        for (int i = 0; i < 300_000; i++) {
            // More lines than places; some are much more frequent than others.
            int kind = (int) Math.abs(random.nextGaussian() * 20_000);
            String repeated = Integer.toHexString(kind * 0x9E3779B1).repeat(1 + kind % 12);
            String line = repeated.substring(0, Math.min(LineCache.MAX_LENGTH, repeated.length()));
            expected.merge(line, 1L, Long::sum);
            count(line);
        }
        cache.flush(this::repeat);

        assertThat(found).as("seed %d", seed).isEqualTo(expected);
    }

    @Test
    void lines_with_the_same_hash_are_distinguished() {
        byte[] first = scan("3B00");
        long hash = scanner.hash;
        cache.put(first, scanner, this::repeat);

        byte[] other = scan("3B01");
        scanner.hash = hash;

        assertThat(cache.countRepeat(other, scanner)).isFalse();
    }

    @Test
    void trailing_zeros_are_part_of_the_line() {
        count("3B00");
        assertThat(cache.countRepeat(scan("3B00\0"), scanner)).isFalse();
        assertThat(cache.countRepeat(scan(""), scanner)).isFalse();
        assertThat(cache.countRepeat(scan("3B00"), scanner)).isTrue();
    }
}
