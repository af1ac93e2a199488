package dev.puce.cli.trace;

import dev.puce.cli.help.Guide;
import dev.puce.cli.terminal.ColorOption;
import dev.puce.cli.terminal.StandardOutput;
import dev.puce.posix.Terminal;
import dev.puce.trace.AsyncSink;
import dev.puce.trace.file.TraceFile;
import dev.puce.trace.redaction.Redaction;
import dev.puce.trace.render.Palette;
import dev.puce.trace.summary.Summary;
import dev.puce.trace.summary.SummaryJson;
import dev.puce.trace.summary.SummaryText;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `puce summary`: shows where the time of a trace went.
@Command(
        name = "summary",
        description = {
            "Show where the time of a trace went: calls, total, share, median, p99, maximum and errors of each function,"
                    + " reader and instruction.",
            "A share is a part of the time inside PC/SC. Median and p99 are exact to 0.8 %%."
        })
@Guide(
        usage = "puce summary [OPTIONS] FILE...",
        examples = {
            "puce summary trace.jsonl | a table",
            "puce summary trace.jsonl* | a recording with its rotated files",
            "puce summary --json trace.jsonl | times in microseconds, for scripts"
        },
        seeAlso = {"puce show", "puce diff"})
public final class SummaryCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private TraceArgument trace;

    @Option(names = "--json", description = "One JSON object. Times are in microseconds.")
    private boolean json;

    @Mixin
    private FromOption from;

    @Mixin
    private FilterOption filter;

    @Mixin
    private ColorOption color;

    @Override
    public Integer call() throws IOException {
        var summary = new Summary();
        try (var traces = OpenTraces.withProgress(
                        trace.parts(),
                        from.options(Redaction.FULL),
                        spec.commandLine().getErr());
                var sink = AsyncSink.to(filter.before(summary))) {
            TraceFile.read(traces.inOrder(), sink);
        }
        if (json) {
            SummaryJson.write(summary, new StandardOutput());
        } else {
            var palette = color.onStandardOutput() ? Palette.ANSI : Palette.NONE;
            spec.commandLine()
                    .getOut()
                    .print(SummaryText.of(summary, palette, Terminal.STANDARD_OUTPUT.columnsIfThere()));
            spec.commandLine().getOut().flush();
        }
        return CommandLine.ExitCode.OK;
    }
}
