package dev.puce.system.installation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.it.CommandResult;
import dev.puce.it.RunningProgram;
import dev.puce.system.RealParts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The completion scripts in real shells. bash and zsh run on a pseudo-terminal, where the test types and presses Tab.
///
/// Written for bash 5.2, zsh 5.9 and fish 3.6 to 4.0.
@Timeout(120)
class CompletionInShellsTest {
    private static final String TAB = "\t";

    /// Shows the line between `<` and `>`, and empties it.
    private static final String SHOW = "\u0014\u0015";

    @TempDir
    private Path folder;

    @BeforeEach
    void putPuceOnThePath() throws IOException {
        CommandResult.putPuce(folder.resolve("bin"));
        Files.createFile(folder.resolve("trace.jsonl"));
    }

    @Test
    void bash_completes_what_is_typed() throws IOException {
        RealParts.command("bash", "bash");
        Files.writeString(folder.resolve("rc"), """
                source <(puce completion bash)
                show() { echo "<$READLINE_LINE>"; }
                bind -x '"\\C-t": show'
                PS1='ready> '
                """);
        try (var shell = onTerminal("bash --noprofile --rcfile rc -i")) {
            checkWords(shell);
        }
    }

    @Test
    void zsh_completes_what_is_typed() throws IOException {
        RealParts.command("zsh", "zsh");
        Files.writeString(folder.resolve(".zshrc"), """
                autoload -Uz compinit
                compinit -u -D
                source <(puce completion zsh)
                show() { print -r -- "<$BUFFER>" >/dev/tty; }
                zle -N show
                bindkey '^T' show
                PS1='ready> '
                """);
        try (var shell = onTerminal("zsh -d -i")) { // without the machine's settings
            checkWords(shell);
        }
    }

    @Test
    void fish_completes_what_is_typed() throws IOException {
        RealParts.command("fish", "fish");
        assertThat(candidatesOfFish("puce summ")).containsExactly("summary\tshow where the time of a trace went");
        assertThat(candidatesOfFish("puce report --for"))
                .extracting(line -> line.replaceAll("\t.*", ""))
                .containsExactly("--for", "--force");
        assertThat(candidatesOfFish("puce show -f js")).containsExactly("json");
        assertThat(candidatesOfFish("puce show --filter=err")).containsExactly("--filter=error");
        assertThat(candidatesOfFish("puce diagnose tra")).containsExactly("trace.jsonl");
        assertThat(candidatesOfFish("puce spy -- expr")).anyMatch(line -> line.startsWith("expr"));
    }

    private static void checkWords(RunningProgram shell) throws IOException {
        int at = complete(shell, 0, "puce summ", "puce summary ");
        at = complete(shell, at, "puce report --forc", "puce report --force ");
        at = complete(shell, at, "puce show -f js", "puce show -f json ");
        at = complete(shell, at, "puce show --filter=err", "puce show --filter=error ");
        at = complete(shell, at, "puce diagnose tra", "puce diagnose trace.jsonl ");
        complete(shell, at, "puce spy -- opensc-too", "puce spy -- opensc-tool ");
    }

    /// Types at the next prompt: before it, the terminal itself would take some of the keys.
    ///
    /// @param from index in the shell's output
    /// @return the index after the output of a command that ends the line
    private static int complete(RunningProgram shell, int from, String typed, String completed) throws IOException {
        int prompt = shell.await("ready> ", from);
        shell.say(typed + TAB + SHOW + "echo en''ded");
        return shell.await("ended", shell.await("<" + completed + ">", prompt));
    }

    private RunningProgram onTerminal(String shell) throws IOException {
        RealParts.command("script", "bsdutils");
        RealParts.command("opensc-tool", "opensc");
        return RunningProgram.start(
                Map.of("PATH", path(), "HOME", folder.toString(), "ZDOTDIR", folder.toString(), "TERM", "xterm"),
                List.of("script", "-qec", "cd '" + folder + "' && exec " + shell, "/dev/null"));
    }

    private List<String> candidatesOfFish(String typed) throws IOException {
        var result = CommandResult.command(
                Map.of("PATH", path(), "HOME", folder.toString()),
                List.of(
                        "fish",
                        "--no-config",
                        "--command",
                        "cd '" + folder + "'; puce completion fish | source; complete --do-complete '" + typed + "'"));
        assertThat(result.err()).isEmpty();
        return result.out().lines().toList();
    }

    private String path() {
        return folder.resolve("bin") + ":/usr/bin:/bin";
    }
}
