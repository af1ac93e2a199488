package dev.puce.cli.program;

/// A command that may run a program of the user. Its exit statuses are those of `env`: the program's own, or one of
/// these.
public interface RunsProgram {
    /// puce itself failed.
    int PUCE_FAILED = 125;

    /// The program was found and cannot be executed.
    int NOT_EXECUTABLE = 126;

    /// The program was not found.
    int NOT_FOUND = 127;

    /// Returns whether there is a program to run.
    boolean hasProgram();
}
