package dev.puce.trace.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.pcsc.CallSink;
import dev.puce.testkit.Calls;
import dev.puce.trace.pcscspy.LogParser;
import dev.puce.trace.pcscspy.PcscSpyRenderer;
import dev.puce.trace.recording.RecordingBytes;
import dev.puce.trace.redaction.Redaction;
import dev.puce.trace.redaction.Redactor;
import dev.puce.trace.render.CallsRenderer;
import dev.puce.trace.render.Palette;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/// Reading any damaged file ends, and the worst result is a message.
final class DamagedInputTest {
    private static final String LOG = """
            7F01@>|1700000000|0|SCardConnect
            7F01@0x11111111
            7F01@Reader 00 00
            7F01@0x00000002
            7F01@0x00000003
            7F01@NULL
            7F01@0x00000000
            7F01@0x22222222
            7F01@0x00000002
            7F02@>|1700000000|5|SCardGetStatusChange
            7F01@<|1700000000|999|SCardConnect|0x00000000
            7F02@0x11111111
            7F02@0xFFFFFFFF
            7F02@0x00000001
            7F02@Reader 00 00
            7F02@0x00000000
            7F02@0x00000000
            7F02@0x00000000
            7F02@
            7F02@Reader 00 00
            7F02@0x00000000
            7F02@0x00010022
            7F02@0x00000006
            7F02@3B 81 80 01 80 80\s
            7F02@<|1700000000|1005|SCardGetStatusChange|Command successful.|0x00000000
            7F01@>|1700000001|0|SCardControl
            7F01@0x22222222
            7F01@0x42000D48
            7F01@0x00000000
            7F01@
            7F01@0x00000006
            7F01@12 04 42 33 00 12\s
            7F01@<|1700000001|7|SCardControl|0x00000000
            7F01@>|1700000001|8|SCardListReaders
            7F01@0x11111111
            7F01@(null)
            7F01@0x0000000E
            7F01@Reader 00 00
            7F01@
            7F01@<|1700000001|9|SCardListReaders|0x00000000
            """;

    private final long seed = RandomGenerator.getDefault().nextLong();
    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(seed);

    private byte[] damage(byte[] whole) {
        var bytes = Arrays.copyOf(whole, whole.length);
        int length = bytes.length;
        for (int times = random.nextInt(1, 6); times > 0; times--) {
            int at = random.nextInt(length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] = (byte) "\n@|<>0xF[]{}\",: ".charAt(random.nextInt(16));
                case 2 -> {
                    int cut = Math.min(length - at, random.nextInt(1, 40));
                    System.arraycopy(bytes, at + cut, bytes, at, length - at - cut);
                    length = Math.max(1, length - cut);
                }
                default -> length = Math.max(1, random.nextInt(8) == 0 ? at : length);
            }
        }
        return Arrays.copyOf(bytes, length);
    }

    @Test
    void a_log_is_shown_as_far_as_it_can_be_read() throws IOException {
        byte[] whole = LOG.getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 5000; round++) {
            byte[] damaged = damage(whole);
            try {
                var options = new PcscSpyRenderer.Options(Palette.NONE, random.nextBoolean(), true, false);
                try (var renderer =
                        new PcscSpyRenderer(OutputStream.nullOutputStream(), options, new Redactor(Redaction.FULL))) {
                    new LogParser(renderer, (line, what) -> {}).parse(new ByteArrayInputStream(damaged));
                }
                read(damaged);
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", log " + new String(damaged, StandardCharsets.UTF_8), e);
            }
        }
    }

    @Test
    void a_recording_is_read_as_far_as_it_can_be() throws IOException {
        byte[] whole = RecordingBytes.of(Calls.ofEveryFunction());
        for (int round = 0; round < 3000; round++) {
            byte[] damaged = damage(whole);
            try {
                read(damaged);
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", " + new String(damaged, StandardCharsets.UTF_8), e);
            }
        }
    }

    private static void read(byte[] file) {
        var options = new CallsRenderer.Options(Palette.NONE, false, false, false);
        try (var trace = TraceFile.of(
                        new ByteArrayInputStream(file),
                        "test",
                        TraceFile.Options.redacting(Redaction.FULL),
                        (line, what) -> {});
                CallSink sink = new CallsRenderer(OutputStream.nullOutputStream(), options)) {
            trace.read(sink);
        } catch (IOException e) {
            assertThat(e).hasMessageNotContaining("null"); // neither recording nor log any more, in words
        }
    }
}
