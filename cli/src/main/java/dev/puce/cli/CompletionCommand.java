package dev.puce.cli;

import java.util.Locale;
import java.util.regex.Pattern;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `puce completion`: the script that makes a shell complete puce's commands and options.
@Command(
        name = "completion",
        description = "Print the completion script for bash and zsh: source <(puce completion)",
        mixinStandardHelpOptions = true)
final class CompletionCommand implements Runnable {
    private static final Pattern JAVA_NAMES = Pattern.compile("(?<=_option_args=\\()\"[A-Z]+\"(?: \"[A-Z]+\")*(?=\\))");

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /// Traces may also be `-`, so that they are no files for picocli, whose script then takes the shell's completion
    /// of file names away. And alternatives are completed as they are typed, not as they are called in Java.
    private static String improved(String script) {
        return JAVA_NAMES
                .matcher(script.replace("compopt +o default", "true"))
                .replaceAll(names -> names.group().toLowerCase(Locale.ROOT));
    }

    @Override
    public void run() {
        CommandLine root = spec.root().commandLine();
        spec.commandLine().getOut().print(improved(AutoComplete.bash(root.getCommandName(), root)));
        spec.commandLine().getOut().flush();
    }
}
