package dev.puce.it.views;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.puce.cli.Puce;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/// Runs many commands of puce in one process. Views write to the process's standard output, so a test cannot catch
/// them in its own.
final class CommandBatch {
    /// The first word of the line after the output of each command; the exit status follows.
    static final String END = "@end-of-command";

    private CommandBatch() {}

    /// Runs the commands.
    ///
    /// @param arguments a file with a command on each line, its words separated by tabs
    public static void main(String[] arguments) throws IOException {
        PrintStream out = System.out;
        var writer = new PrintWriter(out, true, UTF_8);
        var errors = new PrintWriter(System.err, true, UTF_8);
        for (String line : Files.readAllLines(Path.of(arguments[0]))) {
            int status = Puce.run(writer, errors, line.split("\t", -1));
            out.println();
            out.println(END + " " + status);
        }
    }
}
