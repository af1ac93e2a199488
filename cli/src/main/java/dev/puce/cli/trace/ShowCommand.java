package dev.puce.cli.trace;

import dev.puce.cli.terminal.StandardOutput;
import dev.puce.pcsc.CallSink;
import dev.puce.trace.AsyncOutput;
import dev.puce.trace.AsyncSink;
import dev.puce.trace.file.TraceFile;
import dev.puce.trace.pcscspy.LibpcscspyLog;
import dev.puce.trace.pcscspy.PcscSpyRenderer;
import dev.puce.trace.redaction.Redaction;
import dev.puce.trace.redaction.Redactor;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `puce show`: shows the calls of a recording or of a log of libpcscspy.
@Command(
        name = "show",
        description = "Show a recording of puce, or a raw log of libpcscspy (what pcsc-spy reads).",
        mixinStandardHelpOptions = true)
public final class ShowCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The recording or log; - is standard input.")
    private String file;

    @Mixin
    private ViewOptions view;

    @Mixin
    private RedactOption redact;

    @Mixin
    private FilterOption filter;

    @Override
    public Integer call() throws IOException {
        view.check(spec.commandLine(), false);
        var err = spec.commandLine().getErr();
        var redaction = redact.redaction(err);
        try (var trace = TraceInput.open(file, redaction, err);
                var out = new AsyncOutput(new StandardOutput())) {
            if (trace.libpcscspyLog().isPresent()
                    && view.format() == ViewOptions.Format.PCSC_SPY
                    && !filter.isGiven()) {
                showAsPcscSpy(trace.libpcscspyLog().get(), out, redaction);
            } else {
                show(trace, out);
            }
        } catch (StandardOutput.GoneException _) {
            // enough has been seen
        }
        return CommandLine.ExitCode.OK;
    }

    /// As pcsc-spy does, line by line, so that calls of several threads overlap as they did.
    private void showAsPcscSpy(LibpcscspyLog log, OutputStream out, Redaction redaction) throws IOException {
        var options = view.pcscSpyOptions(view.color().onStandardOutput(), false);
        try (var renderer = new PcscSpyRenderer(out, options, new Redactor(redaction))) {
            log.parse(renderer);
        }
    }

    private void show(TraceFile trace, OutputStream out) throws IOException {
        var header = trace.header();
        var shown = filter.before(view.open(out, view.color().onStandardOutput(), false, header));
        try (CallSink sink = AsyncSink.to(shown)) {
            trace.read(sink);
        }
    }
}
