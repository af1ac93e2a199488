package dev.puce.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The root of the command line.
@Command(
        name = "puce",
        description = "The smart-card workbench: spy on, drive, simulate and understand PC/SC.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            CardCommand.class,
            AtrCommand.class,
            SpyCommand.class,
            CompletionCommand.class,
            CommandLine.HelpCommand.class,
        })
public final class Puce implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(names = "--stack-traces", hidden = true, description = "Print stack traces of errors.")
    private boolean stackTraces;

    private Puce() {}

    /// Runs the command and ends the process: exit status 0 fine, 1 it failed, 2 wrong usage.
    public static void main(String... args) {
        System.exit(run(args));
    }

    /// Runs the command.
    ///
    /// @return the exit status
    static int run(String... args) {
        var puce = new Puce();
        return new CommandLine(puce)
                .setExecutionExceptionHandler((failure, command, _) -> puce.report(failure, command))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(args);
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "puce needs a command");
    }

    private int report(Exception failure, CommandLine command) {
        if (stackTraces) {
            failure.printStackTrace(command.getErr());
        }
        command.getErr().println("puce: " + message(failure));
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static String message(Exception failure) {
        return switch (failure) {
            case CommandFailedException _ -> failure.getMessage();
            case UncheckedIOException io -> message(io.getCause());
            case java.nio.file.NoSuchFileException missing -> missing.getMessage() + ": no such file";
            case java.nio.file.AccessDeniedException denied -> denied.getMessage() + ": permission denied";
            case IOException io -> String.valueOf(io.getMessage());
            default -> "this is a bug: " + failure + " (run again with --stack-traces and report it)";
        };
    }
}
