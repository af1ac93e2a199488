package dev.puce.system.screens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.puce.it.CommandResult;
import dev.puce.it.FreshProject;
import dev.puce.system.RealParts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/// Everyday jobs of a support engineer, a Java developer and an ATR researcher on real pseudo-terminals. The screens
/// must equal the expected ones.
///
/// After a wanted change, `-Dpuce.screens=write` writes the expected screens again. Read them as a new user.
@Timeout(300)
class EverydayJobsTest {
    private static final Path EXPECTED = Path.of("src/test/resources/dev/puce/system/screens");
    private static final Path JOBS = EXPECTED.resolve("jobs.txt");
    private static final Path RECORDINGS = Path.of("../diagnose/src/test/resources/dev/puce/diagnose/trace/corpus");
    private static final List<Integer> WIDTHS = List.of(60, 80, 120);
    private static final boolean WRITE = "write".equals(System.getProperty("puce.screens"));

    private static final List<Path> FOLDERS = new ArrayList<>();

    /// Width to job to screen.
    private static Map<Integer, Map<String, String>> screens;

    @BeforeAll
    static void run() {
        RealParts.command("script", "bsdutils");
        RealParts.command("opensc-tool", "opensc");
        screens = WIDTHS.parallelStream().collect(Collectors.toConcurrentMap(width -> width, EverydayJobsTest::run));
    }

    @AfterAll
    static void clean() throws IOException {
        for (Path folder : FOLDERS) {
            try (var files = Files.walk(folder)) {
                for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @TestFactory
    Stream<DynamicNode> screens_are_as_expected() throws IOException {
        return Job.read(JOBS).stream()
                .map(job -> dynamicContainer(
                        job.name(),
                        WIDTHS.stream().map(width -> dynamicTest(width + " columns", () -> compare(job, width)))));
    }

    private static void compare(Job job, int width) throws IOException {
        String seen = screens.get(width).get(job.name());
        String screen = job.isLive() ? Variable.removed(seen) : seen;
        Path file = EXPECTED.resolve(width + "/" + job.name() + ".txt");
        if (WRITE) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, screen);
        }
        assertThat(screen)
                .as("%s; after a wanted change: -Dpuce.screens=write", file)
                .isEqualTo(Files.readString(file));
    }

    /// Runs all jobs on one terminal.
    private static Map<String, String> run(int width) {
        try {
            Path folder = prepare();
            Path list = Files.copy(JOBS, folder.resolve("bin/jobs.txt"));
            List<String> java = CommandResult.puceCommand(list.toString());
            String command = java.stream()
                    .map(word -> word.equals("dev.puce.cli.Puce") ? JobRun.class.getName() : "'" + word + "'")
                    .collect(Collectors.joining(" "));
            var script = "cd " + folder + "/work; stty rows 24 columns " + width + "; exec " + command;
            var environment = Map.of(
                    "PATH",
                    folder.resolve("bin") + ":/usr/bin:/bin",
                    "HOME",
                    folder.resolve("home").toString(),
                    "XDG_RUNTIME_DIR",
                    folder.resolve("run").toString(),
                    "TZ",
                    "UTC",
                    "TERM",
                    "xterm",
                    "LC_ALL",
                    "C.UTF-8");
            var words = new ArrayList<>(List.of("env", "-i"));
            environment.forEach((name, value) -> words.add(name + "=" + value));
            words.addAll(List.of("script", "-qec", script, "/dev/null"));
            Path output = folder.resolve("output");
            var process = new ProcessBuilder(words)
                    .redirectOutput(output.toFile())
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            assertThat(process.waitFor()).isZero();
            return split(Files.readString(output, StandardCharsets.UTF_8), folder, width);
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /// Makes a folder whose name always has the same length, since puce breaks lines.
    private static Path prepare() throws IOException {
        Path folder = Path.of(
                System.getProperty("java.io.tmpdir"),
                "puce-" + ThreadLocalRandom.current().nextLong(10_000_000, 100_000_000));
        synchronized (FOLDERS) {
            FOLDERS.add(Files.createDirectory(folder));
        }
        CommandResult.putPuce(folder.resolve("bin"));
        for (String name : List.of("work", "home", "run")) {
            Files.createDirectory(folder.resolve(name));
        }
        try (var recordings = Files.list(RECORDINGS);
                var others = Files.list(EXPECTED.resolve("work"))) {
            for (Path file : Stream.concat(recordings, others).toList()) {
                Files.copy(
                        file, folder.resolve("work").resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return folder;
    }

    private static Map<String, String> split(String output, Path folder, int width) {
        var screens = new HashMap<String, String>();
        for (String part : output.split(String.valueOf(JobRun.BEGIN), -1)) {
            int end = part.indexOf("\r\n");
            if (end > 0) {
                String text =
                        Variable.shortened(part.substring(end + 2).replace(folder.toString(), "/tmp/puce-########"));
                screens.put(
                        part.substring(0, end),
                        TerminalScreen.after(text, width).replace(FreshProject.version(), "VERSION"));
            }
        }
        return screens;
    }
}
