package dev.puce.cli.fleet;

import dev.puce.cli.terminal.ColorOption;
import dev.puce.posix.Terminal;
import dev.puce.trace.render.Palette;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The options of every `puce fleet` command.
final class FleetOptions {
    @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
    private CommandLine.Model.CommandSpec spec;

    @Parameters(
            paramLabel = "PATH",
            arity = "1..*",
            description = "Files, folders and patterns with *; local, or of a file system of Hadoop (hdfs://, s3a://).")
    private List<String> paths;

    @Option(names = "--json", description = "JSON for scripts.")
    private boolean json;

    @Option(
            names = "--parquet",
            paramLabel = "FOLDER",
            description = "Write the result to Parquet files in FOLDER, which must not exist.")
    private String parquet;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Use N threads of this machine. Default: one for each processor. spark-submit ignores it.")
    private Integer threads;

    @Mixin
    private ColorOption color;

    List<String> paths() {
        return paths;
    }

    /// Runs a job: here if Spark is there, else in a process that has it.
    ///
    /// @return the exit status
    int run(FleetJob job) throws IOException {
        if (json && parquet != null) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--json and --parquet exclude each other");
        }
        if (threads != null && threads < 1) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--threads must be at least 1");
        }
        var engine = ServiceLoader.load(FleetEngine.class).findFirst();
        if (engine.isEmpty()) {
            var puce = spec.root();
            return FleetProcess.run(
                    puce.userObject().getClass(),
                    puce.commandLine().getParseResult().originalArgs(),
                    Optional.ofNullable(threads));
        }
        return engine.get()
                .run(
                        job,
                        output(),
                        spec.commandLine().getOut(),
                        spec.commandLine().getErr());
    }

    private FleetOutput output() {
        if (parquet != null) {
            return new FleetOutput.Parquet(parquet);
        }
        return json
                ? new FleetOutput.Json()
                : new FleetOutput.Text(
                        color.onStandardOutput() ? Palette.ANSI : Palette.NONE,
                        Terminal.STANDARD_OUTPUT.columnsIfThere());
    }
}
