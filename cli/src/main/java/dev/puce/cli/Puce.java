package dev.puce.cli;

import dev.puce.cli.atr.CompilerWarmUp;
import dev.puce.cli.atr.PlainAtr;
import dev.puce.cli.completion.Completer;
import dev.puce.cli.completion.Completion;
import dev.puce.cli.help.CommandHelp;
import dev.puce.cli.help.CommandOverview;
import dev.puce.cli.help.CommandSuggestion;
import dev.puce.cli.help.HelpPage;
import dev.puce.cli.terminal.Diagnostics;
import dev.puce.cli.terminal.StandardOutput;
import dev.puce.cli.terminal.Version;
import dev.puce.cli.terminal.WrappingWriter;
import dev.puce.iso7816.Printable;
import dev.puce.posix.Terminal;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// The root of the command line: finds the command and runs it.
///
/// Exit statuses: 0 success, 1 failure, 2 wrong usage. Commands that run a program return the program's status.
@Command(name = "puce")
public final class Puce {
    private static final List<String> HELP = List.of("help", "-h", "--help");
    private static final List<String> VERSION = List.of("-V", "--version");
    private static final String ATR = "atr";
    private static final String STACK_TRACES = "--stack-traces";

    /// The scripts of `puce completion` run `puce complete-words -- WORD...`. The last word is incomplete.
    private static final String COMPLETE_WORDS = "complete-words";

    private final PrintWriter out;
    private final PrintWriter err;

    private Puce(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    /// Runs the command and ends the process with its exit status.
    public static void main(String... args) {
        int status = run(new StandardOutput(), args);
        if (status == CommandLine.ExitCode.OK && args.length > 0 && endsWithMain(args[0])) {
            return; // exit asks the logging system whether to log the exit, and starting that takes 5 ms
        }
        System.exit(status);
    }

    /// Whether no thread of a command keeps the process alive.
    private static boolean endsWithMain(String command) {
        return VERSION.contains(command) || HELP.contains(command) || command.equals(ATR);
    }

    /// Runs the command with the standard streams.
    ///
    /// @param output standard output
    /// @return the exit status
    static int run(StandardOutput output, String... args) {
        CompilerWarmUp.begin(args);
        Diagnostics.format();
        var out = WrappingWriter.on(Terminal.STANDARD_OUTPUT, new OutputStreamWriter(output, System.out.charset()));
        var err = WrappingWriter.on(Terminal.STANDARD_ERROR, new OutputStreamWriter(System.err, System.err.charset()));
        int status = run(out, err, args);
        out.flush();
        if (output.failure() == null) {
            return status;
        }
        err.println("puce: " + output.failure().getMessage());
        return status == CommandLine.ExitCode.OK ? CommandLine.ExitCode.SOFTWARE : status;
    }

    /// Runs the command.
    ///
    /// @param out receives help and results
    /// @param err receives errors
    /// @return the exit status
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        boolean stackTraces = args.length > 0 && args[0].equals(STACK_TRACES);
        var words = List.of(args).subList(stackTraces ? 1 : 0, args.length);
        return new Puce(out, err).run(words, stackTraces);
    }

    private int run(List<String> words, boolean stackTraces) {
        String first = words.isEmpty() ? "" : words.getFirst();
        if (first.isEmpty()) {
            err.print(CommandOverview.of(Commands.byTask()));
            err.flush();
            return CommandLine.ExitCode.USAGE;
        }
        if (VERSION.contains(first)) {
            out.println(Version.text());
            out.flush();
            return CommandLine.ExitCode.OK;
        }
        if (HELP.contains(first)) {
            return help(words.subList(1, words.size()));
        }
        if (first.equals(ATR)) {
            var status = PlainAtr.run(words.subList(1, words.size()), System.getenv(), out, err);
            if (status.isPresent()) {
                return status.getAsInt();
            }
        }
        if (first.equals(COMPLETE_WORDS)) {
            return completeWords(words.subList(Math.min(2, words.size()), words.size()));
        }
        var command = Commands.ALL.get(first);
        if (command == null) {
            return unknown(first);
        }
        return parser(List.of(command), new CommandErrors(stackTraces)).execute(words.toArray(String[]::new));
    }

    /// `puce help` shows the overview, `puce help card insert` the page of one command.
    private int help(List<String> path) {
        if (path.isEmpty()) {
            out.print(CommandOverview.of(Commands.byTask()));
            out.flush();
            return CommandLine.ExitCode.OK;
        }
        var entry = Commands.ALL.get(path.getFirst());
        if (entry == null) {
            return unknown(path.getFirst());
        }
        var command = parser(List.of(entry), new CommandErrors(false))
                .getSubcommands()
                .get(entry.name());
        for (String name : path.subList(1, path.size())) {
            var subcommand = command.getSubcommands().get(name);
            if (subcommand == null) {
                err.println("puce: "
                        + (command.getSubcommands().isEmpty()
                                ? "Unexpected argument '" + Printable.of(name) + "'."
                                : WrongUsage.unknownCommand(command, name)));
                err.flush();
                return CommandLine.ExitCode.USAGE;
            }
            command = subcommand;
        }
        show(command.getCommandSpec());
        return CommandLine.ExitCode.OK;
    }

    private int completeWords(List<String> words) {
        String typed = words.isEmpty() ? "" : words.getLast();
        completion(words).lines(typed).forEach(out::println);
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    private Completion completion(List<String> words) {
        String first = words.isEmpty() ? "" : words.getFirst();
        boolean isHelp = HELP.contains(first);
        if (words.size() < 2 || (isHelp && words.size() == 2)) {
            return Completion.of(Commands.purposes(), isHelp ? List.of() : List.of("help", "--help", "--version"));
        }
        String name = isHelp ? words.get(1) : first;
        var entry = Commands.ALL.get(name);
        if (entry == null) {
            return Completion.of(Map.of(), List.of());
        }
        var command = parser(List.of(entry), new CommandErrors(false))
                .getSubcommands()
                .get(name);
        return Completer.of(command, isHelp ? words.subList(1, words.size()) : words);
    }

    private int unknown(String word) {
        err.println("puce: Unknown command '" + Printable.of(word) + "'. "
                + CommandSuggestion.of(word, Commands.ALL.keySet())
                        .map(meant -> "Try: " + meant)
                        .orElse("`puce help` lists the commands."));
        err.flush();
        return CommandLine.ExitCode.USAGE;
    }

    private void show(CommandSpec command) {
        out.print(HelpPage.of(CommandHelp.of(command), Terminal.STANDARD_OUTPUT.columns()));
        out.flush();
    }

    /// Returns a parser that knows every command; for completion scripts, man pages and tests.
    public static CommandLine everyCommand(PrintWriter out, PrintWriter err) {
        return new Puce(out, err).parser(Commands.ALL.values(), new CommandErrors(false));
    }

    /// Reading the annotations of all commands takes longer than most of them run, so that the parser usually knows
    /// only the typed one.
    private CommandLine parser(Collection<Commands.Entry> commands, CommandErrors errors) {
        var parser = new CommandLine(this);
        for (Commands.Entry command : commands) {
            parser.addSubcommand(command.name(), command.type());
            parser.getSubcommands()
                    .get(command.name())
                    .setStopAtPositional(Commands.OPTIONS_FIRST.contains(command.name()));
        }
        addHelpOption(parser.getSubcommands());
        return parser.setOut(out)
                .setErr(err)
                .setExecutionStrategy(this::execute)
                .setExecutionExceptionHandler((failure, command, _) -> errors.report(failure, command))
                .setParameterExceptionHandler((wrong, _) -> WrongUsage.report(wrong))
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    private static void addHelpOption(Map<String, CommandLine> commands) {
        for (CommandLine command : commands.values()) {
            command.getCommandSpec()
                    .addOption(OptionSpec.builder("-h", "--help")
                            .usageHelp(true)
                            .arity("0")
                            .description("Show this help.")
                            .build());
            addHelpOption(command.getSubcommands());
        }
    }

    private int execute(ParseResult parsed) {
        ParseResult deepest = parsed;
        while (deepest.hasSubcommand()) {
            deepest = deepest.subcommand();
            if (deepest.isUsageHelpRequested()) {
                show(deepest.commandSpec());
                return CommandLine.ExitCode.OK;
            }
        }
        return new CommandLine.RunLast().execute(parsed);
    }
}
