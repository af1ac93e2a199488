package dev.puce.cli.trace;

import dev.puce.cli.help.Guide;
import dev.puce.cli.terminal.ColorOption;
import dev.puce.cli.terminal.StandardOutput;
import dev.puce.trace.AsyncSink;
import dev.puce.trace.diff.CallDiff;
import dev.puce.trace.diff.CallSequence;
import dev.puce.trace.redaction.Redaction;
import dev.puce.trace.render.Palette;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `puce diff`: compares two traces.
@Command(
        name = "diff",
        description = {
            "Compare the calls of two traces. Times, handles, pointers, counters and process ids are ignored.",
            "--json prints one object for each piece: piece (equal, left or right), count, and calls (seq, text) of the"
                    + " side that differs, or left_seq and right_seq of the first equal call."
        },
        exitCodeOnExecutionException = CommandLine.ExitCode.USAGE)
@Guide(
        usage = "puce diff [OPTIONS] LEFT RIGHT",
        examples = "puce diff good.jsonl bad.jsonl | find the first call that differs",
        exitStatuses = {"0 | the traces are equal", "1 | they differ", "2 | a trace cannot be read, or wrong usage"},
        seeAlso = {"puce show", "puce summary"})
public final class DiffCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(index = "0", paramLabel = "LEFT", description = "A trace.")
    private String left;

    @Parameters(index = "1", paramLabel = "RIGHT", description = "Another trace; - is standard input.")
    private String right;

    @Option(names = "--json", description = "JSON Lines, one object for each piece.")
    private boolean json;

    @Mixin
    private RedactOption redact;

    @Mixin
    private FromOption from;

    @Mixin
    private FilterOption filter;

    @Mixin
    private ColorOption color;

    @Override
    public Integer call() throws IOException {
        if (left.equals("-") && right.equals("-")) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "Only one of the traces can be standard input");
        }
        var redaction = redact.redaction(spec.commandLine().getErr());
        var diff = new CallDiff(read(left, redaction), read(right, redaction));
        if (json) {
            diff.writeJson(new StandardOutput());
        } else {
            var text = new StringBuilder();
            diff.print(text, color.onStandardOutput() ? Palette.ANSI : Palette.NONE);
            spec.commandLine().getOut().print(text);
            spec.commandLine().getOut().flush();
        }
        return diff.isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private CallSequence read(String file, Redaction redaction) throws IOException {
        var calls = new CallSequence();
        try (var trace = TraceInput.openWithProgress(
                        file, from.options(redaction), spec.commandLine().getErr());
                var sink = AsyncSink.to(filter.before(calls))) {
            trace.read(sink);
        }
        return calls;
    }
}
