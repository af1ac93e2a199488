package dev.puce.cli.service;

import dev.puce.cli.help.Guide;
import dev.puce.cli.terminal.JsonLine;
import dev.puce.service.card.kind.CardKinds;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `puce card list`: the kinds of virtual cards.
@Command(name = "list", description = "List the kinds of virtual cards.")
@Guide(
        usage = "puce card list [OPTIONS]",
        seeAlso = {"puce card insert", "puce serve"})
final class CardListCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(names = "--json", description = "JSON Lines: kind and summary.")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (!json) {
            return show(out);
        }
        CardKinds.all()
                .forEach(kind -> out.println(JsonLine.object(line -> {
                    line.writeStringProperty("kind", kind.usage());
                    line.writeStringProperty("summary", kind.summary());
                })));
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    static int show(PrintWriter out) {
        CardKinds.all().forEach(kind -> out.printf("%-28s %s%n", kind.usage(), kind.summary()));
        out.flush();
        return CommandLine.ExitCode.OK;
    }
}
