package dev.puce.cli.trace;

import dev.puce.cli.terminal.CommandFailedException;
import dev.puce.cli.terminal.StandardOutput;
import dev.puce.posix.Terminal;
import dev.puce.trace.AsyncSink;
import dev.puce.trace.PrivateFile;
import dev.puce.trace.export.PcapngWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `puce export`: writes a trace in the format of another program.
@Command(
        name = "export",
        description = "Write the calls of a trace in the format of another program.",
        footer = {"", "Example: puce export --to pcapng trace.jsonl -o trace.pcapng && wireshark trace.pcapng"},
        mixinStandardHelpOptions = true)
public final class ExportCommand implements Callable<Integer> {
    /// The formats.
    enum Target {
        /// For Wireshark.
        PCAPNG
    }

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "FORMAT",
            description = "pcapng: for Wireshark and tshark, which need no preferences for it.")
    private Target target;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where to; readable by you alone. Default: standard output.")
    private Path output;

    @Parameters(paramLabel = "FILE", description = "A recording, or a raw log of libpcscspy; - is standard input.")
    private String file;

    @Mixin
    private RedactOption redact;

    @Mixin
    private FilterOption filter;

    @Override
    public Integer call() throws IOException {
        if (output == null && Terminal.STANDARD_OUTPUT.isThere()) {
            throw new CommandFailedException("a capture file is not for a terminal: say where to with -o FILE, or"
                    + " pipe it into 'wireshark -k -i -'");
        }
        var redaction = redact.redaction(spec.commandLine().getErr());
        try (var trace = TraceInput.open(file, redaction, spec.commandLine().getErr());
                var out = open()) {
            var writer = switch (target) {
                case PCAPNG -> new PcapngWriter(out, trace.header());
            };
            try (var sink = AsyncSink.to(filter.before(writer))) {
                trace.read(sink);
            }
        } catch (StandardOutput.GoneException _) {
            // enough has been seen
        }
        return CommandLine.ExitCode.OK;
    }

    private OutputStream open() throws IOException {
        if (output == null) {
            return new StandardOutput();
        }
        if (Files.exists(output) && Files.exists(Path.of(file)) && Files.isSameFile(output, Path.of(file))) {
            throw new CommandFailedException(output + " is the trace itself: say another file with -o");
        }
        return Channels.newOutputStream(PrivateFile.create(output));
    }
}
