package dev.puce.it.soak;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.StringJoiner;

/// What a process holds at one moment.
///
/// @param heap     bytes in use on the Java heap after a collection
/// @param resident bytes of memory in the machine (`VmRSS`): heap, native memory, libraries
/// @param files    open file descriptors
/// @param threads  threads, the JVM's own included
record Vitals(long heap, long resident, int files, int threads) {
    /// Of this process. Collects garbage first.
    static Vitals now() throws IOException {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        var heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        return new Vitals(heap.getUsed(), residentNow(), entries("/proc/self/fd"), entries("/proc/self/task"));
    }

    private static int entries(String folder) {
        return Objects.requireNonNull(new File(folder).list(), folder).length;
    }

    private static long residentNow() throws IOException {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            String line =
                    lines.filter(it -> it.startsWith("VmRSS:")).findFirst().orElseThrow();
            return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
        }
    }

    /// As one line that [#parse] reads.
    @Override
    public String toString() {
        return new StringJoiner(" ")
                .add(Long.toString(heap))
                .add(Long.toString(resident))
                .add(Integer.toString(files))
                .add(Integer.toString(threads))
                .toString();
    }

    static Vitals parse(String line) {
        String[] numbers = line.split(" ", -1);
        return new Vitals(
                Long.parseLong(numbers[0]),
                Long.parseLong(numbers[1]),
                Integer.parseInt(numbers[2]),
                Integer.parseInt(numbers[3]));
    }
}
