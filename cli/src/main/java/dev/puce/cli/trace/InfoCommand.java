package dev.puce.cli.trace;

import dev.puce.atr.list.CardList;
import dev.puce.cli.atr.CardListOption;
import dev.puce.cli.help.Guide;
import dev.puce.cli.terminal.JsonLine;
import dev.puce.iso7816.Bytes;
import dev.puce.trace.file.TraceFile;
import dev.puce.trace.info.TraceInfo;
import dev.puce.trace.info.TraceInfoJson;
import dev.puce.trace.info.TraceInfoText;
import dev.puce.trace.redaction.Redaction;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `puce info`: shows what a trace contains.
@Command(
        name = "info",
        description =
                "Show what a trace contains: programs, readers, ATRs, applications, time span, redaction, number of calls.")
@Guide(
        usage = "puce info [OPTIONS] FILE...",
        examples = {
            "puce info trace.jsonl | what is in it",
            "puce info trace.jsonl* | a recording with its rotated files",
            "puce info --json trace.jsonl | for scripts"
        },
        seeAlso = {"puce show", "puce summary", "puce redact"})
public final class InfoCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private TraceArgument trace;

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    @Mixin
    private FromOption from;

    @Mixin
    private CardListOption list;

    @Override
    public Integer call() throws IOException {
        Optional<CardList> cards = list.load();
        var info = new TraceInfo();
        try (var traces = OpenTraces.withProgress(
                trace.parts(), from.options(Redaction.FULL), spec.commandLine().getErr())) {
            TraceFile.read(traces.inOrder(), info);
            print(traces.inOrder().getFirst(), info, cards);
        }
        return CommandLine.ExitCode.OK;
    }

    private void print(TraceFile first, TraceInfo info, Optional<CardList> cards) {
        var out = spec.commandLine().getOut();
        String format = first.format().name();
        if (json) {
            out.println(JsonLine.object(
                    object -> TraceInfoJson.write(object, format, first.header(), info, atr -> name(cards, atr))));
        } else {
            out.print(TraceInfoText.of(format, first.header(), info, atr -> name(cards, atr)));
        }
        out.flush();
    }

    private static String name(Optional<CardList> cards, Bytes atr) {
        return cards.map(known -> known.identify(atr))
                .filter(found -> !found.isEmpty())
                .map(found -> String.join("; ", found.getFirst().descriptions()))
                .orElse("");
    }
}
