package dev.puce.system.views;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.it.CommandResult;
import dev.puce.system.RealParts;
import dev.puce.testkit.Skip;
import dev.puce.trace.pcscspy.LogParser;
import dev.puce.trace.pcscspy.PcscSpyRenderer;
import dev.puce.trace.redaction.Redaction;
import dev.puce.trace.redaction.Redactor;
import dev.puce.trace.render.Palette;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// puce renders a log to the same bytes as pcsc-spy.
///
/// The logs of pcsc-lite 1.x and 2.x differ, and each pcsc-spy reads only those of its generation. The test
/// writes the log for the installed pcsc-spy: Debian 12 has 1.1, Debian 13 has 1.2. `PUCE_PCSC_SPY` names
/// another one.
final class PcscSpyDifferentialTest {
    /// pcsc-spy passes lines to one thread per thread of the log. When the thread changes, it sleeps 1 ms so that
    /// the other thread can finish. On a busy machine that is too short, and lines are out of order. This waits
    /// until the other threads ask for their next lines.
    private static final String IN_ORDER = """
            import queue, runpy, sys, time
            queues = []
            class Lines(queue.Queue):
                is_read = False
                def __init__(self):
                    super().__init__()
                    queues.append(self)
                def get(self):
                    if self.is_read:
                        self.task_done()
                    self.is_read = True
                    return super().get()
            queue.Queue = Lines
            time.sleep = lambda _: [lines.join() for lines in queues]
            sys.argv = sys.argv[1:]
            runpy.run_path(sys.argv[0], run_name='__main__')
            """;

    private static Path python;
    private static Path pcscSpy;
    private static boolean readsOlderLogs;

    private final long seed = RandomGenerator.getDefault().nextLong();
    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(seed);

    @TempDir
    private Path folder;

    @BeforeAll
    static void find() throws IOException {
        python = RealParts.command("python3", "python3");
        String other = System.getenv("PUCE_PCSC_SPY");
        pcscSpy = other == null ? RealParts.file("/usr/bin/pcsc-spy", "libpcsclite-dev") : Path.of(other);
        String version = CommandResult.command(Map.of(), List.of(python.toString(), pcscSpy.toString(), "--version"))
                .out()
                .lines()
                .findFirst()
                .orElse("");
        readsOlderLogs = switch (version) {
            case "pcsc-spy version 1.1" -> true; // of pcsc-lite 1.9
            case "pcsc-spy version 1.2" -> false; // of pcsc-lite 2.3
            default ->
                Skip.because(
                        "this test was written for pcsc-spy 1.1 and 1.2, not for \"" + version + "\"",
                        "PUCE_PCSC_SPY names another one");
        };
    }

    @Test
    void all_functions_of_one_thread() throws Exception {
        compare(new LogGenerator(random, readsOlderLogs).log(3000, 1, false), Palette.NONE, "-n");
    }

    @Test
    void in_colour_and_with_threads_named() throws Exception {
        compare(new LogGenerator(random, readsOlderLogs).log(500, 1, false), Palette.ANSI, "-t");
    }

    @Test
    void calls_of_several_threads() throws Exception {
        compare(new LogGenerator(random, readsOlderLogs).log(100, 3, false), Palette.NONE, "-n");
    }

    @Test
    void calls_of_several_threads_that_overlap() throws Exception {
        compare(new LogGenerator(random, readsOlderLogs).log(60, 3, true), Palette.NONE, "-n");
    }

    private void compare(String log, Palette palette, String option) throws Exception {
        var file = Files.writeString(folder.resolve("log"), log);
        var problems = new ArrayList<String>();
        var actual = render(log, palette, option.equals("-t"), problems);
        assertThat(actual).as("seed %d", seed).isEqualTo(runPcscSpy(option, file));
        assertThat(problems).as("seed %d", seed).isEmpty();
    }

    private String runPcscSpy(String option, Path file) throws IOException, InterruptedException {
        var output = folder.resolve("expected");
        var process = new ProcessBuilder(
                        List.of(python.toString(), "-c", IN_ORDER, pcscSpy.toString(), option, file.toString()))
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS))
                    .as("seed %d: it ends", seed)
                    .isTrue();
            assertThat(process.exitValue()).as("seed %d", seed).isZero();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(output);
    }

    private static String render(String log, Palette palette, boolean showsThreads, List<String> problems)
            throws IOException {
        var out = new ByteArrayOutputStream();
        var options = new PcscSpyRenderer.Options(palette, false, showsThreads, false);
        try (var renderer = new PcscSpyRenderer(out, options, new Redactor(Redaction.OFF))) {
            new LogParser(renderer, (line, what) -> problems.add(line + ": " + what))
                    .parse(new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8)));
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
