package dev.puce.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.it.CommandResult;
import dev.puce.service.PcscService;
import dev.puce.service.ServiceOptions;
import dev.puce.service.card.EchoCard;
import dev.puce.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The PC/SC calls of a machine's day, at high speed (`clients/day.c`). The recording contains every call of every
/// connection through all rotations, and puce's memory does not grow.
///
/// The build plays a hundredth of the day. These options play all of it, with the JVM options of the launcher:
/// `-Dpuce.soak.day=1 -Dpuce.soak.seconds=400 -Dpuce.launcher=$PWD/puce`.
@Timeout(1800)
class SpyDayTest {
    private static final double SHARE = Double.parseDouble(System.getProperty("puce.soak.day", "0.01"));
    private static final int SECONDS = Integer.getInteger("puce.soak.seconds", 0);
    private static final boolean IS_LONG = SECONDS >= 60;
    private static final int PROGRAMS_AT_ONCE = 40;
    private static final Pattern WHO = Pattern.compile("\"pid\":(\\d+).*?\"connection\":(\\d+)");

    @TempDir
    private Path folder;

    private final List<Long> resident = new ArrayList<>();

    @Test
    void recording_contains_every_call_of_a_day_and_memory_does_not_grow() throws Exception {
        Privileges.requireRoot("read the memory of puce spy, which is not dumpable");
        var options = ServiceOptions.USUAL.withMaxClients(250).withMaxHandles(250, 250);
        try (var service = PcscService.start(options)) {
            service.addReader("Desk").insert(new EchoCard());
            service.addReader("Browser").insert(new EchoCard());
            var spy = spy(service.socket());
            try {
                Await.until("it listens", () -> Files.exists(relay()));
                play(spy.pid()); // the launcher becomes the JVM
                spy.destroy();
                assertThat(spy.waitFor(2, TimeUnit.MINUTES)).as("it ends").isTrue();
                assertThat(spy.exitValue()).isZero();
            } finally {
                spy.destroyForcibly().waitFor();
            }
        }
        assertThat(recorded()).isEqualTo(counted());
        assertThat(incidents()).isEmpty();
    }

    /// Plays the day and measures puce meanwhile.
    private void play(long pid) throws Exception {
        ProcessMemory.liveHeap(pid); // the JVM's socket for such questions stays open
        var before = ProcessMemory.of(pid);
        var heap = new ArrayList<Long>();
        var day = day();
        long begin = System.nanoTime();
        long everyMillis = Math.max(100, SECONDS * 1000L / 300);
        while (!day.waitFor(everyMillis, TimeUnit.MILLISECONDS)) {
            resident.add(ProcessMemory.of(pid).residentKilobytes());
            double passed = (System.nanoTime() - begin) / 1e9;
            if (IS_LONG && passed > SECONDS * (heap.size() + 1) / 3.0) {
                heap.add(ProcessMemory.liveHeap(pid));
            }
        }
        assertThat(day.exitValue())
                .as(Files.readString(folder.resolve("errors")))
                .isZero();
        Await.until("threads end", () -> ProcessMemory.of(pid).relayThreads() == 0);
        Await.until("sockets are closed", () -> ProcessMemory.of(pid).sockets() <= before.sockets());
        heap.add(ProcessMemory.liveHeap(pid));
        report(heap, (System.nanoTime() - begin) / 1e9);
        assertThat(heap).allSatisfy(bytes -> assertThat(bytes).as("live heap").isLessThan(40L << 20));
        if (IS_LONG) {
            assertThat(median(2))
                    .as("memory in the last third, beside the second: %s", resident)
                    .isLessThan(median(1) * 1.05);
            assertThat(heap.getLast())
                    .as("live heap at the end, beside the second third: %s", heap)
                    .isLessThan(heap.get(1) + (1 << 20));
        }
    }

    private void report(List<Long> heap, double seconds) throws IOException {
        var counted = counted();
        System.out.printf(
                "a day of %d calls on %d connections in %.0f s; resident MB by thirds: %d %d %d, at most %d; live heap: %s%n",
                counted.stream().mapToLong(Who::calls).sum(),
                counted.size(),
                seconds,
                (long) median(0) / 1024,
                (long) median(1) / 1024,
                (long) median(2) / 1024,
                resident.stream().mapToLong(Long::longValue).max().orElse(0) / 1024,
                heap);
    }

    /// The median of a third of the measurements, in kilobytes.
    private double median(int third) {
        int size = resident.size() / 3;
        var sorted = resident.subList(third * size, third * size + size).stream()
                .sorted()
                .toList();
        return sorted.isEmpty() ? 0 : sorted.get(size / 2);
    }

    private Path relay() {
        return folder.resolve("relay");
    }

    private Process spy(Path daemon) throws IOException {
        String[] arguments = {
            "spy",
            "--daemon-socket",
            daemon.toString(),
            "--listen",
            relay().toString(),
            "-o",
            Files.createDirectory(folder.resolve("recording")).resolve("day").toString(),
            "--rotate",
            IS_LONG ? "20M,1min" : "1M",
            "--keep",
            "100000"
        };
        var command = CommandResult.puceCommand(arguments);
        var launcher = System.getProperty("puce.launcher");
        if (launcher == null) {
            command.add(1, "-Xmx64m");
        } else {
            command = new ArrayList<>(List.of(arguments));
            command.addFirst(launcher);
        }
        return new ProcessBuilder(command)
                .redirectError(folder.resolve("view").toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private Process day() throws IOException {
        var program = CompiledClient.into(folder, "day.c", "-lm");
        var builder = new ProcessBuilder(
                        program.toString(),
                        Double.toString(SHARE),
                        Integer.toString(SECONDS),
                        Integer.toString(PROGRAMS_AT_ONCE))
                .redirectOutput(folder.resolve("counts").toFile())
                .redirectError(folder.resolve("errors").toFile());
        builder.environment().put("PCSCLITE_CSOCK_NAME", relay().toString());
        return builder.start();
    }

    /// A connection: its process and the number of its calls.
    private record Who(long pid, long calls) implements Comparable<Who> {
        @Override
        public int compareTo(Who other) {
            int byPid = Long.compare(pid, other.pid);
            return byPid != 0 ? byPid : Long.compare(calls, other.calls);
        }
    }

    /// Counts of the programs, with one connection each. They are sorted because process ids repeat.
    private List<Who> counted() throws IOException {
        try (var lines = Files.lines(folder.resolve("counts"))) {
            return lines.map(line -> line.split(" ", 2))
                    .map(words -> new Who(Long.parseLong(words[0]), Long.parseLong(words[1])))
                    .sorted()
                    .toList();
        }
    }

    /// Counts of all files of the recording.
    private List<Who> recorded() throws IOException {
        var connections = new HashMap<Long, Who>();
        try (var files = Files.list(folder.resolve("recording"))) {
            var all = files.toList();
            assertThat(all).as("it was rotated").hasSizeGreaterThan(3);
            for (var file : all) {
                count(file, connections);
            }
        }
        return connections.values().stream().sorted().toList();
    }

    private static void count(Path file, Map<Long, Who> connections) throws IOException {
        try (var lines = Files.newBufferedReader(file)) {
            assertThat(lines.readLine()).as("first line of %s", file).startsWith("{\"type\":\"header\"");
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                var who = WHO.matcher(line);
                if (line.startsWith("{\"type\":\"call\"") && who.find()) {
                    connections.merge(
                            Long.parseLong(who.group(2)),
                            new Who(Long.parseLong(who.group(1)), 1),
                            (known, one) -> new Who(known.pid, known.calls + one.calls));
                }
            }
        }
    }

    /// Incidents in the live view, without new connections.
    private List<String> incidents() throws IOException {
        try (var lines = Files.lines(folder.resolve("view"))) {
            return lines.filter(line -> line.contains("** "))
                    .filter(line -> !line.contains("** connects: ") && !line.contains("are not shown here"))
                    .toList();
        }
    }
}
