package dev.puce.cli.spy;

import dev.puce.cli.terminal.CommandFailedException;
import dev.puce.posix.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// The program that `puce spy` starts: our standard streams are its own, our signals go to it, its exit status is ours.
public final class SpiedProgram {
    private final Process process;

    private SpiedProgram(Process process) {
        this.process = process;
    }

    /// Starts the program with its PC/SC calls going to a socket.
    public static SpiedProgram start(List<String> command, Path socket) {
        var builder = new ProcessBuilder(command).inheritIO();
        builder.environment().put("PCSCLITE_CSOCK_NAME", socket.toString());
        var started = new CompletableFuture<Process>();
        forwardSignals(started); // before the start: a signal may come with the program's first word
        try {
            var process = builder.start();
            started.complete(process);
            return new SpiedProgram(process);
        } catch (IOException failed) {
            throw new CommandFailedException(
                    "cannot run " + command.getFirst() + ": " + failed.getMessage() + advice(command.getFirst()),
                    failed);
        }
    }

    /// What to do about a program that does not start; empty if the system's own words are all that is known.
    static String advice(String program) {
        if (!program.contains("/")) {
            return ". Is it on the PATH?";
        }
        var file = Path.of(program);
        if (Files.isDirectory(file)) {
            return ". It is a folder";
        }
        boolean mayNot = Files.exists(file) && !Files.isExecutable(file);
        return mayNot ? ". It is not executable for this user: chmod +x " + program : "";
    }

    /// Waits for the program's end.
    ///
    /// @return its exit status; 128 and the number of the signal that ended it
    public int await() {
        while (true) {
            try {
                return process.waitFor();
            } catch (InterruptedException signals) {
                // nobody interrupts us on purpose: the program decides when it ends
            }
        }
    }

    /// Signals that come too early are sent when there is a program.
    private static void forwardSignals(CompletableFuture<Process> started) {
        for (var signal : Signal.values()) {
            signal.handle(() -> {
                if (!(signal == Signal.INT && terminalTellsEverybody())) {
                    var _ = started.thenAccept(process -> signal.sendTo(process.pid()));
                }
            });
        }
    }

    /// Ctrl-C reaches every process in the terminal's foreground group: the program got it already.
    private static boolean terminalTellsEverybody() {
        try {
            // /proc/self/stat: pid (comm) state ppid pgrp session tty_nr tpgid
            var stat = Files.readString(Path.of("/proc/self/stat"));
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 7);
            return fields[2].equals(fields[5]);
        } catch (IOException noProc) {
            return false;
        }
    }
}
