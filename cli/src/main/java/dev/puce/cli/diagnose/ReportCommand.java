package dev.puce.cli.diagnose;

import dev.puce.atr.list.CardList;
import dev.puce.atr.report.AtrPalette;
import dev.puce.atr.report.AtrText;
import dev.puce.atr.report.IdentifiedAtr;
import dev.puce.cli.atr.CardListOption;
import dev.puce.cli.help.Guide;
import dev.puce.cli.spy.SpiedRun;
import dev.puce.cli.terminal.CommandFailedException;
import dev.puce.cli.terminal.InputLines;
import dev.puce.cli.terminal.OutputOption;
import dev.puce.cli.terminal.Version;
import dev.puce.cli.trace.AudienceOption;
import dev.puce.cli.trace.FromOption;
import dev.puce.cli.trace.OpenTraces;
import dev.puce.cli.trace.TraceInput;
import dev.puce.diagnose.machine.Doctor;
import dev.puce.diagnose.machine.SocketChoice;
import dev.puce.diagnose.report.Report;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.atr.Atr;
import dev.puce.pcsc.CallSink;
import dev.puce.posix.Terminal;
import dev.puce.trace.file.TraceFile;
import dev.puce.web.HtmlReport;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `puce report`: collects the facts for a bug report in one archive.
@Command(
        name = "report",
        description = {
            "Write an archive for a bug report: traces without secrets and their views, the diagnosis, the steps of"
                    + " puce doctor, versions, readers and environment variables.",
            "puce lists the content first, and asks on a terminal. If a check finds a secret, it writes nothing.",
            "Without -o, the archive is puce-report-TIME.zip in the current folder."
        })
@Guide(
        usage = {"puce report [OPTIONS] [FILE...]", "puce report [OPTIONS] -- COMMAND [ARGUMENT...]"},
        examples = {
            "puce report -o report.zip trace.jsonl | a recording and this machine",
            "puce report -o report.zip -- pkcs11-tool -O | record COMMAND first",
            "puce report -o report.zip --for public trace.jsonl | without personal data"
        },
        exitStatuses = {
            "0 | the archive is written",
            "1 | a secret was found, you declined, or a file cannot be used",
            "2 | wrong usage"
        },
        seeAlso = {"puce diagnose", "puce doctor", "puce redact"})
public final class ReportCommand implements Callable<Integer> {
    private static final double CLOCK_HZ = 4_000_000;
    private static final int COLUMNS = 100;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "FILE",
            description = "Traces. Or, after --, the program to run and its arguments.")
    private List<String> words = List.of();

    @Mixin
    private OutputOption output;

    @Mixin
    private AudienceOption audience;

    @Mixin
    private FromOption from;

    @Mixin
    private CardListOption list;

    @Override
    public Integer call() throws IOException {
        Path archive = output.pathOr("puce-report-%t.zip");
        Optional<CardList> cards = list.load();
        try (var report = Report.begin(audience.redaction())) {
            if (SpiedRun.isAsked(spec)) {
                addRun(report, cards);
            } else {
                var traces = TraceInput.traces(words);
                for (int i = 0; i < traces.size(); i++) {
                    add(report, traces.size() == 1 ? "" : String.valueOf(i + 1), traces.get(i), cards);
                }
            }
            report.addMachine(Version.text(), Doctor.examine(SocketChoice.of(Optional.empty()), _ -> {}));
            List<String> leftovers = report.leftovers();
            if (!leftovers.isEmpty()) {
                throw new CommandFailedException(
                        "Not written, because secrets or names are left. Found:\n" + String.join("\n", leftovers));
            }
            return write(report, archive);
        }
    }

    /// @param files the trace: several if a recording was rotated
    private void add(Report report, String name, List<String> files, Optional<CardList> cards) throws IOException {
        try (var parts = OpenTraces.withProgress(
                files, from.options(report.redaction()), spec.commandLine().getErr())) {
            report.add(name, parts.inOrder(), atr -> explain(atr, cards), ReportCommand::page);
        }
    }

    private static CallSink page(OutputStream out, TraceFile trace) throws IOException {
        return new HtmlReport(out, "recording.jsonl", trace.format().name(), trace.header());
    }

    private void addRun(Report report, Optional<CardList> cards) throws IOException {
        var run = SpiedRun.of(words);
        try (var writer = report.recordRun(run.header())) {
            run.trace(writer);
        }
        add(report, "", List.of(report.run().toString()), cards);
    }

    private static String explain(Bytes atr, Optional<CardList> cards) {
        var matches = cards.map(known -> known.identify(atr)).orElse(List.of());
        return AtrText.of(
                new IdentifiedAtr(Atr.parse(atr), matches, List.of(), cards.isPresent()),
                AtrPalette.PLAIN,
                CLOCK_HZ,
                COLUMNS);
    }

    private int write(Report report, Path archive) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        report.content().forEach(out::println);
        out.flush();
        if (Terminal.STANDARD_INPUT.isThere() && !isAgreed(archive)) {
            throw new CommandFailedException("Nothing was written");
        }
        report.write(archive);
        out.println("Wrote " + archive);
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    private boolean isAgreed(Path archive) throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        err.print("Write these files to " + archive + "? [y/N] ");
        err.flush();
        String answer = InputLines.ofStandardInput().next();
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
    }
}
