package dev.puce.cli.terminal;

import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/// The option `--timeout` of commands that wait for a card's answers.
public final class TimeoutOption {
    @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
    private CommandLine.Model.CommandSpec spec;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "Wait up to SECONDS for one answer. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    /// Returns the longest wait for one answer.
    ///
    /// @throws CommandLine.ParameterException if it is not positive
    public Duration longest() {
        if (seconds < 1) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--timeout is " + seconds + ", must be at least 1");
        }
        return Duration.ofSeconds(seconds);
    }

    /// Returns the failure of a command that got no answer in time.
    public CommandFailedException expired(Exception cause) {
        return new CommandFailedException(
                "No answer within " + seconds + " s. --timeout SECONDS changes the limit", cause);
    }
}
