package dev.puce.system.soak;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.StringJoiner;

/// The resources of a process at one moment.
///
/// @param heap     bytes in use on the Java heap after a collection
/// @param resident bytes of memory in the machine (`VmRSS`): heap, native memory, libraries
/// @param files    open file descriptors, except for those of the class path, which the JVM opens on demand
/// @param threads  Java's threads, except for compiler threads and carriers of virtual threads
record ProcessFigures(long heap, long resident, int files, int threads) {
    /// Collects garbage, and measures this process.
    static ProcessFigures now() throws IOException {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        var heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        return new ProcessFigures(heap.getUsed(), residentNow(), openFiles(), liveThreads());
    }

    private static int openFiles() throws IOException {
        int count = 0;
        try (var descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors) {
                count += isArchive(descriptor) ? 0 : 1;
            }
        }
        return count;
    }

    private static boolean isArchive(Path descriptor) throws IOException {
        try {
            return Files.readSymbolicLink(descriptor).toString().endsWith(".jar");
        } catch (NoSuchFileException closedMeanwhile) {
            return false;
        }
    }

    private static int liveThreads() {
        return (int) Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !isCarrier(thread))
                .count();
    }

    private static boolean isCarrier(Thread thread) {
        ThreadGroup group = thread.getThreadGroup();
        return group != null && group.getName().equals("CarrierThreads");
    }

    private static long residentNow() throws IOException {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            String line =
                    lines.filter(it -> it.startsWith("VmRSS:")).findFirst().orElseThrow();
            return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
        }
    }

    /// Returns one line that [#parse] reads.
    @Override
    public String toString() {
        return new StringJoiner(" ")
                .add(Long.toString(heap))
                .add(Long.toString(resident))
                .add(Integer.toString(files))
                .add(Integer.toString(threads))
                .toString();
    }

    static ProcessFigures parse(String line) {
        String[] numbers = line.split(" ", -1);
        return new ProcessFigures(
                Long.parseLong(numbers[0]),
                Long.parseLong(numbers[1]),
                Integer.parseInt(numbers[2]),
                Integer.parseInt(numbers[3]));
    }
}
