package dev.puce.cli.reader;

import dev.puce.cards.Card;
import dev.puce.cards.ConnectOptions;
import dev.puce.cards.NoSuchReaderException;
import dev.puce.cards.Readers;
import dev.puce.cards.apdu.TransmitPolicy;
import dev.puce.cli.terminal.CommandFailedException;
import dev.puce.cli.terminal.InputLines;
import dev.puce.cli.trace.RedactOption;
import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.PcscException;
import dev.puce.posix.Terminal;
import dev.puce.trace.redaction.Redactor;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `puce send`: sends commands to a card and shows its answers.
@Command(
        name = "send",
        description = "Send commands to a card, and show its answers in hex and in words.",
        footer = {
            "",
            "A script has a command or 'reset' on each line, and comments behind # or //.",
            "Example: puce send -r Gemalto -f personalise.apdu"
        },
        mixinStandardHelpOptions = true)
public final class SendCommand implements Callable<Integer> {
    private static final String STANDARD_INPUT = "-";

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "APDU",
            description = "A command in hex, in any form (00A4040000, \"00 A4 04 00 00\"), or 'reset'; '-' or nothing:"
                    + " a script from standard input.")
    private List<String> commands = List.of();

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "Then send what a script says; all of it is read before the first command is sent.")
    private List<Path> files = List.of();

    @Mixin
    private CardChoice choice;

    @Option(names = "--raw", description = "Send no GET RESPONSE after 61XX, and nothing again after 6CXX.")
    private boolean raw;

    @Option(names = "--exclusive", description = "Let no other program use the card meanwhile.")
    private boolean exclusive;

    @Option(names = "--reset", description = "Reset the card at the end.")
    private boolean reset;

    @Option(
            names = {"-e", "--error"},
            description = "End with status 1 at the first status word that is not 9000; the rest is not sent.")
    private boolean errors;

    @Option(names = "--json", description = "One JSON object a line: a command and its answer.")
    private boolean json;

    @Mixin
    private RedactOption redact;

    @Override
    public Integer call() throws InterruptedException, IOException {
        List<SendStep> steps = steps();
        boolean fromStandardInput = commands.contains(STANDARD_INPUT) || (commands.isEmpty() && files.isEmpty());
        try (Readers readers = Readers.open();
                Card card = choice.find(readers).connect(options())) {
            var redactor = new Redactor(redact.redaction(spec.commandLine().getErr()));
            var dialogue =
                    new CardDialogue(card, redactor, json, spec.commandLine().getOut());
            for (SendStep step : steps) {
                if (!dialogue.take(step) && errors) {
                    return CommandLine.ExitCode.SOFTWARE;
                }
            }
            boolean content = !fromStandardInput || readStandardInput(dialogue);
            return content ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        } catch (PcscException | NoSuchReaderException e) {
            throw new CommandFailedException(e.getMessage(), e);
        }
    }

    /// What is known before a card is touched: a mistake in it costs nothing.
    private List<SendStep> steps() throws IOException {
        var steps = new ArrayList<SendStep>();
        for (int i = 0; i < commands.size(); i++) {
            if (!commands.get(i).equals(STANDARD_INPUT)) {
                try {
                    steps.add(SendStep.parse(commands.get(i), "argument " + (i + 1)));
                } catch (IllegalArgumentException e) {
                    throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
                }
            }
        }
        for (Path file : files) {
            try (var lines = InputLines.of(file)) {
                for (String line = lines.next(); line != null; line = lines.next()) {
                    SendStep.parseLine(line, lines.where()).ifPresent(steps::add);
                }
            } catch (IllegalArgumentException e) {
                throw new CommandFailedException(e.getMessage() + "; nothing was sent", e);
            }
        }
        return steps;
    }

    /// Line by line: who writes them may be waiting for the answers. People are told of their mistakes and go on. Ends
    /// when nobody reads the answers any more: the writer may never end.
    ///
    /// @return whether the card was content, where that matters
    private boolean readStandardInput(CardDialogue dialogue) throws IOException {
        boolean people = Terminal.STANDARD_INPUT.isThere();
        PrintWriter err = spec.commandLine().getErr();
        if (people) {
            err.println("One command a line, in hex, or reset; Ctrl-D ends.");
        }
        var lines = InputLines.ofStandardInput();
        PrintWriter out = spec.commandLine().getOut();
        for (String line = lines.next(); line != null && !out.checkError(); line = lines.next()) {
            Optional<SendStep> step = Optional.empty();
            try {
                step = SendStep.parseLine(line, people ? "this" : lines.where());
            } catch (IllegalArgumentException e) {
                if (!people) {
                    throw new CommandFailedException(e.getMessage() + "; the rest was not sent", e);
                }
                err.println("puce: " + e.getMessage());
            }
            if (!step.map(dialogue::take).orElse(true) && errors) {
                return false;
            }
        }
        return true;
    }

    private ConnectOptions options() {
        ConnectOptions options = exclusive ? ConnectOptions.exclusive() : ConnectOptions.shared();
        return options.policy(raw ? TransmitPolicy.RAW : TransmitPolicy.ISO)
                .disposition(reset ? Disposition.RESET : Disposition.LEAVE);
    }
}
