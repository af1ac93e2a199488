package dev.puce.cli.atr;

import dev.puce.atr.list.CachedCardList;
import dev.puce.atr.list.CardList;
import dev.puce.atr.list.CardListFile;
import dev.puce.cli.terminal.InputFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/// The option `--list`, shared by the commands that identify cards.
public final class CardListOption {
    static final String ADVICE =
            "No card list found. Install pcsc-tools, name a list with --list, or run `puce atr update`";

    @Option(
            names = "--list",
            paramLabel = "FILE",
            description =
                    "Identify cards with this list, in the format of pcsc-tools. Default: the user's, else the system's.")
    private Path file;

    /// The file that was given, or the one that is found.
    Optional<Path> file() {
        return file != null ? Optional.of(file) : CardListFile.find(System.getenv());
    }

    /// Opens the list to identify a few cards, if there is one. The machine's usual list has a prepared index in the
    /// cache directory.
    ///
    /// @throws IOException if the file cannot be read
    public Optional<CachedCardList> open() throws IOException {
        Optional<Path> found = file();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Path list = InputFile.notAFolder(found.get());
        return Optional.of(file != null ? CachedCardList.over(list) : CachedCardList.ofUser(list, System.getenv()));
    }

    /// Loads the whole list, if there is one.
    ///
    /// @throws IOException if the file cannot be read
    public Optional<CardList> load() throws IOException {
        Optional<Path> found = file();
        return found.isPresent() ? Optional.of(CardList.load(InputFile.notAFolder(found.get()))) : Optional.empty();
    }
}
