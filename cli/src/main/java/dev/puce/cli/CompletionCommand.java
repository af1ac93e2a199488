package dev.puce.cli;

import dev.puce.cli.help.Guide;
import dev.puce.cli.terminal.NamedValueConverter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `puce completion`: the script that makes a shell complete puce's commands, options and their values.
@Command(
        name = "completion",
        description =
                "Print the completion script of a shell. It asks puce for readers, cards, filter terms and options.")
@Guide(
        usage = "puce completion [SHELL]",
        examples = {
            "source <(puce completion bash) | in bash; for all shells, put the line into ~/.bashrc",
            "source <(puce completion zsh) | in zsh; for all shells, put the line into ~/.zshrc",
            "puce completion fish \\| source | in fish; or > ~/.config/fish/completions/puce.fish"
        })
final class CompletionCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "SHELL",
            converter = ShellConverter.class,
            completionCandidates = ShellNames.class,
            description = "bash, zsh or fish. Default: the shell in the variable SHELL, else bash.")
    private Shell shell;

    /// A shell with a script.
    private enum Shell {
        BASH,
        ZSH,
        FISH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// Returns the user's shell, by the environment variable SHELL.
        static Shell usual(String path) {
            return Arrays.stream(values())
                    .filter(shell -> Path.of(path).endsWith(shell.toString()))
                    .findFirst()
                    .orElse(BASH);
        }
    }

    /// Parses the name of a shell.
    private static final class ShellConverter extends NamedValueConverter<Shell> {
        ShellConverter() {
            super(List.of(Shell.values()));
        }
    }

    /// The names, for the shells.
    private static final class ShellNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Shell.values()).map(Shell::toString).iterator();
        }
    }

    @Override
    public Integer call() throws IOException {
        Shell chosen = shell == null ? Shell.usual(System.getenv().getOrDefault("SHELL", "")) : shell;
        try (InputStream script =
                Objects.requireNonNull(CompletionCommand.class.getResourceAsStream("completion/" + chosen + ".sh"))) {
            spec.commandLine().getOut().print(new String(script.readAllBytes(), StandardCharsets.UTF_8));
            spec.commandLine().getOut().flush();
        }
        return CommandLine.ExitCode.OK;
    }
}
