package dev.puce.system;

import dev.puce.it.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The resources of a process, as the kernel and its JVM report them.
///
/// @param residentKilobytes memory in RAM, including shared libraries
/// @param sockets           open sockets
/// @param relayThreads      threads that relay a connection
record ProcessMemory(long residentKilobytes, int sockets, int relayThreads) {
    private static final Pattern HEAP_USED = Pattern.compile("(?:DefNew|Tenured)\\s+total \\d+K, used (\\d+)K");

    /// Measures a process.
    static ProcessMemory of(long pid) throws IOException {
        var process = Path.of("/proc", Long.toString(pid));
        return new ProcessMemory(resident(process), sockets(process), relayThreads(process));
    }

    private static long resident(Path process) throws IOException {
        try (var lines = Files.lines(process.resolve("smaps_rollup"))) {
            return lines.filter(line -> line.startsWith("Rss:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static int sockets(Path process) throws IOException {
        int sockets = 0;
        try (var links = Files.newDirectoryStream(process.resolve("fd"))) {
            for (var link : links) {
                if (Files.isSymbolicLink(link)
                        && Files.readSymbolicLink(link).toString().startsWith("socket:")) {
                    sockets++;
                }
            }
        } catch (NoSuchFileException closedMeanwhile) {
            return sockets(process);
        }
        return sockets;
    }

    private static int relayThreads(Path process) throws IOException {
        int threads = 0;
        try (var tasks = Files.newDirectoryStream(process.resolve("task"))) {
            for (var task : tasks) {
                threads += name(task).startsWith("puce relay") ? 1 : 0;
            }
        }
        return threads;
    }

    private static String name(Path task) {
        try {
            return Files.readString(task.resolve("comm"));
        } catch (IOException ended) {
            return "";
        }
    }

    /// Bytes of the heap that are in use after a collection, of a JVM with the serial collector.
    static long liveHeap(long pid) throws IOException {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        CommandResult.command(Map.of(), List.of(jcmd, Long.toString(pid), "GC.run"));
        var heap = CommandResult.command(Map.of(), List.of(jcmd, Long.toString(pid), "GC.heap_info"));
        long kilobytes = HEAP_USED
                .matcher(heap.out())
                .results()
                .mapToLong(used -> Long.parseLong(used.group(1)))
                .sum();
        if (kilobytes == 0) {
            throw new IOException("the output of jcmd does not mention the heap: " + heap);
        }
        return kilobytes * 1024;
    }
}
