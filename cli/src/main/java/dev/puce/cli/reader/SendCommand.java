package dev.puce.cli.reader;

import dev.puce.cards.Card;
import dev.puce.cards.ConnectOptions;
import dev.puce.cards.NoSuchReaderException;
import dev.puce.cards.Readers;
import dev.puce.cards.apdu.TransmitPolicy;
import dev.puce.cards.script.ApduScript;
import dev.puce.cards.script.ScriptException;
import dev.puce.cards.script.ScriptStep;
import dev.puce.cli.help.Guide;
import dev.puce.cli.terminal.CommandFailedException;
import dev.puce.cli.terminal.InputLines;
import dev.puce.cli.terminal.NamedValueConverter;
import dev.puce.cli.terminal.PcscOption;
import dev.puce.cli.terminal.TimeoutOption;
import dev.puce.cli.trace.RedactOption;
import dev.puce.diagnose.TimedCalls;
import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.PcscException;
import dev.puce.pcsc.Protocol;
import dev.puce.posix.CoreDumps;
import dev.puce.posix.Terminal;
import dev.puce.trace.redaction.Redactor;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `puce send`: sends commands to a card and shows its answers.
@Command(name = "send", description = "Send commands to a card, and show its answers in hex and in words.")
@Guide(
        usage = {"puce send [OPTIONS] APDU...", "puce send [OPTIONS] -s FILE", "puce send [OPTIONS]"},
        examples = {
            "puce send 00 A4 04 00 00 | one command; spaces are optional",
            "puce send 00A4040000 00CA005A00 | two commands",
            "puce send -r Gemalto -s personalise.apdu | a script: one command on each line, or the scripts of scriptor,"
                    + " Java Card's apdutool, ETSI TS 101 955 and gp",
            "puce send | commands from standard input, one on each line"
        },
        exitStatuses = {
            "0 | the card answered every command",
            "1 | the card or PC/SC failed; with -e or an expectation in the script, a status word was not as expected",
            "2 | wrong usage, or a line that is not a command; nothing was sent"
        },
        seeAlso = {"puce scan", "puce atr"})
public final class SendCommand implements Callable<Integer> {
    private static final String STANDARD_INPUT = "-";

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "APDU",
            description = "A command in hex (00A4040000, 00 A4 04 00 00) or `reset`. Without any, or with -, commands"
                    + " come from standard input.")
    private List<String> commands = List.of();

    private final List<Path> scripts = new ArrayList<>();

    @Mixin
    private CardChoice choice;

    @Mixin
    private PcscOption pcsc;

    @Option(
            names = {"-p", "--protocol"},
            paramLabel = "PROTOCOL",
            converter = ProtocolConverter.class,
            description = "Connect with T=0, T=1 or raw only. Default: T=0 or T=1, as the card prefers.")
    private CardProtocol protocol;

    @Option(names = "--raw", description = "Send neither GET RESPONSE after 61XX nor the command again after 6CXX.")
    private boolean raw;

    @Option(names = "--exclusive", description = "Keep other programs from using the card meanwhile.")
    private boolean exclusive;

    @Option(names = "--reset", description = "Reset the card at the end.")
    private boolean reset;

    @Option(
            names = {"-e", "--error"},
            description = "Stop with status 1 at the first status word that is not 9000.")
    private boolean stopsAtErrors;

    @Option(names = "--force", description = "Also send commands of fewer than 4 bytes.")
    private boolean force;

    @Mixin
    private TimeoutOption timeout;

    @Option(names = "--json", description = "JSON Lines: a command and its answer on each line.")
    private boolean json;

    @Option(
            names = {"-v", "--verbose"},
            description = "Show the decoded values below each answer.")
    private boolean verbose;

    @Mixin
    private RedactOption redact;

    /// The protocols of `-p`, as they are typed.
    enum CardProtocol {
        T0("T=0"),
        T1("T=1"),
        RAW("raw");

        private final String text;

        CardProtocol(String text) {
            this.text = text;
        }

        Protocol value() {
            return switch (this) {
                case T0 -> Protocol.T0;
                case T1 -> Protocol.T1;
                case RAW -> Protocol.RAW;
            };
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /// Parses a protocol as it is typed.
    static final class ProtocolConverter extends NamedValueConverter<CardProtocol> {
        ProtocolConverter() {
            super(List.of(CardProtocol.values()));
        }
    }

    @Option(
            names = {"-s", "--script"},
            paramLabel = "FILE",
            description =
                    "Then send the commands of FILE; - is standard input. The whole file is checked before the first is"
                            + " sent.")
    void setScripts(List<Path> files) {
        scripts.clear();
        scripts.addAll(files);
    }

    @Option(
            names = {"-f", "--file"},
            hidden = true)
    void setFiles(List<Path> files) {
        setScripts(files);
    }

    @Override
    public Integer call() throws InterruptedException, IOException {
        CoreDumps.disable(); // PINs and keys pass through this process
        Duration longest = timeout.longest();
        List<ScriptStep> steps = steps();
        boolean fromStandardInput = commands.contains(STANDARD_INPUT) || (commands.isEmpty() && scripts.isEmpty());
        var redactor = new Redactor(redact.redaction(spec.commandLine().getErr()));
        var session = new Session();
        try (var calls = new TimedCalls(session::close)) {
            calls.make(session::open, longest.plus(choice.longestWait()));
            var dialogue = new CardDialogue(
                    session.card, redactor, form(), spec.commandLine().getOut());
            var limited = new LimitedDialogue(dialogue, calls, longest);
            boolean ok = play(steps, limited);
            if (ok && fromStandardInput) {
                ok = readStandardInput(limited);
            }
            return ok ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        } catch (PcscException e) {
            throw pcsc.failed(e);
        } catch (NoSuchReaderException e) {
            throw new CommandFailedException(e.getMessage(), e);
        } catch (TimeoutException e) {
            throw timeout.expired(e);
        }
    }

    /// The connection to the card, made and ended on the thread of the timed calls.
    private final class Session {
        private Readers readers;
        private Card card;

        Card open() throws InterruptedException {
            readers = pcsc.readers(spec.commandLine().getErr());
            card = choice.find(readers).connect(options());
            return card;
        }

        void close() {
            try (var _ = readers;
                    var _ = card) {
                // closes the card, then the readers
            }
        }
    }

    /// A dialogue whose steps have a time limit.
    private record LimitedDialogue(CardDialogue dialogue, TimedCalls calls, Duration longest) {
        boolean take(ScriptStep step) throws TimeoutException, InterruptedException {
            return calls.make(() -> dialogue.take(step), longest);
        }
    }

    private boolean play(List<ScriptStep> steps, LimitedDialogue dialogue)
            throws TimeoutException, InterruptedException {
        boolean ok = true;
        for (ScriptStep step : steps) {
            if (step instanceof ScriptStep.Exit) {
                return ok;
            }
            boolean succeeded = dialogue.take(step);
            if (!succeeded && stopsAtErrors) {
                return false;
            }
            ok &= succeeded || !isChecked(step);
        }
        return ok;
    }

    private static boolean isChecked(ScriptStep step) {
        return step instanceof ScriptStep.Transmit(var _, var expectation) && expectation.isPresent();
    }

    /// Reads every step before the card is touched, so that a mistake costs nothing.
    private List<ScriptStep> steps() throws IOException {
        try {
            var steps = new ArrayList<>(SendInput.arguments(commands.stream()
                    .filter(word -> !word.equals(STANDARD_INPUT))
                    .toList()));
            for (Path script : scripts) {
                steps.addAll(SendInput.file(script));
            }
            if (!force) {
                SendInput.checkLengths(steps);
            }
            return steps;
        } catch (ScriptException e) {
            throw wrong(e.getMessage() + ". Nothing was sent");
        }
    }

    /// Sends line by line, since the writer may wait for the answers. Ends when the reader of the answers has ended.
    ///
    /// @return false if an error ended it
    private boolean readStandardInput(LimitedDialogue dialogue)
            throws IOException, TimeoutException, InterruptedException {
        boolean interactive = Terminal.STANDARD_INPUT.isThere();
        PrintWriter err = spec.commandLine().getErr();
        if (interactive) {
            err.println("One command in hex on each line, or `reset`. Ctrl-D ends.");
        }
        var lines = InputLines.ofStandardInput();
        var script = new ApduScript();
        PrintWriter out = spec.commandLine().getOut();
        boolean ok = true;
        for (String line = lines.next(); line != null && !out.checkError(); line = lines.next()) {
            try {
                List<ScriptStep> steps = script.line(line, interactive ? "this line" : lines.where());
                if (!force) {
                    SendInput.checkLengths(steps);
                }
                ok &= play(steps, dialogue);
                if ((!ok && stopsAtErrors) || steps.stream().anyMatch(ScriptStep.Exit.class::isInstance)) {
                    return ok;
                }
            } catch (ScriptException e) {
                if (!interactive) {
                    throw new CommandFailedException(
                            e.getMessage() + ". The rest was not sent", e, CommandLine.ExitCode.USAGE);
                }
                err.println("puce: " + e.getMessage());
            }
        }
        return ok;
    }

    private CardDialogue.Form form() {
        if (verbose && json) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--verbose and --json exclude each other");
        }
        return json ? CardDialogue.Form.JSON : verbose ? CardDialogue.Form.VERBOSE : CardDialogue.Form.TEXT;
    }

    private ConnectOptions options() {
        ConnectOptions options = exclusive ? ConnectOptions.exclusive() : ConnectOptions.shared();
        return (protocol == null ? options : options.protocols(protocol.value()))
                .policy(raw ? TransmitPolicy.RAW : TransmitPolicy.ISO)
                .disposition(reset ? Disposition.RESET : Disposition.LEAVE);
    }

    private CommandLine.ParameterException wrong(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }
}
