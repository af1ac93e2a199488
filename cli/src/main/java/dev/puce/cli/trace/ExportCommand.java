package dev.puce.cli.trace;

import dev.puce.cli.help.Guide;
import dev.puce.cli.terminal.CommandFailedException;
import dev.puce.cli.terminal.OutputOption;
import dev.puce.cli.terminal.StandardOutput;
import dev.puce.posix.Terminal;
import dev.puce.trace.AsyncSink;
import dev.puce.trace.PrivateFile;
import dev.puce.trace.export.CsvWriter;
import dev.puce.trace.export.PcapngWriter;
import dev.puce.trace.file.TraceFile;
import dev.puce.trace.recording.RecordingWriter;
import dev.puce.trace.session.CountedCalls;
import dev.puce.web.HtmlReport;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `puce export`: writes a trace in the format of another program.
@Command(name = "export", description = "Write the calls of a trace in another format.")
@Guide(
        usage = "puce export --to FORMAT [OPTIONS] FILE...",
        examples = {
            "puce export --to pcapng trace.jsonl -o trace.pcapng | then: wireshark trace.pcapng",
            "puce export --to pcapng trace.jsonl \\| wireshark -k -i - | without a file in between",
            "puce export --to html trace.jsonl -o trace.html | one file for a bug report; opens in every browser",
            "puce export --to csv trace.jsonl -o trace.csv | one line for each call",
            "puce export --to recording pcscd.log -o trace.jsonl | convert another tool's log",
            "puce export --to html trace.jsonl* -o trace.html | a recording with its rotated files"
        },
        seeAlso = {"puce show", "puce web"})
public final class ExportCommand implements Callable<Integer> {
    /// The formats.
    enum Target {
        /// For Wireshark.
        PCAPNG,
        /// The page of `puce web` as one file.
        HTML,
        /// For spreadsheets.
        CSV,
        /// For puce, as JSON Lines.
        RECORDING
    }

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "FORMAT",
            description =
                    "pcapng (for Wireshark and tshark, which need no settings for it), html (the page of puce web as"
                            + " one file), csv (for spreadsheets and data frames), recording (puce's own format).")
    private Target target;

    @Mixin
    private OutputOption output;

    @Mixin
    private TraceArgument trace;

    @Mixin
    private RedactOption redact;

    @Mixin
    private FromOption from;

    @Mixin
    private FilterOption filter;

    private boolean isOpen;

    @Override
    public Integer call() throws IOException {
        if (target == Target.PCAPNG && !output.isGiven() && Terminal.STANDARD_OUTPUT.isThere()) {
            throw new CommandFailedException(
                    "A capture file is binary. Name a file with -o FILE, or pipe it into" + " 'wireshark -k -i -'");
        }
        try {
            export();
        } catch (StandardOutput.GoneException _) {
            // the reader of standard output has ended, as head does
        } catch (IOException e) {
            if (!isOpen || !output.isGiven()) {
                throw e;
            }
            Path to = output.path().orElseThrow();
            PrivateFile.discard(to);
            throw new CommandFailedException(
                    "Cannot export " + trace + " to " + to + ": " + e.getMessage() + ". No part of it is left", e);
        }
        return CommandLine.ExitCode.OK;
    }

    private void export() throws IOException {
        var err = spec.commandLine().getErr();
        var redaction = redact.redaction(err);
        var parts = trace.parts();
        var progress =
                output.isGiven() ? TraceInput.progress(parts, err) : TraceInput.progressWhilePrinting(parts, err);
        try (var traces = new OpenTraces(parts, from.options(redaction), progress, err);
                var out = progress.makeWayFor(open())) {
            isOpen = true;
            var first = traces.inOrder().getFirst();
            var name = TraceInput.nameOf(parts.getLast());
            var writer = switch (target) {
                case PCAPNG -> new PcapngWriter(out, first.header());
                case HTML -> new HtmlReport(out, name, first.format().name(), first.header());
                case CSV -> new CsvWriter(out);
                case RECORDING -> new RecordingWriter(out, first.header(), false);
            };
            var counted = new CountedCalls(writer);
            try (var sink = AsyncSink.to(filter.before(counted))) {
                TraceFile.read(traces.inOrder(), sink);
            }
            if (output.isGiven()) {
                err.println("puce: Wrote " + calls(counted.calls()) + " to "
                        + output.path().orElseThrow());
            }
        }
    }

    private static String calls(long count) {
        return count == 1 ? "1 call" : count + " calls";
    }

    private OutputStream open() throws IOException {
        if (!output.isGiven()) {
            return new StandardOutput();
        }
        trace.checkNot(output);
        return Channels.newOutputStream(PrivateFile.create(output.path().orElseThrow()));
    }
}
