package dev.puce.bench;

import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.file.TraceFile;
import dev.puce.trace.redaction.Redaction;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// How many lines of a log does puce read in a second of CPU time? The aim is 500,000 lines or 200 MB on one core.
///
/// Each file is repeated until it has 40 MB, and read several times, without a view. Times are of the reading thread, so
/// that other programs count little.
///
///     java -cp 'bench/target/classes:bench/target/lib/*' dev.puce.bench.LogSpeed FILE...
public final class LogSpeed {
    private static final long BYTES = 40_000_000;
    private static final int ROUNDS = 3;

    private LogSpeed() {}

    /// Repeats a file.
    private static final class Repeated extends InputStream {
        private final byte[] content;
        private long left = BYTES;
        private int at;

        Repeated(byte[] content) {
            this.content = content;
        }

        @Override
        public int read(byte[] target, int from, int length) {
            if (at == content.length) {
                at = 0;
                if (left <= 0) {
                    return -1;
                }
            }
            int count = Math.min(length, content.length - at);
            System.arraycopy(content, at, target, from, count);
            at += count;
            left -= count;
            return count;
        }

        @Override
        public int read() {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int available() {
            return content.length - at;
        }
    }

    /// Counts calls.
    private static final class Count implements CallSink {
        private long calls;

        @Override
        public void accept(TracedCall call) {
            calls++;
        }

        @Override
        public void close() {}
    }

    /// Measures each file.
    public static void main(String[] files) throws IOException {
        System.out.printf("%-32s %-10s %12s %8s %10s%n", "file", "format", "lines/s", "MB/s", "calls/s");
        for (String name : files) {
            var file = Path.of(name);
            byte[] content = Files.readAllBytes(file);
            long lines = 0;
            for (byte each : content) {
                lines += each == '\n' ? 1 : 0;
            }
            double best = Double.MAX_VALUE;
            long calls = 0;
            String format = "";
            for (int round = 0; round < ROUNDS; round++) {
                var count = new Count();
                long before = cpuNanos();
                var options = new TraceFile.Options(Redaction.OFF, Optional.empty());
                try (var trace = TraceFile.of(new Repeated(content), name, options, (_, _) -> {})) {
                    format = trace.format().name();
                    trace.read(count);
                }
                best = Math.min(best, (cpuNanos() - before) / 1e9);
                calls = count.calls;
            }
            double times = Math.ceil((double) BYTES / content.length);
            System.out.printf(
                    "%-32s %-10s %,12.0f %8.0f %,10.0f%n",
                    file.getFileName(), format, times * lines / best, times * content.length / best / 1e6, calls / best);
        }
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
