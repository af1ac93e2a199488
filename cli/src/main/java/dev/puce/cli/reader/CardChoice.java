package dev.puce.cli.reader;

import dev.puce.cards.InsertedCard;
import dev.puce.cards.Reader;
import dev.puce.cards.Readers;
import dev.puce.cli.terminal.CommandFailedException;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Option;

/// The options `--reader` and `--wait`, shared by every command that needs a card.
public final class CardChoice {
    @Option(
            names = {"-r", "--reader"},
            paramLabel = "NAME",
            defaultValue = "",
            description = "The reader whose name contains NAME; without one, the first that holds a card.")
    private String reader = "";

    @Option(
            names = {"-w", "--wait"},
            paramLabel = "SECONDS",
            defaultValue = "0",
            description = "Wait so long for a card.")
    private int seconds;

    /// The longest wait for a card.
    public Duration longestWait() {
        return Duration.ofSeconds(seconds);
    }

    /// The card that was asked for.
    ///
    /// @throws CommandFailedException if it is not there, or not in time
    public InsertedCard find(Readers readers) throws InterruptedException {
        List<Reader> fitting = reader.isEmpty() ? readers.list() : List.of(readers.require(reader));
        if (fitting.isEmpty() && seconds == 0) {
            throw new CommandFailedException("there is no reader: plug one in, or wait for one with --wait");
        }
        var request = readers.cardRequest().timeout(longestWait());
        return (reader.isEmpty() ? request : request.in(fitting.getFirst()))
                .poll()
                .orElseThrow(() -> new CommandFailedException("no reader"
                        + (reader.isEmpty() ? "" : " called \"" + reader + "\"")
                        + " holds a card: insert one, or wait for one with --wait"));
    }
}
