package dev.puce.cli.reader;

import dev.puce.cards.InsertedCard;
import dev.puce.cards.Reader;
import dev.puce.cards.Readers;
import dev.puce.cli.terminal.CommandFailedException;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/// The options `--reader` and `--wait`, shared by every command that needs a card.
public final class CardChoice {
    @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
    private CommandLine.Model.CommandSpec spec;

    @Option(
            names = {"-r", "--reader"},
            paramLabel = "NAME",
            defaultValue = "",
            description = "Use the reader whose name contains NAME. Default: the first that holds a card.")
    private String reader = "";

    @Option(
            names = {"-w", "--wait"},
            paramLabel = "SECONDS",
            defaultValue = "0",
            description = "Wait up to SECONDS for a card. Default: 0.")
    private int seconds;

    /// Returns the longest wait for a card.
    ///
    /// @throws CommandLine.ParameterException if it is negative
    public Duration longestWait() {
        if (seconds < 0) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--wait must not be negative");
        }
        return Duration.ofSeconds(seconds);
    }

    /// Finds the card.
    ///
    /// @throws CommandFailedException if there is no card in time
    public InsertedCard find(Readers readers) throws InterruptedException {
        List<Reader> fitting = reader.isEmpty() ? readers.list() : List.of(readers.require(reader));
        if (fitting.isEmpty() && seconds == 0) {
            throw new CommandFailedException(
                    "There is no reader. Connect one, wait for one with --wait, or run `puce doctor`");
        }
        var request = readers.cardRequest().timeout(longestWait());
        return (reader.isEmpty() ? request : request.in(fitting.getFirst()))
                .poll()
                .orElseThrow(() -> new CommandFailedException(
                        (reader.isEmpty() ? "No reader" : "No reader called \"" + reader + "\"")
                                + " holds a card. Insert one, or wait for one with --wait"));
    }
}
