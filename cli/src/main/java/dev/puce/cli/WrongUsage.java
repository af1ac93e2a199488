package dev.puce.cli;

import dev.puce.cli.help.CommandSuggestion;
import dev.puce.cli.help.Guide;
import dev.puce.iso7816.Printable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Words the mistakes that picocli finds in arguments, in terms of the command line instead of Java.
final class WrongUsage {
    /// `Invalid value for option '--keep' (N): 'x' is not an int`, and
    /// `Invalid value for positional parameter at index 0 (SHELL): 'x' is not one of bash, zsh`.
    private static final Pattern INVALID =
            Pattern.compile("(?s)Invalid value for (?:option '?([^':()]*)'?(?: \\(.*?\\))?"
                    + "|positional parameter at index \\S+ \\((.*?)\\)): (.*)");

    /// `expected one of [ORDER, COMMAND] (case-insensitive) but was 'x'`.
    private static final Pattern ENUM = Pattern.compile("expected one of \\[(.*?)] \\(case-.*?\\) but was ('.*')");

    /// `cannot convert 'x' to BigDecimal (java.lang.NumberFormatException: ...)`.
    private static final Pattern DECIMAL = Pattern.compile("cannot convert ('.*') to BigDecimal \\(.*");

    private static final Pattern JAVA_TYPE = Pattern.compile("is not an? (int|long|double|Integer|Long|Double)\\b.*");
    private static final Map<String, String> NUMBERS = Map.of("double", "number", "Double", "number");

    private WrongUsage() {}

    /// Reports a mistake and the next step.
    ///
    /// @return the exit status of wrong usage
    static int report(ParameterException wrong) {
        var command = wrong.getCommandLine();
        var err = command.getErr();
        err.println("puce: " + message(wrong));
        err.println("`" + command.getCommandSpec().qualifiedName() + " --help` explains the command.");
        err.flush();
        return CommandLine.ExitCode.USAGE;
    }

    private static String message(ParameterException wrong) {
        return switch (wrong) {
            case UnmatchedArgumentException unmatched -> unmatched(unmatched);
            case MissingParameterException missing -> missing(missing);
            case OverwrittenOptionException twice -> name(twice.getOverwritten()) + " is given twice.";
            default -> sentence(inTermsOfUsers(String.valueOf(wrong.getMessage())));
        };
    }

    private static String unmatched(UnmatchedArgumentException wrong) {
        String word = wrong.getUnmatched().isEmpty() ? "" : wrong.getUnmatched().getFirst();
        String shown = Printable.of(word.contains("=") && word.startsWith("-") ? word.replaceFirst("=.*", "") : word);
        if (!word.startsWith("-") && !wrong.getCommandLine().getSubcommands().isEmpty()) {
            return unknownCommand(wrong.getCommandLine(), word);
        }
        if (!word.startsWith("-")) {
            return "Unexpected argument '" + shown + "'.";
        }
        var command = wrong.getCommandLine().getCommandSpec();
        var near = command.options().stream()
                .filter(option -> !option.hidden())
                .map(OptionSpec::longestName)
                .filter(name -> CommandSuggestion.isNear(shown, name))
                .toList();
        return "Unknown option " + shown + "."
                + (near.isEmpty() ? "" : " Did you mean " + String.join(" or ", near) + "?")
                + (needsDashes(command) ? " If it is an option of COMMAND, put -- before COMMAND." : "");
    }

    /// Words a mistake in the name of a subcommand.
    static String unknownCommand(CommandLine command, String word) {
        return "Unknown command '" + command.getCommandName() + " " + Printable.of(word) + "'. The commands are: "
                + String.join(", ", command.getSubcommands().keySet()) + ".";
    }

    /// Whether `--` stands before the program that the command may run.
    private static boolean needsDashes(CommandSpec command) {
        return Stream.ofNullable(command.userObject().getClass().getAnnotation(Guide.class))
                .flatMap(guide -> Stream.of(guide.usage()))
                .anyMatch(usage -> usage.contains(" -- COMMAND"));
    }

    private static String missing(MissingParameterException wrong) {
        List<ArgSpec> missing = wrong.getMissing();
        return missing.isEmpty()
                ? sentence(inTermsOfUsers(String.valueOf(wrong.getMessage())))
                : missing.stream()
                                .map(arg -> arg instanceof OptionSpec option
                                        ? option.longestName() + " " + arg.paramLabel()
                                        : arg.paramLabel())
                                .collect(Collectors.joining(" and "))
                        + (missing.size() == 1 ? " is missing." : " are missing.");
    }

    private static String inTermsOfUsers(String message) {
        Matcher invalid = INVALID.matcher(message);
        String text = invalid.matches()
                ? (invalid.group(1) == null
                                ? invalid.group(2)
                                : invalid.group(1).strip()) + ": " + invalid.group(3)
                : message;
        text = ENUM.matcher(text)
                .replaceFirst(found -> Matcher.quoteReplacement(
                        found.group(2) + " is not one of " + found.group(1).toLowerCase(Locale.ROOT)));
        text = DECIMAL.matcher(text).replaceFirst("$1 is not a number");
        Matcher type = JAVA_TYPE.matcher(text);
        text = type.find()
                ? text.substring(0, type.start()) + "is not a " + NUMBERS.getOrDefault(type.group(1), "whole number")
                : text;
        return text.replaceFirst("^Error: ", "")
                .replace(" are mutually exclusive (specify only one)", " exclude each other");
    }

    private static String sentence(String text) {
        return text.isEmpty() || text.contains("\n") || ".!?".indexOf(text.charAt(text.length() - 1)) >= 0
                ? text
                : text + ".";
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }
}
