package dev.puce.cli.completion;

import dev.puce.cli.completion.Completion.Candidate;
import dev.puce.cli.completion.Completion.Kind;
import dev.puce.cli.help.Guide;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// Completes the last word of a command line: a subcommand, an option, the value of an option, an argument, or a
/// program that a command runs.
public final class Completer {
    private final List<String> words;
    private CommandSpec command;
    private int positionals;
    private boolean endOfOptions;

    private Completer(CommandLine command, List<String> words) {
        this.command = command.getCommandSpec();
        this.words = words;
    }

    /// Returns the completion.
    ///
    /// @param command the command that the first word names
    /// @param words   the words after puce; the last one is incomplete and may be empty
    public static Completion of(CommandLine command, List<String> words) {
        return new Completer(command, words).complete();
    }

    private Completion complete() {
        int last = words.size() - 1;
        for (int i = 1; i < last; i++) {
            String word = words.get(i);
            Optional<OptionSpec> option = endOfOptions ? Optional.empty() : option(word);
            if (option.isPresent() && takesValue(option.get()) && !word.contains("=")) {
                i++; // the value
                if (i == last) {
                    return value(option.get(), words.get(last));
                }
            } else if (option.isEmpty() && !isOption(word)) {
                if (runsProgram()) {
                    return new Completion(Kind.PROGRAM, i, List.of());
                }
                pass(word);
            } else if (word.equals("--")) {
                endOfOptions = true;
            }
        }
        return lastWord(words.get(last), last);
    }

    private Completion lastWord(String word, int index) {
        int equals = word.indexOf('=');
        if (!endOfOptions && word.startsWith("--") && equals > 0) {
            String name = word.substring(0, equals + 1);
            return option(word)
                    .map(option -> prefixed(name, value(option, word.substring(equals + 1))))
                    .orElse(Completion.FILES);
        }
        if (!endOfOptions && word.startsWith("-")) {
            return new Completion(Kind.WORDS, 0, options());
        }
        if (runsProgram()) {
            return new Completion(Kind.PROGRAM, index, List.of());
        }
        var candidates = new ArrayList<>(subcommands());
        Completion arguments = argument(word);
        candidates.addAll(arguments.candidates());
        return new Completion(arguments.kind(), 0, candidates);
    }

    private void pass(String word) {
        var subcommand = command.subcommands().get(word);
        if (subcommand == null || positionals > 0) {
            positionals++;
        } else {
            command = subcommand.getCommandSpec();
        }
    }

    private boolean isOption(String word) {
        return !endOfOptions && word.startsWith("-") && word.length() > 1;
    }

    private boolean runsProgram() {
        return positional(positionals)
                        .filter(argument -> argument.paramLabel().equals("COMMAND"))
                        .isPresent()
                || (endOfOptions && positionals == 0 && takesProgramAfterDashes());
    }

    /// Whether the usage of the command names a program after `--`, as in `puce diagnose [OPTIONS] -- COMMAND`.
    private boolean takesProgramAfterDashes() {
        var guide = command.userObject().getClass().getAnnotation(Guide.class);
        return guide != null && Arrays.stream(guide.usage()).anyMatch(usage -> usage.contains("-- COMMAND"));
    }

    private Optional<PositionalParamSpec> positional(int index) {
        return command.positionalParameters().stream()
                .filter(argument -> argument.index().contains(index))
                .findFirst();
    }

    private Optional<OptionSpec> option(String word) {
        String name = word.startsWith("--") ? word.replaceFirst("=.*", "") : word;
        return Optional.ofNullable(command.findOption(name));
    }

    private static boolean takesValue(OptionSpec option) {
        return option.arity().max() > 0;
    }

    private Completion argument(String word) {
        return positional(positionals)
                .map(argument -> value(argument, word))
                .orElseGet(() -> Completion.words(List.of()));
    }

    private Completion value(ArgSpec argument, String typed) {
        return ValueCandidates.of(argument, typed, socket());
    }

    /// Returns the service whose readers the shell offers: the value of `--socket`.
    private Optional<String> socket() {
        int at = words.indexOf("--socket");
        return at < 0 || at + 1 >= words.size() - 1 ? Optional.empty() : Optional.of(words.get(at + 1));
    }

    private static Completion prefixed(String prefix, Completion completion) {
        return new Completion(
                completion.kind(),
                completion.program(),
                completion.candidates().stream()
                        .map(candidate -> new Candidate(prefix + candidate.word(), candidate.description()))
                        .toList());
    }

    private List<Candidate> options() {
        return command.options().stream()
                .filter(option -> !option.hidden())
                .flatMap(option ->
                        Arrays.stream(option.names()).map(name -> new Candidate(name, sentence(option.description()))))
                .toList();
    }

    private List<Candidate> subcommands() {
        return positionals > 0
                ? List.of()
                : command.subcommands().entrySet().stream()
                        .map(entry -> new Candidate(
                                entry.getKey(),
                                sentence(entry.getValue()
                                        .getCommandSpec()
                                        .usageMessage()
                                        .description())))
                        .toList();
    }

    /// Returns the first sentence of a description, without variables.
    private static String sentence(String... description) {
        String text = description.length == 0 ? "" : description[0].replace("%%", "%");
        int end = text.indexOf(". ");
        String first = end < 0 ? text : text.substring(0, end);
        return first.contains("${") ? "" : first.replaceFirst("\\.$", "");
    }
}
