package dev.puce.cli.spy;

import dev.puce.cli.program.StartedProgram;
import dev.puce.cli.terminal.CommandFailedException;
import dev.puce.cli.terminal.NonBlockingOutput;
import dev.puce.cli.terminal.StopRequest;
import dev.puce.diagnose.macos.ApduLogging;
import dev.puce.diagnose.macos.MacosTools;
import dev.puce.spy.macos.LogSession;
import dev.puce.spy.macos.LogStream;
import dev.puce.spy.macos.ProcessTree;
import dev.puce.spy.macos.StreamFeed;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;

/// `puce spy` on macOS: shows the calls that the unified log has.
final class MacosSpy {
    /// How long `log` may take until its first line.
    private static final Duration START = Duration.ofSeconds(20);

    /// How often Ctrl-C is looked for.
    private static final Duration PATIENCE = Duration.ofMillis(100);

    private final SpyOptions options;
    private final PrintWriter err;

    MacosSpy(SpyOptions options, PrintWriter err) {
        this.options = options;
        this.err = err;
    }

    /// Runs a program, and shows its calls and those of its children.
    ///
    /// @return the exit status of the program
    int run(MacosTools tools, List<String> command) throws IOException {
        reportApduLogging(tools);
        int status;
        var processes = ProcessTree.ofThisProcess();
        LogSession session = options.openLog(
                new LogStream(tools.log()), tools.log().toString(), command, Optional.of(processes), err);
        try (session) {
            awaitLog(session, tools);
            var program = StartedProgram.start(command, Map.of());
            processes.add(program.pid());
            status = program.await();
        }
        reportMissing(session, command.getFirst());
        return status;
    }

    /// Shows the calls of all programs until Ctrl-C.
    int attach(MacosTools tools) throws IOException {
        reportApduLogging(tools);
        var stop = new StopRequest();
        var session =
                options.openLog(new LogStream(tools.log()), tools.log().toString(), List.of(), Optional.empty(), err);
        try (session) {
            awaitLog(session, tools);
            report("Reads the log of macOS. Ctrl-C ends.");
            stop.await();
        }
        return CommandLine.ExitCode.OK;
    }

    /// Shows the calls of a log that another program writes to standard input, until its end or Ctrl-C.
    int read(InputStream in) throws IOException {
        var session = options.openLog(new StreamFeed(in), err);
        try (session) {
            new StopRequest().awaitNextOr(() -> session.awaitEnd(PATIENCE));
        }
        if (!session.hasCalls()) {
            report(
                    "Standard input has no PC/SC call in the format of macOS. For a file, puce show detects the format.");
        }
        return CommandLine.ExitCode.OK;
    }

    /// Arms the logging of APDUs. `sudo` may ask for a password.
    void armApduLogging(MacosTools tools) throws IOException {
        try {
            int status = new ProcessBuilder(ApduLogging.command(tools))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new CommandFailedException("Cannot switch on the logging of APDUs: the command ended with status "
                        + status + ": " + ApduLogging.commandText());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitLog(LogSession session, MacosTools tools) {
        try {
            if (!session.awaitFirstLine(START)) {
                throw new CommandFailedException("Cannot read the log of macOS: "
                        + (session.latestIncident().isEmpty()
                                ? tools.log() + " printed nothing within " + START.toSeconds() + " s."
                                : session.latestIncident() + "."));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void reportApduLogging(MacosTools tools) {
        switch (ApduLogging.of(tools)) {
            case ARMED -> report("APDU logging is armed: the next reader that connects logs its APDUs.");
            case NOT_ARMED ->
                report("APDU logging is not armed. A reader logs APDUs only if it connected while it was armed. To arm"
                        + " it, use --arm-apdus, or run: " + ApduLogging.commandText()
                        + ". Then connect the reader again.");
            case UNKNOWN -> report("Cannot find out whether APDU logging is armed.");
        }
    }

    private void reportMissing(LogSession session, String program) {
        if (!session.hasCalls()) {
            report(program + " made no PC/SC call that the log shows.");
        } else if (!session.hasApdus()) {
            report("The log has calls and no APDUs. Use --arm-apdus, and connect the reader again.");
        }
    }

    private void report(String what) {
        NonBlockingOutput.print(err, "puce: " + what + System.lineSeparator());
    }
}
