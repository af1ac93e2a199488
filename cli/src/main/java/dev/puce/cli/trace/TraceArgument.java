package dev.puce.cli.trace;

import dev.puce.cli.terminal.CommandFailedException;
import dev.puce.cli.terminal.OutputOption;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The FILE arguments of a command that reads one trace.
final class TraceArgument {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "The trace; - is standard input. Several FILEs are the rotated files of one recording.")
    private List<String> files;

    /// Returns the files of the trace, the oldest first.
    List<String> parts() throws IOException {
        var traces = TraceInput.traces(files);
        if (traces.size() > 1) {
            throw new CommandLine.ParameterException(
                    command.commandLine(),
                    "The FILEs are not the rotated files of one recording. Run the command for each trace");
        }
        return traces.getFirst();
    }

    /// Refuses to write over the trace.
    void checkNot(OutputOption output) throws IOException {
        for (String file : files) {
            if (!file.equals("-") && output.isSameAs(Path.of(file))) {
                throw new CommandFailedException(file + " is the trace itself. Name another file with -o");
            }
        }
    }

    /// The arguments, for messages.
    @Override
    public String toString() {
        return String.join(", ", files);
    }
}
