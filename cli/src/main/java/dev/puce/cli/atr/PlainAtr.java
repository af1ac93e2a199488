package dev.puce.cli.atr;

import dev.puce.atr.list.CachedCardList;
import dev.puce.atr.list.CardListFile;
import dev.puce.cli.terminal.ColorOption;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// `puce atr HEX...` without options, which needs no model of the command: reading its annotations takes longer than
/// the rest of the command. `bench/start/run.sh` measures it. The code uses no lambdas for the same reason.
public final class PlainAtr {
    private PlainAtr() {}

    /// Explains ATRs.
    ///
    /// @param words       the words of the command line after `atr`
    /// @param environment environment variables, see [CardListFile#find]
    /// @return the exit status; empty if the words are more than hex, or the card list cannot be read
    public static OptionalInt run(
            List<String> words, Map<String, String> environment, PrintWriter out, PrintWriter err) {
        if (!areHex(words)) {
            return OptionalInt.empty();
        }
        try {
            Optional<Path> file = CardListFile.find(environment);
            return OptionalInt.of(explain(
                    words,
                    file.isEmpty() ? Optional.empty() : Optional.of(CachedCardList.ofUser(file.get(), environment)),
                    out,
                    err));
        } catch (IOException reportedByTheCommand) {
            return OptionalInt.empty();
        }
    }

    private static int explain(List<String> words, Optional<CachedCardList> cards, PrintWriter out, PrintWriter err)
            throws IOException {
        var output = new AtrOutput(
                cards,
                AtrOutput.Layout.TEXT,
                AtrOutput.USUAL_CLOCK_HZ,
                AtrOutput.Similar.USUAL,
                new ColorOption().onStandardOutput(),
                out,
                err);
        new AtrInput(output::print, output::complain).readArguments(words);
        return output.finish();
    }

    private static boolean areHex(List<String> words) {
        for (String word : words) {
            if (!isHex(word)) {
                return false;
            }
        }
        return !words.isEmpty();
    }

    private static boolean isHex(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (Character.digit(word.charAt(i), 16) < 0 && word.charAt(i) != ' ' && word.charAt(i) != ':') {
                return false;
            }
        }
        return !word.isBlank();
    }
}
