package dev.puce.cli.web;

import dev.puce.cli.help.Guide;
import dev.puce.cli.program.RunsProgram;
import dev.puce.cli.spy.LiveHeader;
import dev.puce.cli.spy.RecordOptions;
import dev.puce.cli.spy.SpyTarget;
import dev.puce.cli.terminal.StopRequest;
import dev.puce.cli.trace.FromOption;
import dev.puce.cli.trace.OpenTraces;
import dev.puce.cli.trace.RedactOption;
import dev.puce.cli.trace.TraceInput;
import dev.puce.spy.DaemonConnector;
import dev.puce.spy.TraceListener;
import dev.puce.spy.live.SpySession;
import dev.puce.trace.redaction.Redaction;
import dev.puce.trace.redaction.Redactor;
import dev.puce.web.WebPage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `puce web`: shows traces in the browser.
@Command(
        name = "web",
        description = {
            "Show traces in a browser on this machine: files, or the PC/SC calls of programs while they run.",
            "puce prints the address of the page and serves it until Ctrl-C. PINs and keys are hidden."
        })
@Guide(
        usage = {
            "puce web [OPTIONS] [FILE...]",
            "puce web [OPTIONS] -- COMMAND [ARGUMENT...]",
            "puce web --attach|--listen SOCKET [OPTIONS]"
        },
        examples = {
            "puce web trace.jsonl | show a recording or another tool's log",
            "puce web before.jsonl after.jsonl | two traces, which the page compares",
            "puce web trace.jsonl* | a recording with its rotated files",
            "puce web -- opensc-tool -a | show the calls of opensc-tool while it runs",
            "puce web --virtual --card piv -- pkcs11-tool -O | the same without hardware",
            "sudo puce web --attach | show the calls of all programs of the machine"
        },
        environment = {"PCSCLITE_CSOCK_NAME | socket of the daemon; COMMAND gets the socket of puce in this variable"},
        seeAlso = {"puce spy", "puce show", "puce export"})
public final class WebCommand implements Callable<Integer>, RunsProgram {
    private static final String END_OF_OPTIONS = "--";
    private static final int MAX_PORT = 0xFFFF;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private SpyTarget target;

    @Mixin
    private RecordOptions recording;

    @Mixin
    private RedactOption redact;

    @Mixin
    private FromOption from;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "0",
            description = "TCP port of the page on 127.0.0.1. Default: a free port.")
    private int port;

    @Parameters(
            paramLabel = "FILE",
            arity = "0..*",
            description = "Traces; - is standard input. Behind --, the program to run and its arguments.")
    private List<String> words = List.of();

    private final long startNanos = System.nanoTime();

    @Override
    public boolean hasProgram() {
        return !command().isEmpty();
    }

    /// The words behind `--`.
    private List<String> command() {
        var parsed = spec.root().commandLine().getParseResult();
        var arguments = parsed == null ? List.<String>of() : parsed.originalArgs();
        int end = arguments.indexOf(END_OF_OPTIONS);
        int count = end < 0 ? 0 : arguments.size() - end - 1;
        return words.subList(words.size() - Math.min(count, words.size()), words.size());
    }

    @Override
    public Integer call() throws IOException {
        var command = command();
        target.check(command);
        if (port < 0 || port > MAX_PORT) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--port is " + port + ", must be between 1 and " + MAX_PORT);
        }
        var err = spec.commandLine().getErr();
        var redaction = redact.redaction(err);
        var lateSignals = new Semaphore(0); // those that come too late for COMMAND are for puce
        try (var page = WebPage.start(port, redaction)) {
            for (List<String> parts : TraceInput.traces(words.subList(0, words.size() - command.size()))) {
                var traces = new OpenTraces(parts, from.options(redaction), err); // the page closes them
                page.open(TraceInput.nameOf(parts.getLast()), traces.inOrder());
            }
            err.println("puce: The page is at " + page.address());
            err.flush();
            boolean isLive = !command.isEmpty() || target.isWithoutCommand();
            int status = isLive
                    ? target.spy(
                            command,
                            lateSignals::release,
                            (connector, daemon, program, announces) ->
                                    open(page, redaction, connector, daemon, program, announces))
                    : CommandLine.ExitCode.OK;
            if (!target.isWithoutCommand()) {
                var stop = new StopRequest(lateSignals);
                err.println(
                        command.isEmpty()
                                ? "puce: Ctrl-C ends."
                                : "puce: " + command.getFirst() + " has ended. The page stays until Ctrl-C.");
                err.flush();
                stop.await();
            }
            return status;
        }
    }

    private SpySession open(
            WebPage page,
            Redaction redaction,
            DaemonConnector connector,
            Path daemon,
            List<String> command,
            boolean announces)
            throws IOException {
        var redactor = new Redactor(redaction);
        var header = LiveHeader.of(startNanos, daemon, redactor.redactArguments(command), redaction);
        var outputs = new ArrayList<TraceListener>();
        var recorder = recording.open(header);
        recorder.ifPresent(outputs::add);
        outputs.add(page.live(command.isEmpty() ? "live" : header.command().getFirst(), header));
        var session = new SpySession(connector, redactor, outputs, announces, startNanos);
        recorder.ifPresent(output -> output.onIncident(session::incident));
        return session;
    }
}
