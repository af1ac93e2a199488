import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Writes a long recording: the calls of a short one, again and again, with new numbers and times.
///
///     java MakeRecording.java SAMPLE CALLS FILE
final class MakeRecording {
    private static final Pattern NUMBERS = Pattern.compile("\"seq\":\\d+,\"start_us\":([0-9.]+)");

    private MakeRecording() {}

    public static void main(String... arguments) throws IOException {
        List<String> lines = Files.readAllLines(Path.of(arguments[0]));
        List<String> calls = lines.stream()
                .filter(line -> line.startsWith("{\"type\":\"call\",\"seq\""))
                .toList();
        long count = Long.parseLong(arguments[1]);
        try (BufferedWriter out = Files.newBufferedWriter(Path.of(arguments[2]))) {
            out.write(lines.getFirst() + "\n");
            for (long i = 0; i < count; i++) {
                double repetition = 10_000_000.0 * (i / calls.size()); // microseconds
                Matcher numbers = NUMBERS.matcher(calls.get((int) (i % calls.size())));
                long number = i + 1;
                out.write(numbers.replaceFirst(found -> "\"seq\":" + number + ",\"start_us\":"
                        + "%.3f".formatted(Double.parseDouble(found.group(1)) + repetition)));
                out.write('\n');
            }
        }
    }
}
