package dev.puce.cli.trace;

import dev.puce.cli.help.Guide;
import dev.puce.cli.terminal.SmKeysOption;
import dev.puce.cli.terminal.StandardOutput;
import dev.puce.pcsc.CallSink;
import dev.puce.posix.Terminal;
import dev.puce.trace.AsyncOutput;
import dev.puce.trace.AsyncSink;
import dev.puce.trace.file.TraceFile;
import dev.puce.trace.file.TraceFormats;
import dev.puce.trace.pcscspy.LibpcscspyLog;
import dev.puce.trace.pcscspy.PcscSpyRenderer;
import dev.puce.trace.redaction.Redaction;
import dev.puce.trace.redaction.Redactor;
import dev.puce.trace.render.CompactRenderer;
import dev.puce.trace.session.MessagingKeys;
import dev.puce.trace.source.TraceFormat;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `puce show`: shows the calls of a trace.
@Command(name = "show", description = "Show the calls of a recording or of another tool's log. The format is detected.")
@Guide(
        usage = {"puce show [OPTIONS] FILE", "puce show [OPTIONS] FILE FILE...", "puce show [OPTIONS] -"},
        examples = {
            "puce show trace.jsonl | one line for each exchange with the card",
            "puce show trace.jsonl --call 70 -C 5 | call 70 in full, and five calls before and after it",
            "puce show trace.jsonl --filter 'sw ~ 63C? or error' | wrong PINs and errors",
            "puce show -f pcsc-spy trace.jsonl | in the layout of pcsc-spy",
            "puce show pcscd.log pkcs11-spy.log --offset 1=0.25 | two logs of the same time, line by line",
            "puce show -v --sm-keys file:mrz.txt passport.jsonl | with secure messaging decrypted",
            "puce show --formats | the logs that puce reads",
            "puce show --follow trace.jsonl | the calls that puce spy -o records meanwhile",
            "journalctl -u pcscd \\| puce show - | a log from standard input"
        },
        seeAlso = {"puce summary", "puce diff", "puce export"})
public final class ShowCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "FILE",
            description =
                    "The trace; - is standard input. The rotated files of a recording are one trace. Other traces of"
                            + " the same time are merged.")
    private List<String> files = List.of();

    @Option(
            names = "--offset",
            paramLabel = "N=SECONDS",
            description = "With several traces: add SECONDS to the times of trace N (1 is the first). Repeatable.")
    private Map<Integer, BigDecimal> offsets = Map.of();

    @Option(names = "--formats", description = "List the formats that puce reads, and exit.")
    private boolean formats;

    @Mixin
    private ViewOptions view;

    @Mixin
    private RedactOption redact;

    @Mixin
    private FromOption from;

    @Mixin
    private FilterOption filter;

    @Mixin
    private SmKeysOption smKeys;

    @Option(
            names = "--call",
            paramLabel = "N",
            description = "Show only the call with number N, in full. -C adds calls around it.")
    private Long number;

    @Option(
            names = {"-C", "--context"},
            paramLabel = "K",
            description = "With --call: also K calls before and after it.")
    private Long context;

    @Option(
            names = "--follow",
            description =
                    "Show calls while another program appends them to FILE, until Ctrl-C. Standard input is always"
                            + " followed.")
    private boolean follow;

    private LiveInput.IdleListener pending = () -> {};

    private Optional<CallSearch> search = Optional.empty();

    @Override
    public Integer call() throws IOException {
        if (formats) {
            listFormats();
            return CommandLine.ExitCode.OK;
        }
        if (files.isEmpty()) {
            throw new CommandLine.ParameterException(spec.commandLine(), "FILE is missing");
        }
        selectCall();
        view.check(spec.commandLine(), false);
        var redaction = redact.redaction(spec.commandLine().getErr());
        try {
            if (files.size() == 1) {
                showFile(files.getFirst(), redaction);
            } else {
                showFiles(redaction);
            }
        } catch (StandardOutput.GoneException _) {
            // the reader of standard output has ended, as head does
        }
        return CommandLine.ExitCode.OK;
    }

    private void showFile(String file, Redaction redaction) throws IOException {
        if (!offsets.isEmpty()) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--offset needs several traces");
        }
        if (follow || file.equals("-")) {
            showLive(file, redaction);
        } else {
            showParts(List.of(file), redaction);
        }
    }

    private void showFiles(Redaction redaction) throws IOException {
        var recordings = TraceInput.traces(files);
        if (recordings.size() == 1 && offsets.isEmpty()) {
            showParts(recordings.getFirst(), redaction);
        } else {
            checkMerge();
            merge(redaction);
        }
    }

    private void checkMerge() {
        if (view.format() == ViewOptions.Format.PCSC_SPY) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "-f pcsc-spy shows one trace. Use -f compact or -f calls for several");
        }
        if (files.stream().filter("-"::equals).count() > 1) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "Only one of the traces can be standard input");
        }
        for (Integer trace : offsets.keySet()) {
            if (trace < 1 || trace > files.size()) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(), "--offset " + trace + ": there are traces 1 to " + files.size());
            }
        }
    }

    /// Shows a trace.
    ///
    /// @param parts one file, or the rotated files of a recording, the oldest first
    private void showParts(List<String> parts, Redaction redaction) throws IOException {
        var keys = new MessagingKeys(smKeys.keys(), redaction);
        var err = spec.commandLine().getErr();
        var progress = TraceInput.progressWhilePrinting(parts, err);
        try (var traces = new OpenTraces(parts, from.options(redaction).with(keys), progress, err);
                var out = new AsyncOutput(progress.makeWayFor(new StandardOutput()))) {
            var log = traces.inOrder().getFirst().libpcscspyLog();
            if (log.isPresent() && view.format() == ViewOptions.Format.PCSC_SPY && !filter.isGiven()) {
                showAsPcscSpy(log.get(), out, redaction);
            } else {
                show(traces.inOrder(), out, keys);
            }
        }
    }

    /// Shows several traces as one.
    private void merge(Redaction redaction) throws IOException {
        try (var traces = new OpenTraces(
                        files, from.options(redaction), spec.commandLine().getErr());
                var out = new AsyncOutput(new StandardOutput())) {
            var merged = traces.merged(offsets);
            var shown =
                    view.open(out, Terminal.STANDARD_OUTPUT, view.color().onStandardOutput(), false, merged.header());
            try (CallSink sink = AsyncSink.to(selected(filter.before(shown)))) {
                merged.read(sink);
            }
            checkFound();
        }
    }

    /// Shows calls as they come. When no call comes, the view shows the rows that wait for one.
    private void showLive(String file, Redaction redaction) throws IOException {
        var keys = new MessagingKeys(smKeys.keys(), redaction);
        var err = spec.commandLine().getErr();
        boolean isCompact = view.format() == ViewOptions.Format.COMPACT;
        try (var trace = TraceInput.openLive(file, from.options(redaction).with(keys), () -> pending.idle(), err);
                var out = new BufferedOutputStream(new StandardOutput())) {
            CallSink opened = view.open(
                    out, Terminal.STANDARD_OUTPUT, view.color().onStandardOutput(), !isCompact, trace.header(), keys);
            pending = () -> {
                if (opened instanceof CompactRenderer compact) {
                    compact.showPending();
                }
                out.flush();
            };
            try (CallSink sink = selected(filter.before(opened, keys))) {
                trace.read(sink);
            }
            checkFound();
        }
    }

    private void listFormats() {
        var out = spec.commandLine().getOut();
        for (TraceFormat format : TraceFormats.all()) {
            out.println("%-12s%s".formatted(format.name(), format.description()));
        }
        out.flush();
    }

    private void selectCall() {
        if (number == null && context != null) {
            throw new CommandLine.ParameterException(spec.commandLine(), "-C needs --call N");
        }
        if (context != null && context < 0) {
            throw new CommandLine.ParameterException(spec.commandLine(), "-C must not be negative");
        }
        if (number != null) {
            if (view.format() == ViewOptions.Format.COMPACT) {
                view.showEverything();
            }
            filter.selectCalls(number, context == null ? 0 : context);
        }
    }

    /// Shows a log line by line as pcsc-spy does, so that calls of several threads overlap.
    private void showAsPcscSpy(LibpcscspyLog log, OutputStream out, Redaction redaction) throws IOException {
        var options = view.pcscSpyOptions(view.color().onStandardOutput(), false);
        try (var renderer = new PcscSpyRenderer(out, options, new Redactor(redaction))) {
            log.parse(renderer);
        }
    }

    private void show(List<TraceFile> parts, OutputStream out, MessagingKeys keys) throws IOException {
        var header = parts.getFirst().header();
        view.reportUnknownThreads(header, spec.commandLine().getErr());
        var shown = filter.before(
                view.open(out, Terminal.STANDARD_OUTPUT, view.color().onStandardOutput(), false, header, keys), keys);
        try (CallSink sink = AsyncSink.to(selected(shown))) {
            TraceFile.read(parts, sink);
        }
        checkFound();
    }

    private void checkFound() {
        search.ifPresent(CallSearch::checkFound);
        filter.reportIfNothing(spec.commandLine().getErr());
    }

    /// Returns the sink, after a search for the call that `--call` names.
    private CallSink selected(CallSink shown) {
        search = Optional.ofNullable(number).map(wanted -> new CallSearch(wanted, shown));
        return search.<CallSink>map(found -> found).orElse(shown);
    }
}
