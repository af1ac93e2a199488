package dev.puce.it;

import dev.puce.testkit.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A program that runs during a test. The test reads its output so far, and writes to its input.
public final class RunningProgram implements AutoCloseable {
    private final Process process;
    private final Path output;

    private RunningProgram(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /// Starts a program with one file for standard output and standard error.
    public static RunningProgram start(Map<String, String> environment, List<String> command) throws IOException {
        Path output = Files.createTempFile("puce-program", null);
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        return new RunningProgram(builder.start(), output);
    }

    /// Returns its output so far.
    public String output() throws IOException {
        return new String(Files.readAllBytes(output), StandardCharsets.ISO_8859_1);
    }

    /// Waits until its output contains the text at `from` or later.
    ///
    /// @return the index after the text
    public int await(String text, int from) throws IOException {
        try {
            Await.until("the program writes \"" + text + "\"", () -> output().indexOf(text, from) >= 0);
        } catch (AssertionError inVain) {
            throw new AssertionError(inVain.getMessage() + ". It wrote: " + output(), inVain);
        }
        return output().indexOf(text, from) + text.length();
    }

    /// Writes a line to its standard input.
    public void say(String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /// Its process id.
    public long pid() {
        return process.pid();
    }

    /// Sends SIGTERM.
    public void terminate() {
        process.destroy();
    }

    /// Kills it and waits for its end.
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /// Whether it still runs.
    public boolean isAlive() {
        return process.isAlive();
    }

    /// Waits for its end, one minute at most.
    ///
    /// @return its exit status
    public int awaitEnd() throws IOException, InterruptedException {
        return awaitEnd(Duration.ofMinutes(1));
    }

    /// Waits for its end.
    ///
    /// @return its exit status
    public int awaitEnd(Duration longest) throws IOException, InterruptedException {
        if (!process.waitFor(longest.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new AssertionError("the program has not ended after " + longest + ". It wrote: " + output());
        }
        return process.exitValue();
    }

    /// Kills it and its descendants, and waits for their ends.
    @Override
    public void close() throws IOException {
        ProcessEnd.kill(process);
        Files.delete(output);
    }
}
