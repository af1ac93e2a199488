package dev.puce.cli.program;

import dev.puce.cli.terminal.CommandFailedException;
import dev.puce.posix.Signal;
import dev.puce.posix.Terminal;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A program that puce runs. It inherits puce's standard streams and receives puce's signals. Its exit status becomes
/// puce's.
public final class StartedProgram {
    /// Flag of a Linux process that has begun to exit (PF_EXITING in `include/linux/sched.h`).
    private static final long EXITING = 4;

    private final Process process;

    private StartedProgram(Process process) {
        this.process = process;
    }

    /// Starts the program so that its PC/SC calls go to a socket.
    ///
    /// @throws CommandFailedException with status 126 if the file is not executable, 127 if there is none
    public static StartedProgram start(List<String> command, Path socket) {
        return start(command, socket, () -> {});
    }

    /// Starts the program so that its PC/SC calls go to a socket.
    ///
    /// @param lateSignal runs for each signal that comes when the program has begun to exit
    /// @throws CommandFailedException with status 126 if the file is not executable, 127 if there is none
    public static StartedProgram start(List<String> command, Path socket, Runnable lateSignal) {
        return start(command, Map.of("PCSCLITE_CSOCK_NAME", socket.toString()), lateSignal);
    }

    /// Starts the program.
    ///
    /// @param environment variables that it gets in addition
    /// @throws CommandFailedException with status 126 if the file is not executable, 127 if there is none
    public static StartedProgram start(List<String> command, Map<String, String> environment) {
        return start(command, environment, () -> {});
    }

    private static StartedProgram start(List<String> command, Map<String, String> environment, Runnable lateSignal) {
        var builder = new ProcessBuilder(command).inheritIO();
        builder.environment().putAll(environment);
        var started = new CompletableFuture<Process>();
        forwardSignals(started, lateSignal); // before the start: a signal may come with the program's first output
        try {
            var process = builder.start();
            started.complete(process);
            return new StartedProgram(process);
        } catch (IOException failed) {
            throw cannotRun(command.getFirst(), failed);
        }
    }

    private static CommandFailedException cannotRun(String program, IOException failure) {
        boolean exists = program.contains("/") ? Files.exists(Path.of(program)) : isOnPath(program);
        return new CommandFailedException(
                "Cannot run " + program + ": " + reason(program, failure),
                failure,
                exists ? RunsProgram.NOT_EXECUTABLE : RunsProgram.NOT_FOUND);
    }

    private static boolean isOnPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(Pattern.quote(File.pathSeparator), -1))
                .anyMatch(folder -> !folder.isEmpty() && Files.exists(Path.of(folder, program)));
    }

    /// Explains why a program does not start.
    static String reason(String program, IOException failure) {
        if (!program.contains("/")) {
            return isOnPath(program)
                    ? "it is on the PATH, and it is not executable for this user."
                    : "no such program on the PATH.";
        }
        var file = Path.of(program);
        if (Files.isDirectory(file)) {
            return "it is a folder.";
        }
        if (!Files.exists(file)) {
            return "no such file.";
        }
        return Files.isExecutable(file)
                ? systemMessage(failure)
                : "it is not executable for this user. Try: chmod +x " + program;
    }

    /// The JDK's message is `Cannot run program "x": Exec failed, error: 8 (Exec format error)`.
    private static String systemMessage(IOException failure) {
        var text = String.valueOf(failure.getMessage());
        int from = text.lastIndexOf('(');
        int to = text.lastIndexOf(')');
        return (from >= 0 && to > from ? text.substring(from + 1, to) : text) + ".";
    }

    /// Returns the process id.
    public long pid() {
        return process.pid();
    }

    /// Waits until the program ends.
    ///
    /// @return its exit status; 128 plus the signal's number if a signal ended it
    public int await() {
        while (true) {
            try {
                return process.waitFor();
            } catch (InterruptedException _) {
                // the program decides when it ends
            }
        }
    }

    /// Sends a signal that comes before the program as soon as the program has started.
    private static void forwardSignals(CompletableFuture<Process> started, Runnable lateSignal) {
        for (var signal : Signal.values()) {
            signal.handle(() -> {
                if (!(signal == Signal.INT && terminalSendsToGroup())) {
                    var _ = started.thenAccept(process -> forward(signal, process, lateSignal));
                }
            });
        }
    }

    private static void forward(Signal signal, Process process, Runnable lateSignal) {
        if (isExiting(process) || !signal.sendTo(process.pid())) {
            lateSignal.run();
        }
    }

    /// Returns whether a process is known to exit. A signal that is sent to it then has no effect.
    private static boolean isExiting(Process process) {
        try {
            return !process.isAlive() || (Long.parseLong(stat(process.pid())[6]) & EXITING) != 0;
        } catch (IOException endedOrNoProc) { // macOS
            return false;
        }
    }

    /// Reads the state of a process: state ppid pgrp session tty_nr tpgid flags (proc_pid_stat(5)).
    private static String[] stat(long pid) throws IOException {
        var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ", 8);
    }

    /// Returns whether puce is in the foreground group of its terminal. Ctrl-C then reaches the program too.
    private static boolean terminalSendsToGroup() {
        try {
            var fields = stat(ProcessHandle.current().pid());
            return fields[2].equals(fields[5]);
        } catch (IOException noProc) { // macOS
            return Terminal.STANDARD_INPUT.isThere();
        }
    }
}
