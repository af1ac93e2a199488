package dev.puce.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// The result of a process.
///
/// @param status exit status
/// @param out    its standard output
/// @param err    its standard error
public record CommandResult(int status, String out, String err) {
    /// Maven needs a minute on a busy machine.
    private static final int LIMIT_SECONDS = 300;

    /// Runs a command with additional environment variables.
    public static CommandResult command(Map<String, String> environment, List<String> command) throws IOException {
        Path out = Files.createTempFile("puce-out", null);
        Path err = Files.createTempFile("puce-err", null);
        try {
            var builder =
                    new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            try {
                process.getOutputStream().close();
                if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                    throw new AssertionError(command + " has not ended after " + LIMIT_SECONDS + " s. It wrote: "
                            + Files.readString(err));
                }
            } catch (InterruptedException e) {
                throw new IOException(command + " was interrupted. It wrote: " + Files.readString(err), e);
            } finally {
                if (process.isAlive()) {
                    ProcessEnd.kill(process);
                }
            }
            return new CommandResult(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    /// Runs a command that must succeed.
    public static CommandResult successful(Map<String, String> environment, List<String> command) throws IOException {
        return command(environment, command).succeeded(String.join(" ", command));
    }

    /// Returns this result, whose exit status must be 0.
    ///
    /// @param what the command, for the error
    public CommandResult succeeded(String what) {
        if (status != 0) {
            throw new AssertionError(what + " ended with " + status + ": " + out + err);
        }
        return this;
    }

    /// Runs the puce command as a process.
    public static CommandResult puce(Map<String, String> environment, String... arguments) throws IOException {
        return command(environment, puceCommand(arguments));
    }

    /// Returns the command that runs puce with the classes of this test run.
    public static List<String> puceCommand(String... arguments) {
        return javaCommand("dev.puce.cli.Puce", arguments);
    }

    /// Returns the command that runs a main class with the classes of this test run.
    public static List<String> javaCommand(String mainClass, String... arguments) {
        var command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dstdout.encoding=UTF-8", // as the launcher does
                "-Dstderr.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                mainClass));
        command.addAll(List.of(arguments));
        return command;
    }

    /// Makes a script `puce` in a folder, for other programs that start puce by its name.
    public static void putPuce(Path folder) throws IOException {
        Path script = Files.createDirectories(folder).resolve("puce");
        String command = puceCommand().stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
        Files.writeString(script, "#!/bin/sh\nexec " + command + " \"$@\"\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }
}
