package dev.puce.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/// Makes inputs from existing ones, as fuzzers do: changes bits, bytes and numbers, cuts, repeats, splices.
final class Mutator {
    private static final int[] NUMBERS = {0, 1, 7, 8, 16, 34, 128, 184, 264, 2944, 65548, 65549, -1, Integer.MIN_VALUE};
    private static final int MAX_LENGTH = 1 << 16;

    private final RandomGenerator random;
    private final List<byte[]> corpus;

    Mutator(RandomGenerator random, List<byte[]> corpus) {
        this.random = random;
        this.corpus = corpus;
    }

    byte[] next() {
        byte[] input = pick().clone();
        for (int count = 1 + random.nextInt(8); count > 0; count--) {
            input = mutate(input);
        }
        return input;
    }

    private byte[] pick() {
        return corpus.get(random.nextInt(corpus.size()));
    }

    private byte[] mutate(byte[] input) {
        if (input.length < 8) {
            return splice(input, pick());
        }
        int from = random.nextInt(input.length);
        int to = Math.min(input.length, from + 1 + random.nextInt(64));
        switch (random.nextInt(8)) {
            case 0 -> input[from] ^= (byte) (1 << random.nextInt(8));
            case 1 -> input[from] = (byte) random.nextInt();
            case 2 -> putNumber(input, Math.min(from, input.length - 4), NUMBERS[random.nextInt(NUMBERS.length)]);
            case 3 -> Arrays.fill(input, from, to, (byte) random.nextInt());
            case 4 -> {
                return concatenate(Arrays.copyOf(input, from), Arrays.copyOfRange(input, to, input.length));
            }
            case 5 -> {
                return concatenate(Arrays.copyOf(input, to), Arrays.copyOfRange(input, from, input.length));
            }
            case 6 -> {
                return Arrays.copyOf(input, from);
            }
            default -> {
                return splice(input, pick());
            }
        }
        return input;
    }

    private byte[] splice(byte[] first, byte[] second) {
        int end = random.nextInt(first.length + 1);
        int begin = random.nextInt(second.length + 1);
        return concatenate(Arrays.copyOf(first, end), Arrays.copyOfRange(second, begin, second.length));
    }

    private static byte[] concatenate(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, Math.min(MAX_LENGTH, first.length + second.length));
        int taken = Math.min(second.length, both.length - Math.min(first.length, both.length));
        System.arraycopy(second, 0, both, both.length - taken, taken);
        return both;
    }

    private static void putNumber(byte[] input, int at, int number) {
        for (int i = 0; i < 4; i++) {
            input[at + i] = (byte) (number >> (8 * i));
        }
    }
}
