package dev.puce.cli;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `puce completion`: the script that makes a shell complete puce's commands and options.
@Command(
        name = "completion",
        description = "Print the completion script for bash and zsh: source <(puce completion)",
        mixinStandardHelpOptions = true)
final class CompletionCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        CommandLine root = spec.root().commandLine();
        spec.commandLine().getOut().print(AutoComplete.bash(root.getCommandName(), root));
        spec.commandLine().getOut().flush();
    }
}
