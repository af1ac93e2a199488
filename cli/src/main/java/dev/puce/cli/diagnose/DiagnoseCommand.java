package dev.puce.cli.diagnose;

import dev.puce.cli.help.Guide;
import dev.puce.cli.spy.SpiedRun;
import dev.puce.cli.terminal.ColorOption;
import dev.puce.cli.terminal.JsonLine;
import dev.puce.cli.trace.FromOption;
import dev.puce.cli.trace.OpenTraces;
import dev.puce.cli.trace.TraceInput;
import dev.puce.diagnose.machine.Doctor;
import dev.puce.diagnose.machine.SocketChoice;
import dev.puce.diagnose.trace.ComparedTrace;
import dev.puce.diagnose.trace.Diagnosis;
import dev.puce.diagnose.trace.DiagnosisJson;
import dev.puce.diagnose.trace.DiagnosisText;
import dev.puce.diagnose.trace.TraceDiagnosis;
import dev.puce.iso7816.Printable;
import dev.puce.pcsc.CallSink;
import dev.puce.posix.CoreDumps;
import dev.puce.posix.Terminal;
import dev.puce.trace.AsyncSink;
import dev.puce.trace.file.TraceFile;
import dev.puce.trace.redaction.Redaction;
import dev.puce.trace.render.Palette;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `puce diagnose`: finds the failing call of a trace and the layer at fault.
@Command(
        name = "diagnose",
        description = {
            "Find the call that failed, the layer at fault and the next step, in recordings and other tools' logs, or in"
                    + " a run of COMMAND.",
            "The verdict comes first, then the other findings. A note is not a problem.",
            "Each FILE is a trace of its own. The rotated files of one recording are one trace."
        },
        exitCodeOnExecutionException = CommandLine.ExitCode.USAGE)
@Guide(
        usage = {"puce diagnose [OPTIONS] FILE...", "puce diagnose [OPTIONS] -- COMMAND [ARGUMENT...]"},
        examples = {
            "puce diagnose trace.jsonl | a recording",
            "puce diagnose trace.jsonl* | a recording with its rotated files",
            "puce diagnose --merge a.jsonl b.jsonl | two programs that were recorded at the same time",
            "puce diagnose --compared-with good.jsonl bad.jsonl | leave out errors that a good run has, too",
            "puce diagnose -- pkcs11-tool --login --test | run a program under the spy, then diagnose"
        },
        exitStatuses = {"0 | no problem", "1 | a problem", "2 | the input cannot be read, or wrong usage"},
        seeAlso = {"puce doctor", "puce show", "puce spy"})
public final class DiagnoseCommand implements Callable<Integer> {
    /// Rules whose findings the checks of the machine can explain.
    private static final Set<String> ABOUT_MACHINE = Set.of("no-service", "no-reader-or-card");

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "FILE",
            description = "Traces; - is standard input. Or, after --, the program to run and its arguments.")
    private List<String> words = List.of();

    @Option(names = "--json", description = "JSON Lines: one object for each trace.")
    private boolean json;

    @Option(
            names = "--merge",
            description = "All FILEs are one trace: their calls in the order of time, as puce show FILE FILE shows"
                    + " them.")
    private boolean merge;

    @Option(
            names = "--compared-with",
            paramLabel = "GOOD",
            description = "A trace of a good run. Errors that it has, too, become notes, and the first difference is"
                    + " shown.")
    private String good;

    @Mixin
    private FromOption from;

    @Mixin
    private ColorOption color;

    @Override
    public Integer call() throws IOException {
        CoreDumps.disable(); // PINs and keys pass through this process
        if (words.isEmpty()) {
            throw new CommandLine.ParameterException(spec.commandLine(), "Name a FILE, or a COMMAND after --");
        }
        if (good != null && SpiedRun.isAsked(spec)) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--compared-with needs a FILE");
        }
        if (merge && SpiedRun.isAsked(spec)) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--merge needs a FILE");
        }
        boolean healthy = true;
        if (SpiedRun.isAsked(spec)) {
            var diagnosis = run();
            healthy = show(diagnosis, false, "");
            examineMachine(diagnosis);
        } else {
            var traces = merge ? List.of(words) : TraceInput.traces(words);
            for (List<String> files : traces) {
                healthy &= show(read(files), traces.size() > 1, name(files));
            }
        }
        return healthy ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private Diagnosis run() throws IOException {
        var diagnosis = new TraceDiagnosis();
        int status = SpiedRun.of(words).trace(diagnosis);
        return diagnosis.result(OptionalInt.of(status));
    }

    /// Checks the machine as `puce doctor` does, if the service or the reader is at fault.
    private void examineMachine(Diagnosis diagnosis) {
        boolean machine = diagnosis
                .verdict()
                .filter(finding -> ABOUT_MACHINE.contains(finding.rule()))
                .isPresent();
        if (!machine || json) {
            return;
        }
        var report = Doctor.examine(SocketChoice.of(Optional.empty()), _ -> {});
        if (!report.works()) {
            spec.commandLine().getOut().print(DoctorCommand.verdict(report));
            spec.commandLine().getOut().flush();
        }
    }

    /// The newest file of a recording, or all merged files.
    private String name(List<String> files) {
        return merge ? String.join(", ", files) : files.getLast();
    }

    private Diagnosis read(List<String> files) throws IOException {
        if (good == null) {
            var diagnosis = new TraceDiagnosis();
            read(files, diagnosis);
            return diagnosis.result();
        }
        var compared = new ComparedTrace();
        read(files, compared);
        var goodRun = new ComparedTrace();
        read(List.of(good), goodRun);
        return compared.against(goodRun);
    }

    private void read(List<String> files, CallSink sink) throws IOException {
        try (var traces = OpenTraces.withProgress(
                        files, from.options(Redaction.FULL), spec.commandLine().getErr());
                var async = AsyncSink.to(sink)) {
            if (merge && files.size() > 1) {
                traces.merged(Map.of()).read(async);
            } else {
                TraceFile.read(traces.inOrder(), async);
            }
        }
    }

    /// @return whether there is no problem
    private boolean show(Diagnosis diagnosis, boolean isOneOfMany, String file) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JsonLine.object(generator -> {
                if (!file.isEmpty()) {
                    generator.writeStringProperty("file", file);
                }
                DiagnosisJson.write(generator, diagnosis);
            }));
        } else {
            if (isOneOfMany) {
                out.println(Printable.of(file) + ":");
            }
            var palette = color.onStandardOutput() ? Palette.ANSI : Palette.NONE;
            out.print(DiagnosisText.of(diagnosis, palette, Terminal.STANDARD_OUTPUT.columns()));
        }
        out.flush();
        return !diagnosis.hasProblem();
    }
}
