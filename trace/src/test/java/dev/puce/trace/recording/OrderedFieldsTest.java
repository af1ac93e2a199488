package dev.puce.trace.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.puce.pcsc.TracedCall;
import dev.puce.testkit.CallList;
import dev.puce.testkit.Calls;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/// Lines are read from their bytes, or as JSON; the result is the same.
final class OrderedFieldsTest {
    private static final String TRANSMIT = """
            {"type":"call","seq":1,"start_us":1000,"duration_us":400.125,"program":"a","pid":1,"connection":1,\
            "call":"SCardTransmit","args":{"card":"0x12345678","sendPci":{"protocol":"SCARD_PROTOCOL_T1","length":16},\
            "sendBuffer":"00A4040000","recvLength":258},"results":{"recvPci":{"protocol":"SCARD_PROTOCOL_T1",\
            "length":16},"recvBuffer":"6A82"},"code":"SCARD_S_SUCCESS"}""";

    private static TracedCall readInOrder(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        return new OrderedFields().line(bytes, 0, bytes.length, new CallReader()::call);
    }

    /// The result of reading a recording: calls, then problems with the numbers of their lines.
    private static List<Object> read(byte[] recording) {
        var calls = new CallList();
        var problems = new ArrayList<>();
        try {
            new RecordingReader(new ByteArrayInputStream(recording), (line, what) -> problems.add(line + ": " + what))
                    .read(calls);
        } catch (IOException e) {
            problems.add(e.getMessage());
        }
        return List.of(calls.calls(), problems);
    }

    /// The same recording with a space at the start of each object, which no line in the form of the writer has.
    private static byte[] outOfOrder(byte[] recording) {
        var out = new ByteArrayOutputStream();
        for (int i = 0; i < recording.length; i++) {
            out.write(recording[i]);
            if (recording[i] == '{' && (i == 0 || recording[i - 1] == '\n')) {
                out.write(' ');
            }
        }
        return out.toByteArray();
    }

    @Test
    void reads_whatever_the_writer_writes_in_ascii() throws IOException {
        var calls = Calls.ofEveryFunction();
        var lines = new String(RecordingBytes.of(calls), StandardCharsets.UTF_8)
                .lines()
                .toList();
        for (int i = 0; i < calls.size(); i++) {
            String ascii = lines.get(i + 1).replace("\\\"", "'").replace("é", "e");
            // Of the caller, only the first line tells all.
            assertThat(readInOrder(ascii).call().function())
                    .isEqualTo(calls.get(i).call().function());
        }
    }

    @Test
    void leaves_other_lines_to_the_reader_of_json() {
        assertThat(readInOrder(TRANSMIT).startNanos()).isEqualTo(1_000_000);
        var others = List.of(
                " " + TRANSMIT,
                TRANSMIT + " ",
                TRANSMIT + "}",
                TRANSMIT.substring(0, TRANSMIT.length() - 1),
                TRANSMIT.replace("\"pid\":1,", "").replace("\"program\"", "\"pid\":1,\"program\""),
                TRANSMIT.replace("\"a\"", "\"\\u0061\""),
                TRANSMIT.replace("\"a\"", "\"é\""),
                TRANSMIT.replace("\"a\"", "\"\t\""),
                TRANSMIT.replace("\"pid\"", "\"new\":[1],\"pid\""),
                TRANSMIT.replace("\"pid\":1", "\"pid\":1e3"),
                TRANSMIT.replace("\"pid\":1", "\"pid\":01"),
                TRANSMIT.replace("\"pid\":1", "\"pid\":4294967296"),
                TRANSMIT.replace("400.125", "400.12"),
                TRANSMIT.replace("\"6A82\"", "\"6a 82\""),
                TRANSMIT.replace("0x12345678", "0x12345678123456789"),
                TRANSMIT.replace("\"sendBuffer\"", "\"card\":\"0x00000001\",\"sendBuffer\""),
                TRANSMIT.replace("\"type\":\"call\"", "\"type\":\"incident\""));
        for (String line : others) {
            assertThatThrownBy(() -> readInOrder(line)).as(line).isInstanceOf(OrderedFields.OutOfOrderException.class);
        }
    }

    @Test
    void a_recording_reads_the_same_in_any_form() throws IOException {
        var recording = RecordingBytes.of(Calls.ofEveryFunction());
        assertThat(read(outOfOrder(recording)))
                .isEqualTo(read(recording))
                .isEqualTo(List.of(Calls.ofEveryFunction(), List.of()));
    }

    @Test
    void a_damaged_recording_reads_the_same_in_any_form() throws IOException {
        long seed = RandomGenerator.getDefault().nextLong();
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        byte[] whole = RecordingBytes.of(Calls.ofEveryFunction());
        for (int round = 0; round < 3000; round++) {
            var damaged = Arrays.copyOf(whole, random.nextInt(16) == 0 ? random.nextInt(whole.length) : whole.length);
            for (int times = random.nextInt(1, 12); times > 0 && damaged.length > 0; times--) {
                damaged[random.nextInt(damaged.length)] =
                        (byte) "\n{}[]\",:.0123456789abcdefxABCDEF-e\\ é\t".charAt(random.nextInt(36));
            }
            assertThat(read(outOfOrder(damaged)))
                    .as("seed %d, %s", seed, new String(damaged, StandardCharsets.UTF_8))
                    .isEqualTo(read(damaged));
        }
    }
}
