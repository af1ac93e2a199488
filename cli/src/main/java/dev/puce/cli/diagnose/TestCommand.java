package dev.puce.cli.diagnose;

import dev.puce.cards.NoSuchReaderException;
import dev.puce.cards.Readers;
import dev.puce.cli.help.Guide;
import dev.puce.cli.reader.CardChoice;
import dev.puce.cli.terminal.ColorOption;
import dev.puce.cli.terminal.CommandFailedException;
import dev.puce.cli.terminal.PcscOption;
import dev.puce.cli.terminal.TimeoutOption;
import dev.puce.cli.trace.RedactOption;
import dev.puce.diagnose.CheckRun;
import dev.puce.diagnose.CheckStep;
import dev.puce.diagnose.CheckVerdict;
import dev.puce.diagnose.NoCardException;
import dev.puce.diagnose.TimedCalls;
import dev.puce.diagnose.machine.FailureAdvice;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.Printable;
import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.Pcsc;
import dev.puce.pcsc.PcscException;
import dev.puce.pcsc.ReturnCode;
import dev.puce.posix.CoreDumps;
import dev.puce.trace.redaction.Redactor;
import dev.puce.trace.render.Palette;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `puce test`: tries the functions of PC/SC one by one.
@Command(
        name = "test",
        description = {
            "Try every PC/SC function once with a reader and a card, and report what does not work and why.",
            "The card is shared, stays powered and gets one command: SELECT of the master file. Options change this."
        })
@Guide(
        usage = "puce test [OPTIONS]",
        examples = {
            "puce test | with the first card",
            "puce test -r Gemalto --exclusive --reset | one reader, and more functions"
        },
        exitStatuses = {"0 | everything works", "1 | something does not work", "2 | wrong usage"},
        seeAlso = {"puce doctor", "puce scan"})
public final class TestCommand implements Callable<Integer> {
    private static final String SELECT_MASTER_FILE = "00 A4 00 00 02 3F 00";

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private CardChoice choice;

    @Option(
            names = "--backend",
            paramLabel = "HOW",
            description = "Use the platform's library (native) or pcscd's socket without it (socket).")
    private String backend;

    @Mixin
    private PcscOption socket;

    @Option(
            names = "--exclusive",
            description = "Also try an exclusive connection, which keeps other programs out meanwhile.")
    private boolean exclusive;

    @Option(names = "--reset", description = "Let SCardReconnect reset the card. Other programs that use it notice.")
    private boolean reset;

    @Option(names = "--unpower", description = "Let SCardReconnect power the card off and on.")
    private boolean unpower;

    @Option(
            names = "--apdu",
            paramLabel = "HEX",
            defaultValue = SELECT_MASTER_FILE,
            description = "Send HEX instead of SELECT; repeatable.")
    private List<String> commands = List.of();

    @Mixin
    private TimeoutOption timeout;

    @Option(names = "--json", description = "JSON Lines: one object for each step; the last one is the verdict.")
    private boolean json;

    @Mixin
    private RedactOption redact;

    @Mixin
    private ColorOption color;

    private Palette palette = Palette.NONE;

    @Override
    public Integer call() throws InterruptedException {
        CoreDumps.disable(); // PINs and keys pass through this process
        var settings = new CheckRun.Settings(parse(), exclusive, initialization(), timeout.longest());
        String where = backend();
        palette = color.onStandardOutput() ? Palette.ANSI : Palette.NONE;
        return test(PcscOption.open(where), settings);
    }

    /// Tries a service, which is closed at the end.
    private int test(Pcsc pcsc, CheckRun.Settings settings) throws InterruptedException {
        var steps = new ArrayList<CheckStep>();
        var redactor = new Redactor(redact.redaction(spec.commandLine().getErr()));
        try (var calls = new TimedCalls(pcsc::close)) {
            if (!json) {
                println(Printable.of(pcsc.description()));
            }
            var run = new CheckRun(pcsc, calls, settings, redactor, step -> {
                steps.add(step);
                println(json ? CheckJson.of(step) : line(step));
            });
            Optional<String> noCard = run.run(() -> find(pcsc, calls, settings));
            var verdict = CheckVerdict.of(steps, noCard, this::advice);
            println(json ? CheckJson.of(verdict) : verdict.text());
            return verdict.works() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        }
    }

    /// Returns the cause and its remedy if the service cannot be used.
    private Optional<String> advice(ReturnCode code) {
        return new FailureAdvice(socket.choice()).cause(code);
    }

    private String find(Pcsc pcsc, TimedCalls calls, CheckRun.Settings settings)
            throws InterruptedException, NoCardException {
        try {
            return calls.make(() -> find(pcsc), settings.longestAnswer().plus(choice.longestWait()));
        } catch (PcscException | NoSuchReaderException | CommandFailedException e) {
            throw new NoCardException(e.getMessage());
        } catch (TimeoutException e) {
            throw new NoCardException("The service did not report a card in time");
        }
    }

    private String find(Pcsc pcsc) throws InterruptedException {
        try (Readers readers = Readers.over(pcsc)) {
            return choice.find(readers).reader().name();
        }
    }

    private List<Bytes> parse() {
        try {
            return commands.stream().map(Bytes::hex).toList();
        } catch (IllegalArgumentException e) {
            throw wrong("--apdu is not a command in hex"); // without quoting it: it may hold a PIN
        }
    }

    private Disposition initialization() {
        if (reset && unpower) {
            throw wrong("--reset and --unpower exclude each other");
        }
        return reset ? Disposition.RESET : unpower ? Disposition.UNPOWER : Disposition.LEAVE;
    }

    /// As [Pcsc#open(String)] takes it; empty for the usual one.
    private String backend() {
        if (backend != null && !List.of("native", "socket").contains(backend)) {
            throw wrong("--backend is \"" + backend + "\", must be native or socket");
        }
        if (backend != null && !socket.isGiven()) {
            return backend;
        }
        if ("native".equals(backend)) {
            throw wrong("--backend native takes its socket from the environment: set PCSCLITE_CSOCK_NAME");
        }
        return socket.backend(spec.commandLine().getErr());
    }

    private CommandLine.ParameterException wrong(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }

    private String line(CheckStep step) {
        String shade = switch (step.outcome()) {
            case OK -> palette.in();
            case UNSUPPORTED -> palette.faint();
            case FAILED -> palette.error();
        };
        return "%s%-21s%s  %s%-13s%s  %8s ms  %s"
                .formatted(
                        palette.function(),
                        step.function(),
                        palette.normal(),
                        shade,
                        step.outcome(),
                        palette.normal(),
                        String.format(Locale.ROOT, "%.2f", step.duration().toNanos() / 1e6),
                        Printable.of(step.text()));
    }

    private void println(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
