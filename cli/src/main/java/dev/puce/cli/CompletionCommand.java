package dev.puce.cli;

import dev.puce.cli.help.Guide;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `puce completion`: the script that makes a shell complete puce's commands and options.
@Command(name = "completion", description = "Print the completion script for bash and zsh.")
@Guide(
        usage = "puce completion",
        examples = "source <(puce completion) | complete puce's commands and options in this shell")
final class CompletionCommand implements Runnable {
    private static final Pattern JAVA_NAMES = Pattern.compile("(?<=_option_args=\\()\"[A-Z]+\"(?: \"[A-Z]+\")*(?=\\))");

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /// Restores the completion of file names, which picocli's script disables for traces, and completes alternatives as
    /// they are typed.
    private static String improved(String script) {
        return JAVA_NAMES
                .matcher(script.replace("compopt +o default", "true"))
                .replaceAll(names -> names.group().toLowerCase(Locale.ROOT));
    }

    @Override
    public void run() {
        CommandLine root = Puce.everyCommand(
                spec.commandLine().getOut(), spec.commandLine().getErr());
        spec.commandLine().getOut().print(improved(AutoComplete.bash(root.getCommandName(), root)));
        spec.commandLine().getOut().flush();
    }
}
