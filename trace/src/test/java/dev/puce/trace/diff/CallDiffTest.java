package dev.puce.trace.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.pcsc.TracedCall;
import dev.puce.testkit.Calls;
import dev.puce.trace.render.Palette;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

final class CallDiffTest {
    private static CallDiff diff(List<TracedCall> left, List<TracedCall> right) {
        var l = new CallSequence();
        var r = new CallSequence();
        left.forEach(l::accept);
        right.forEach(r::accept);
        return new CallDiff(l, r);
    }

    private static String print(CallDiff diff) {
        var text = new StringBuilder();
        diff.print(text, Palette.NONE);
        return text.toString();
    }

    @Test
    void equal_executions_have_no_difference() {
        var calls = Calls.ofEveryFunction();
        var diff = diff(calls, calls);
        assertThat(diff.isEmpty()).isTrue();
        assertThat(print(diff)).endsWith(calls.size() + " calls, no difference\n");
    }

    @Test
    void shows_what_only_one_side_has_and_two_calls_around() {
        var left = new ArrayList<TracedCall>();
        for (int i = 1; i <= 9; i++) {
            left.add(Calls.transmit(i, "00B0000%d10".formatted(i), "9000"));
        }
        var right = new ArrayList<>(left);
        right.set(4, Calls.transmit(5, "00B0000510", "6B00"));
        var diff = diff(left, right);
        assertThat(diff.isEmpty()).isFalse();
        assertThat(print(diff)
                        .lines()
                        .map(line ->
                                line.substring(0, Math.min(10, line.length())).strip()))
                .containsExactly(
                        "... 2 eq",
                        "3 RE",
                        "4 RE",
                        "-     5 RE",
                        "00",
                        "+     5 RE",
                        "00",
                        "6 RE",
                        "7 RE",
                        "... 2 eq",
                        "8 calls ar");
    }

    @Test
    void names_objects_of_the_selected_application() {
        var select = Calls.transmit(1, "00A404000BA000000308000010000100", "9000");
        var left = List.of(select, Calls.transmit(2, "00200080", "63C3"));
        var right = List.of(select, Calls.transmit(2, "00200080", "63C2"));
        assertThat(print(diff(left, right)))
                .contains("- ", "VERIFY PIV PIN, state → 63C3 3 tries left\n        00 20 00 80 > 63 C3\n")
                .contains("+ ", "VERIFY PIV PIN, state → 63C2 2 tries left\n        00 20 00 80 > 63 C2\n");
    }

    @Test
    void json_has_a_line_for_each_piece() throws IOException {
        var left = List.of(
                Calls.transmit(1, "00B0000110", "9000"),
                Calls.transmit(2, "00B0000210", "9000"),
                Calls.transmit(3, "00B0000310", "9000"));
        var right = List.of(
                Calls.transmit(11, "00B0000110", "9000"),
                Calls.transmit(12, "00B0000210", "6B00"),
                Calls.transmit(13, "00B0000310", "9000"),
                Calls.transmit(14, "00B0000410", "9000"));
        var lines = json(diff(left, right)).lines().toList();
        assertThat(lines).hasSize(5);
        assertThat(lines.get(0)).isEqualTo("{\"piece\":\"equal\",\"count\":1,\"left_seq\":1,\"right_seq\":11}");
        assertThat(lines.get(1))
                .startsWith("{\"piece\":\"left\",\"count\":1,\"calls\":[{\"seq\":2,\"text\":\"READ BINARY ")
                .contains("9000");
        assertThat(lines.get(2))
                .startsWith("{\"piece\":\"right\",\"count\":1,\"calls\":[{\"seq\":12,\"text\":\"READ BINARY ")
                .contains("6B00");
        assertThat(lines.get(3)).isEqualTo("{\"piece\":\"equal\",\"count\":1,\"left_seq\":3,\"right_seq\":13}");
        assertThat(lines.get(4)).startsWith("{\"piece\":\"right\",\"count\":1,\"calls\":[{\"seq\":14,");
    }

    private static String json(CallDiff diff) throws IOException {
        var bytes = new ByteArrayOutputStream();
        diff.writeJson(bytes);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /// Random sequences: parts that are called equal are equal, and each side is covered once.
    @Test
    void stretches_cover_both_sides() {
        long seed = RandomGenerator.getDefault().nextLong();
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int round = 0; round < 3000; round++) {
            int[] left = random.ints(random.nextInt(12), 0, 4).toArray();
            int[] right = random.ints(random.nextInt(12), 0, 4).toArray();
            int l = 0;
            int r = 0;
            int different = 0;
            for (var stretch : SequenceDiff.of(left, right)) {
                assertThat(stretch.leftFrom()).as("seed %d", seed).isEqualTo(l);
                assertThat(stretch.rightFrom()).as("seed %d", seed).isEqualTo(r);
                for (int i = 0; stretch.equal() && i < stretch.leftTo() - stretch.leftFrom(); i++) {
                    assertThat(left[l + i]).as("seed %d", seed).isEqualTo(right[r + i]);
                }
                if (!stretch.equal()) {
                    different += stretch.leftTo() - l + stretch.rightTo() - r;
                }
                l = stretch.leftTo();
                r = stretch.rightTo();
            }
            assertThat(l).isEqualTo(left.length);
            assertThat(r).isEqualTo(right.length);
            assertThat(different).as("seed %d", seed).isEqualTo(left.length + right.length - 2 * common(left, right));
        }
    }

    /// Length of the longest common subsequence, the slow way.
    private static int common(int[] left, int[] right) {
        int[][] best = new int[left.length + 1][right.length + 1];
        for (int i = 1; i <= left.length; i++) {
            for (int j = 1; j <= right.length; j++) {
                best[i][j] =
                        left[i - 1] == right[j - 1] ? best[i - 1][j - 1] + 1 : Math.max(best[i - 1][j], best[i][j - 1]);
            }
        }
        return best[left.length][right.length];
    }
}
