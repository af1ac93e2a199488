package dev.puce.system.screens;

import dev.puce.cli.Puce;
import dev.puce.cli.terminal.WrappingWriter;
import dev.puce.posix.Terminal;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Runs jobs on the terminal that it was started on. It prints [#BEGIN] and the name before each job.
///
/// Most commands run in this process, since 150 new ones take minutes. A command with another program, a pipe or a
/// service runs in a shell.
public final class JobRun {
    static final char BEGIN = '\u0001';

    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
    private static final Pattern NEEDS_SHELL = Pattern.compile("[|;>]| -- |^(?!puce )");

    private JobRun() {}

    /// Runs the jobs of one list and prints what they show.
    ///
    /// @param args the file with the list of jobs
    public static void main(String... args) throws IOException, InterruptedException {
        for (Job job : Job.read(Path.of(args[0]))) {
            System.out.println(BEGIN + job.name());
            for (String command : job.commands()) {
                System.out.println("$ " + command);
                int status = NEEDS_SHELL.matcher(command).find() ? shell(command) : here(command);
                if (status != 0) {
                    System.out.println("[exit status " + status + "]");
                }
            }
        }
        System.exit(0);
    }

    private static int here(String command) {
        List<String> words = WORD.matcher(command)
                .results()
                .map((MatchResult word) -> word.group(1) == null ? word.group(2) : word.group(1))
                .toList();
        var out = WrappingWriter.on(Terminal.STANDARD_OUTPUT, new OutputStreamWriter(System.out, System.out.charset()));
        var err = WrappingWriter.on(Terminal.STANDARD_ERROR, new OutputStreamWriter(System.err, System.err.charset()));
        return Puce.run(out, err, words.subList(1, words.size()).toArray(String[]::new));
    }

    private static int shell(String command) throws IOException, InterruptedException {
        return new ProcessBuilder("sh", "-c", command).inheritIO().start().waitFor();
    }
}
