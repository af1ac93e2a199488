package dev.puce.cli.trace;

import dev.puce.cli.help.Guide;
import dev.puce.cli.terminal.CommandFailedException;
import dev.puce.cli.terminal.OutputOption;
import dev.puce.trace.PrivateFile;
import dev.puce.trace.file.RedactionCheck;
import dev.puce.trace.file.TraceFile;
import dev.puce.trace.info.TraceInfo;
import dev.puce.trace.info.TraceInfoText;
import dev.puce.trace.recording.RecordingWriter;
import dev.puce.trace.redaction.Redaction;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `puce redact`: writes a trace without its secrets or personal data.
@Command(
        name = "redact",
        description = {
            "Write a trace as a recording without its secrets; with --for public, without personal data.",
            "Then list the remaining content. If a check finds a leftover, puce writes nothing and says where it is."
        })
@Guide(
        usage = "puce redact FILE... -o OUT [--for public]",
        examples = {
            "puce redact trace.jsonl -o clean.jsonl | without PINs and keys",
            "puce redact trace.jsonl -o public.jsonl --for public | for a public bug report",
            "puce redact trace.jsonl* -o clean.jsonl | a recording with its rotated files",
            "puce redact pcscd.log -o clean.jsonl | any log that puce reads"
        },
        exitStatuses = {"0 | OUT is written", "1 | a leftover was found, or a file cannot be used", "2 | wrong usage"},
        seeAlso = {"puce info", "puce report"})
public final class RedactCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private TraceArgument trace;

    @Mixin
    private OutputOption output;

    @Mixin
    private AudienceOption audience;

    @Mixin
    private FromOption from;

    @Override
    public Integer call() throws IOException {
        Path target = output.requiredPath();
        trace.checkNot(output);
        var parts = trace.parts();
        try {
            redact(parts, target);
            check(target);
        } catch (IOException | RuntimeException e) {
            PrivateFile.discard(target);
            throw e;
        }
        return CommandLine.ExitCode.OK;
    }

    private void redact(List<String> parts, Path target) throws IOException {
        try (var traces = OpenTraces.withProgress(
                parts, from.options(audience.redaction()), spec.commandLine().getErr())) {
            write(traces.inOrder(), target);
        }
    }

    private void write(List<TraceFile> parts, Path target) throws IOException {
        try (var writer = RecordingWriter.create(target, parts.getFirst().header())) {
            TraceFile.read(parts, writer);
        } catch (IOException e) {
            throw new IOException(
                    "Cannot redact " + trace + " to " + target + ": " + e.getMessage() + ". No part of it is left", e);
        }
    }

    private void check(Path target) throws IOException {
        var err = spec.commandLine().getErr();
        List<String> leftovers = RedactionCheck.of(target, audience.redaction());
        if (!leftovers.isEmpty()) {
            throw new CommandFailedException("Not written, because redaction left data behind. This is a bug. Found:\n"
                    + String.join("\n", leftovers));
        }
        var info = new TraceInfo();
        try (var written = TraceInput.open(target.toString(), TraceFile.Options.redacting(Redaction.OFF), err)) {
            written.read(info);
            var out = spec.commandLine().getOut();
            out.println("Wrote " + target + ", which contains:");
            out.print(TraceInfoText.of(written.format().name(), written.header(), info, _ -> ""));
            out.flush();
        }
    }
}
