package dev.puce.cli.atr;

import dev.puce.atr.list.CardList;
import dev.puce.atr.list.CardListEntry;
import dev.puce.atr.report.AtrJson;
import dev.puce.cli.help.Guide;
import dev.puce.cli.terminal.CommandFailedException;
import dev.puce.iso7816.Printable;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `puce atr list`: searches the card list.
@Command(name = "list", description = "Search the card list. Without WORD, list all cards.")
@Guide(
        usage = "puce atr list [OPTIONS] [WORD...]",
        examples = "puce atr list belgian eid | cards whose ATR or description has both words",
        exitStatuses = {"0 | success", "1 | no card has these words", "2 | wrong usage"},
        seeAlso = {"puce atr", "puce atr update"})
final class AtrListCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(paramLabel = "WORD", description = "Only cards with all these words. Case is ignored.")
    private List<String> words = List.of();

    @Option(names = "--json", description = "JSON Lines: pattern and descriptions.")
    private boolean json;

    @Mixin
    private CardListOption list;

    @Override
    public Integer call() throws IOException {
        CardList cards = list.load().orElseThrow(() -> new CommandFailedException(CardListOption.ADVICE));
        var out = spec.commandLine().getOut();
        List<CardListEntry> found = cards.search(words);
        for (CardListEntry entry : found) {
            if (json) {
                out.println(AtrJson.line(entry));
            } else {
                out.println(Printable.of(entry.pattern()));
                entry.descriptions().forEach(description -> out.println("\t" + Printable.of(description)));
            }
        }
        out.flush();
        cards.problems().forEach(problem -> spec.commandLine().getErr().println("puce: " + Printable.of(problem)));
        if (found.isEmpty()) {
            spec.commandLine()
                    .getErr()
                    .println("puce: No card of the list has '" + Printable.of(String.join("' and '", words))
                            + "'. An ATR on its own: puce atr HEX");
        }
        return found.isEmpty() ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
    }
}
