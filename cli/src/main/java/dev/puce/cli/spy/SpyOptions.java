package dev.puce.cli.spy;

import dev.puce.cli.terminal.NonBlockingOutput;
import dev.puce.cli.terminal.SmKeysOption;
import dev.puce.cli.trace.CallOutput;
import dev.puce.cli.trace.FilterOption;
import dev.puce.cli.trace.Problems;
import dev.puce.cli.trace.RedactOption;
import dev.puce.cli.trace.SummaryOutput;
import dev.puce.cli.trace.ViewOptions;
import dev.puce.diagnose.trace.DiagnosisText;
import dev.puce.diagnose.trace.TraceDiagnosis;
import dev.puce.posix.PassedFile;
import dev.puce.posix.Terminal;
import dev.puce.spy.DaemonConnector;
import dev.puce.spy.TraceListener;
import dev.puce.spy.live.LiveView;
import dev.puce.spy.live.OutputFile;
import dev.puce.spy.live.Recorder;
import dev.puce.spy.live.SpySession;
import dev.puce.spy.macos.LineFeed;
import dev.puce.spy.macos.LogSession;
import dev.puce.spy.macos.ProcessTree;
import dev.puce.spy.macos.StreamFeed;
import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.redaction.Redactor;
import dev.puce.trace.render.Palette;
import dev.puce.trace.session.MessagingKeys;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The options that decide what `puce spy` does with the calls that it sees.
final class SpyOptions {
    @Mixin
    private ViewOptions view;

    @Mixin
    private RecordOptions recording;

    @Mixin
    private RedactOption redact;

    @Mixin
    private FilterOption filter;

    @Mixin
    private SmKeysOption smKeys;

    @Option(
            names = "--summary",
            negatable = true,
            description = "Show a summary at the end. Default with -f compact and calls, unless --diffable or -q.")
    private Boolean summary;

    @Option(
            names = "--level",
            paramLabel = "LEVEL",
            defaultValue = "calls",
            description = "Show calls of the API (calls, the default) or the messages on the socket (wire).")
    private LiveView.Level level;

    @Option(
            names = {"-q", "--quiet"},
            description = "Show nothing while programs run. Only record (-o) or count (--summary).")
    private boolean quiet;

    @Option(
            names = "--text",
            paramLabel = "FILE",
            description =
                    "Write the trace as text to FILE, or to the open file descriptor N, instead of standard error."
                            + " --force overwrites FILE.")
    private String text;

    @Mixin
    private TelemetryOption telemetry;

    private final long startNanos = System.nanoTime();
    private volatile Consumer<String> incidents = what -> {};
    /// `null` without a terminal.
    private TraceDiagnosis diagnosis;
    private Optional<Recorder> recorder = Optional.empty();

    private final ConnectionCount connections = new ConnectionCount();

    /// Refuses options that need messages, which the log of macOS does not have.
    void checkForLog(CommandLine command) {
        if (level == LiveView.Level.WIRE) {
            throw new CommandLine.ParameterException(
                    command, "--level wire needs pcscd. The log of macOS has calls alone");
        }
    }

    /// Refuses combinations of options that have no effect.
    void check(CommandLine command) {
        boolean isOfMessages = level == LiveView.Level.WIRE;
        view.check(command, isOfMessages);
        if (quiet && text != null) {
            throw new CommandLine.ParameterException(command, "-q and --text exclude each other");
        }
        if (isOfMessages && filter.isGiven() && !Boolean.TRUE.equals(summary)) {
            throw new CommandLine.ParameterException(
                    command, "--filter selects calls, and --level wire shows messages. Omit one of them");
        }
    }

    /// Starts a trace.
    ///
    /// @param connector          makes the connections to the daemon
    /// @param daemon             socket of the daemon
    /// @param command            the program that will run; empty if there is none
    /// @param announcesProcesses whether to announce each new process, since programs of any user may connect
    SpySession open(
            DaemonConnector connector, Path daemon, List<String> command, boolean announcesProcesses, PrintWriter err)
            throws IOException {
        if (announcesProcesses) {
            view.namesUsers();
        }
        var redactor = new Redactor(redact.redaction(err));
        var header = LiveHeader.of(startNanos, daemon, redactor.redactArguments(command), redactor.redaction());
        var outputs = new ArrayList<TraceListener>();
        var keys = new MessagingKeys(smKeys.keys(), redactor.redaction());
        view.reportUnknownThreads(header, err);
        openOutputs(outputs, header, keys, err);
        var session = new SpySession(connector, keys, redactor, outputs, announcesProcesses, startNanos);
        incidents = session::incident;
        return session;
    }

    /// Starts a trace of the log of macOS.
    ///
    /// @param source   names the log in the header of the trace
    /// @param command  the program that will run; empty if there is none
    /// @param followed the processes whose calls are wanted; empty for all
    LogSession openLog(
            LineFeed feed, String source, List<String> command, Optional<ProcessTree> followed, PrintWriter err)
            throws IOException {
        var redactor = new Redactor(redact.redaction(err));
        var header =
                LiveHeader.of(startNanos, "macos", source, redactor.redactArguments(command), redactor.redaction());
        return openLog(feed, header, redactor, followed, startNanos, err);
    }

    /// Starts a trace of a log of macOS that may be old, or of another machine. Waits for its first entry.
    LogSession openLog(StreamFeed feed, PrintWriter err) throws IOException {
        var redactor = new Redactor(redact.redaction(err));
        var header = LiveHeader.ofLog(feed.awaitStart(), redactor.redaction());
        return openLog(feed, header, redactor, Optional.empty(), System.nanoTime(), err);
    }

    private LogSession openLog(
            LineFeed feed,
            RecordingHeader header,
            Redactor redactor,
            Optional<ProcessTree> followed,
            long timeZeroNanos,
            PrintWriter err)
            throws IOException {
        var outputs = new ArrayList<TraceListener>();
        var keys = new MessagingKeys(smKeys.keys(), redactor.redaction());
        openOutputs(outputs, header, keys, err);
        var session = LogSession.start(feed, redactor, outputs, followed, header.start(), timeZeroNanos);
        incidents = session::incident;
        return session;
    }

    private void openOutputs(List<TraceListener> outputs, RecordingHeader header, MessagingKeys keys, PrintWriter err)
            throws IOException {
        recorder = recording.open(header);
        recorder.ifPresent(r -> r.onIncident(this::incident));
        recorder.ifPresent(outputs::add);
        var export = telemetry.open(header, this::incident);
        export.ifPresent(outputs::add);
        outputs.add(connections);
        outputs.add(quiet ? Problems.start(err) : liveView(header, keys));
        if (summary != null ? summary : summaryIsUsual()) {
            outputs.add(new SummaryOutput(filter::before, palette(), Terminal.STANDARD_ERROR.columnsIfThere(), err));
        } else if (quiet && recorder.isEmpty() && export.isEmpty()) {
            err.println("puce: -q without -o, --otlp or --summary shows and records nothing.");
        }
        if (summaryIsUsual() && Terminal.STANDARD_ERROR.isThere()) {
            diagnosis = new TraceDiagnosis();
            outputs.add(new CallOutput(diagnosis));
        }
    }

    /// Says what is in the recording. To be called after the session is closed.
    void reportRecording(PrintWriter err) {
        if (recorder.isPresent() && !quiet) {
            long calls = recorder.get().recorded();
            NonBlockingOutput.print(
                    err,
                    "puce: Recorded " + calls + (calls == 1 ? " call" : " calls") + " in "
                            + recording.file().orElseThrow() + System.lineSeparator());
        }
    }

    private void incident(String what) {
        incidents.accept(what);
    }

    /// Prints the verdict if a program failed, for people at a terminal. To be called after the session is closed.
    ///
    /// @param exitStatus exit status of the program, if there is one
    void printVerdict(OptionalInt exitStatus, PrintWriter err) {
        if (diagnosis == null) {
            return;
        }
        var result = diagnosis.result(exitStatus);
        if (result.hasProblem()) {
            NonBlockingOutput.print(
                    err,
                    System.lineSeparator()
                            + DiagnosisText.verdict(result, palette(), Terminal.STANDARD_ERROR.columns()));
        }
    }

    /// Returns whether no program has connected. To be called after the session is closed.
    boolean sawNoConnection() {
        return connections.isZero();
    }

    private boolean summaryIsUsual() {
        return !quiet && view.showsSummary() && level == LiveView.Level.CALLS;
    }

    private LiveView liveView(RecordingHeader header, MessagingKeys keys) throws IOException {
        return LiveView.start(
                textStream(),
                out -> view.open(out, Terminal.STANDARD_ERROR, isViewColoured(), true, header, keys),
                level,
                sink -> filter.before(sink, keys),
                hasStatusLine() ? OptionalInt.of(Terminal.STANDARD_ERROR.columns()) : OptionalInt.empty());
    }

    /// Opens the stream of the view. The program's own output goes elsewhere with `--text`.
    private OutputStream textStream() throws IOException {
        if (text == null) {
            return new FileOutputStream(FileDescriptor.err);
        }
        return text.matches("[0-9]{1,9}")
                ? PassedFile.append(Integer.parseInt(text))
                : Channels.newOutputStream(OutputFile.open(recording.overwritable(Path.of(text))));
    }

    private boolean isViewColoured() {
        return text == null ? palette().isColoured() : view.color().isForced();
    }

    private boolean hasStatusLine() {
        return text == null
                && view.showsSummary()
                && !System.getenv().getOrDefault("TERM", "").equals("dumb")
                && Terminal.STANDARD_ERROR.isThere();
    }

    private Palette palette() {
        return view.color().onStandardError() ? Palette.ANSI : Palette.NONE;
    }
}
