package dev.puce.cli;

import dev.puce.cli.atr.AtrCommand;
import dev.puce.cli.atr.CompilerWarmUp;
import dev.puce.cli.demo.DemoCommand;
import dev.puce.cli.diagnose.DoctorCommand;
import dev.puce.cli.diagnose.TestCommand;
import dev.puce.cli.reader.ScanCommand;
import dev.puce.cli.reader.SendCommand;
import dev.puce.cli.service.CardCommand;
import dev.puce.cli.service.ReaderCommand;
import dev.puce.cli.service.ReplayCommand;
import dev.puce.cli.service.ServeCommand;
import dev.puce.cli.spy.SpyCommand;
import dev.puce.cli.terminal.CommandFailedException;
import dev.puce.cli.terminal.StandardOutput;
import dev.puce.cli.terminal.Version;
import dev.puce.cli.trace.DiffCommand;
import dev.puce.cli.trace.ExportCommand;
import dev.puce.cli.trace.ShowCommand;
import dev.puce.cli.trace.SummaryCommand;
import dev.puce.iso7816.Printable;
import dev.puce.plots.Plot;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The root of the command line.
@Command(
        name = "puce",
        description = "The smart-card workbench: spy on, drive, simulate and understand PC/SC.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND")
public final class Puce implements Runnable {
    /// The commands in the order of the help page. Reading the annotations of all of them takes longer than most
    /// of them run, so that only the one that was typed is made known to the parser, and all for help.
    private static final Map<String, Class<?>> COMMANDS = inOrder(
            Map.entry("demo", DemoCommand.class),
            Map.entry("spy", SpyCommand.class),
            Map.entry("serve", ServeCommand.class),
            Map.entry("show", ShowCommand.class),
            Map.entry("replay", ReplayCommand.class),
            Map.entry("summary", SummaryCommand.class),
            Map.entry("diff", DiffCommand.class),
            Map.entry("export", ExportCommand.class),
            Map.entry("scan", ScanCommand.class),
            Map.entry("test", TestCommand.class),
            Map.entry("send", SendCommand.class),
            Map.entry("doctor", DoctorCommand.class),
            Map.entry("card", CardCommand.class),
            Map.entry("reader", ReaderCommand.class),
            Map.entry("atr", AtrCommand.class),
            Map.entry("completion", CompletionCommand.class),
            Map.entry("help", CommandLine.HelpCommand.class));

    private static final Set<String> VERSION_OPTIONS = Set.of("-V", "--version");
    private static final Set<String> NEED_ALL_COMMANDS = Set.of("completion", "help");

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(names = "--stack-traces", hidden = true, description = "Print stack traces of errors.")
    private boolean stackTraces;

    private Puce() {}

    /// Runs the command and ends the process: exit status 0 fine, 1 it failed, 2 wrong usage.
    public static void main(String... args) {
        CompilerWarmUp.begin(args);
        var output = new StandardOutput();
        var out = new PrintWriter(new OutputStreamWriter(output, System.out.charset()), true);
        var err = new PrintWriter(System.err, true, System.err.charset());
        int status = run(out, err, args);
        out.flush();
        if (status == CommandLine.ExitCode.OK && output.failure() != null) {
            err.println(
                    "puce: cannot write to standard output: " + output.failure().getMessage());
            status = CommandLine.ExitCode.SOFTWARE;
        }
        System.exit(status);
    }

    /// Runs the command.
    ///
    /// @param out where help and results go
    /// @param err where errors go
    /// @return the exit status
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        var puce = new Puce();
        var parser = new CommandLine(puce);
        String first = args.length == 0 ? "" : args[0];
        if (COMMANDS.containsKey(first) && !NEED_ALL_COMMANDS.contains(first)) {
            parser.addSubcommand(first, COMMANDS.get(first));
        } else if (!VERSION_OPTIONS.contains(first)) {
            COMMANDS.forEach(parser::addSubcommand);
        }
        return parser.setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler((failure, command, _) -> puce.report(failure, command))
                .setParameterExceptionHandler((wrong, _) -> reportUsage(wrong))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(args);
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "puce needs a command");
    }

    @SafeVarargs
    private static Map<String, Class<?>> inOrder(Map.Entry<String, ? extends Class<?>>... commands) {
        var map = new LinkedHashMap<String, Class<?>>();
        for (var command : commands) {
            map.put(command.getKey(), command.getValue());
        }
        return map;
    }

    /// What is wrong with the arguments, where it can be seen: the whole usage would push it off the screen.
    private static int reportUsage(CommandLine.ParameterException wrong) {
        var command = wrong.getCommandLine();
        var name = command.getCommandSpec().qualifiedName();
        command.getErr().println(name + ": " + wrong.getMessage());
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(wrong, command.getErr())
                && command.getParent() == null) {
            command.usage(command.getErr());
        } else {
            command.getErr().println(name + " --help tells how it is used");
        }
        return CommandLine.ExitCode.USAGE;
    }

    /// Messages quote names of readers and contents of files; those of several lines are ours.
    private static String printable(String message) {
        return message.lines().map(Printable::of).collect(Collectors.joining(System.lineSeparator()));
    }

    private int report(Exception failure, CommandLine command) {
        if (stackTraces) {
            failure.printStackTrace(command.getErr());
        }
        command.getErr().println("puce: " + printable(String.valueOf(message(failure))));
        return command.getCommandSpec().exitCodeOnExecutionException();
    }

    private static String message(Exception failure) {
        return switch (failure) {
            case CommandFailedException _ -> failure.getMessage();
            case Plot.PlotException _ -> failure.getMessage();
            case UncheckedIOException io -> message(io.getCause());
            case java.nio.file.NoSuchFileException missing -> missing.getMessage() + ": no such file or folder";
            case java.nio.file.AccessDeniedException denied -> denied.getMessage() + ": permission denied";
            case IOException io -> String.valueOf(io.getMessage());
            default -> "this is a bug: " + failure + " (run again with --stack-traces and report it)";
        };
    }
}
