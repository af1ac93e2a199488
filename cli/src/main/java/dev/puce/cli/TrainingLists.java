package dev.puce.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Lists of made-up ATRs for the training: long enough that the loops which count big lists become hot, so that
/// the AOT cache has their profiles (JEP 515) and the JVM compiles them for good as soon as they run.
final class TrainingLists {
    private static final int KINDS = 1000;
    private static final RandomGenerator RANDOM =
            RandomGeneratorFactory.of("L64X128MixRandom").create(515);

    private TrainingLists() {}

    /// Like what readers saw: few ATRs of all usual lengths, which come again and again; with lines of other kinds.
    static void writeRepeated(Path file, int lines) throws IOException {
        var kinds = new String[KINDS];
        for (int i = 0; i < KINDS; i++) {
            kinds[i] = atr();
        }
        var text = new StringBuilder("# ATRs\n\n3B .. 95 [0-7]1\n\ta description\nno ATR\n");
        for (int i = 0; i < lines; i++) {
            text.append(kinds[RANDOM.nextInt(KINDS)]).append('\n');
        }
        Files.writeString(file, text, StandardCharsets.US_ASCII);
    }

    /// Every line another ATR, some with a count.
    static void writeDifferent(Path file, int lines) throws IOException {
        var text = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            text.append(atr()).append(i % 8 == 0 ? "\t" + i : "").append('\n');
        }
        Files.writeString(file, text, StandardCharsets.US_ASCII);
    }

    /// With as many interface and historical bytes as T0 says.
    private static String atr() {
        int presence = RANDOM.nextInt(8);
        int historicalBytes = RANDOM.nextInt(16);
        var text = new StringBuilder("3B %X%X".formatted(presence | 8, historicalBytes));
        appendBytes(text, Integer.bitCount(presence));
        text.append(" 31 FE 45"); // TD1: T=1 with TA2 and TB2
        appendBytes(text, historicalBytes);
        return text.append(" 00").toString();
    }

    private static void appendBytes(StringBuilder text, int count) {
        for (int i = 0; i < count; i++) {
            text.append(" %02X".formatted(RANDOM.nextInt(256)));
        }
    }
}
