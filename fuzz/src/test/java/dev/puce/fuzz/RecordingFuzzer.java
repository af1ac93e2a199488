package dev.puce.fuzz;

import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.ProblemListener;
import dev.puce.trace.recording.RecordingReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Any bytes as a recording: lines that cannot be read are reported. Only input that is not a recording is
/// refused, with an IOException. A line in the form in which puce writes it is read as it is in any other form.
public final class RecordingFuzzer {
    private RecordingFuzzer() {}

    /// Entry point of Jazzer.
    public static void fuzzerTestOneInput(byte[] input) {
        Allocation.check(input.length, () -> read(input, new DiscardedCalls(), (_, _) -> {}));
        var seen = seen(input);
        var seenAsJson = seen(withSpaces(input));
        if (!seen.equals(seenAsJson)) {
            throw new AssertionError("read as lines: " + seen + ", and as JSON: " + seenAsJson);
        }
    }

    private static void read(byte[] input, CallSink calls, ProblemListener problems) {
        try (calls) {
            new RecordingReader(new ByteArrayInputStream(input), problems).read(calls);
        } catch (IOException _) {
            // Not a recording, or one of a newer version: puce reports that to the user.
        }
    }

    /// The calls, and the problems with their lines.
    private static List<Object> seen(byte[] input) {
        var seen = new ArrayList<>();
        var calls = new CallSink() {
            @Override
            public void accept(TracedCall call) {
                seen.add(call);
            }

            @Override
            public void close() {}
        };
        read(input, calls, (line, what) -> seen.add(line + ": " + what));
        return seen;
    }

    /// The same with a space at the start of each object on its own line: puce does not write that.
    private static byte[] withSpaces(byte[] input) {
        var out = new ByteArrayOutputStream();
        for (int i = 0; i < input.length; i++) {
            out.write(input[i]);
            if (input[i] == '{' && (i == 0 || input[i - 1] == '\n')) {
                out.write(' ');
            }
        }
        return out.toByteArray();
    }
}
