package dev.puce.system.views;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.puce.system.RealParts;
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
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The same log through pcsc-spy and through puce: the same bytes.
///
/// pcsc-spy 1.9 is Debian's. That of 2.x reads only its own logs; set PUCE_PCSC_SPY_2 to its path to compare
/// with it.
final class PcscSpyDifferentialTest {
    /// pcsc-spy hands lines to a thread of its own for each thread of the log, and sleeps 1 ms when the thread
    /// changes, for the other to come to an end; on a busy machine that is too short and it prints lines out of
    /// order. This lets it sleep longer, and where that is still too short, it gets another try.
    private static final String PATIENTLY = """
            import runpy, sys, time
            short_sleep = time.sleep
            time.sleep = lambda seconds: short_sleep(0.02)
            sys.argv = sys.argv[1:]
            runpy.run_path(sys.argv[0], run_name='__main__')
            """;

    private static final int TRIES = 5;

    private static Path python;

    private final long seed = RandomGenerator.getDefault().nextLong();
    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(seed);

    @TempDir
    private Path folder;

    @BeforeAll
    static void find() {
        python = RealParts.command("python3", "python3");
    }

    private static Path older() {
        return RealParts.file("/usr/bin/pcsc-spy", "pcsc-tools libpcsclite-dev");
    }

    @Test
    void all_functions_of_one_thread() throws Exception {
        compare(older(), new LogGenerator(random, true).log(3000, 1, false), Palette.NONE, "-n");
    }

    @Test
    void in_colour_and_with_threads_named() throws Exception {
        compare(older(), new LogGenerator(random, true).log(500, 1, false), Palette.ANSI, "-t");
    }

    @Test
    void calls_of_several_threads() throws Exception {
        compare(older(), new LogGenerator(random, true).log(100, 3, false), Palette.NONE, "-n");
    }

    @Test
    void calls_of_several_threads_that_overlap() throws Exception {
        compare(older(), new LogGenerator(random, true).log(60, 3, true), Palette.NONE, "-n");
    }

    @Test
    void the_newer_generation() throws Exception {
        var newer = System.getenv("PUCE_PCSC_SPY_2");
        assumeTrue(newer != null, "PUCE_PCSC_SPY_2 names no pcsc-spy of 2.x");
        var generator = new LogGenerator(random, false);
        compare(Path.of(newer), generator.log(3000, 1, false), Palette.NONE, "-n");
        compare(Path.of(newer), generator.log(60, 3, true), Palette.NONE, "-n");
    }

    private void compare(Path pcscSpy, String log, Palette palette, String option) throws Exception {
        var file = Files.writeString(folder.resolve("log"), log);
        var problems = new ArrayList<String>();
        var actual = render(log, palette, option.equals("-t"), problems);
        var expected = "";
        for (int tries = 0; tries < TRIES && !actual.equals(expected); tries++) {
            expected = runPcscSpy(pcscSpy, option, file);
        }
        assertThat(actual).as("seed %d", seed).isEqualTo(expected);
        assertThat(problems).as("seed %d", seed).isEmpty();
    }

    private String runPcscSpy(Path pcscSpy, String option, Path file) throws IOException, InterruptedException {
        var output = folder.resolve("expected");
        var process = new ProcessBuilder(
                        List.of(python.toString(), "-c", PATIENTLY, pcscSpy.toString(), option, file.toString()))
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
        try (var renderer = new PcscSpyRenderer(out, options, new Redactor(Redaction.FULL))) {
            new LogParser(renderer, (line, what) -> problems.add(line + ": " + what))
                    .parse(new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8)));
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
