package dev.puce.cli.help;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// The help of one command as values. [HelpPage] and man pages are made of it.
///
/// @param name        the full name, for example `puce card insert`
/// @param usage       lines that show how the command is called
/// @param description sentences about the command
/// @param parameters  the arguments that are not options
/// @param groups      the options by heading, in the order of the help page
/// @param subcommands the commands below this one
/// @param examples    command lines and what they do
/// @param exits       exit statuses and what they mean
/// @param environment environment variables and what they change
/// @param files       files and what they hold
/// @param seeAlso     related commands and pages
public record CommandHelp(
        String name,
        List<String> usage,
        List<String> description,
        List<Entry> parameters,
        List<Group> groups,
        List<Entry> subcommands,
        List<Entry> examples,
        List<Entry> exits,
        List<Entry> environment,
        List<Entry> files,
        List<String> seeAlso) {
    static final List<Entry> USUAL_EXITS =
            List.of(new Entry("0", "success"), new Entry("1", "the command failed"), new Entry("2", "wrong usage"));

    /// A term and its explanation.
    public record Entry(String term, String text) {}

    /// Options below one heading.
    public record Group(String heading, List<Entry> options) {}

    /// Reads the help of a command.
    public static CommandHelp of(CommandSpec command) {
        var guide = Optional.ofNullable(command.userObject() instanceof Class<?> type ? type : typeOf(command))
                .map(type -> type.getAnnotation(Guide.class));
        return new CommandHelp(
                command.qualifiedName(),
                guide.map(g -> List.of(g.usage())).orElseGet(() -> usualUsage(command)),
                sentences(command.usageMessage().description()),
                parameters(command),
                groups(command),
                subcommands(command),
                guide.map(g -> entries(g.examples())).orElse(List.of()),
                guide.map(g -> entries(g.exitStatuses()))
                        .filter(exits -> !exits.isEmpty())
                        .orElse(USUAL_EXITS),
                guide.map(g -> entries(g.environment())).orElse(List.of()),
                guide.map(g -> entries(g.files())).orElse(List.of()),
                guide.map(g -> List.of(g.seeAlso())).orElse(List.of()));
    }

    private static Class<?> typeOf(CommandSpec command) {
        return command.userObject() == null ? null : command.userObject().getClass();
    }

    private static List<String> usualUsage(CommandSpec command) {
        var words = new StringBuilder(command.qualifiedName()).append(" [OPTIONS]");
        for (PositionalParamSpec parameter : command.positionalParameters()) {
            boolean optional = parameter.arity().min() == 0;
            boolean many = parameter.arity().max() > 1;
            words.append(optional ? " [" : " ").append(parameter.paramLabel()).append(many ? "..." : "");
            words.append(optional ? "]" : "");
        }
        if (!command.subcommands().isEmpty()) {
            words.append(" COMMAND");
        }
        return List.of(words.toString());
    }

    private static List<String> sentences(String... lines) {
        return Arrays.stream(lines).map(CommandHelp::formatted).toList();
    }

    /// picocli's descriptions are formats: `%%` is one percent sign.
    private static String formatted(String text) {
        return text.replace("%%", "%").replace("%n", "\n");
    }

    private static List<Entry> parameters(CommandSpec command) {
        return command.positionalParameters().stream()
                .filter(parameter -> !parameter.hidden())
                .map(parameter -> new Entry(
                        parameter.paramLabel() + (parameter.arity().max() > 1 ? "..." : ""),
                        text(parameter.description(), parameter.defaultValueString(), List.of())))
                .toList();
    }

    private static List<Group> groups(CommandSpec command) {
        var options =
                command.options().stream().filter(option -> !option.hidden()).toList();
        return OptionTable.HEADINGS.stream()
                .map(heading -> new Group(
                        heading,
                        options.stream()
                                .filter(option -> OptionTable.headingOf(option.longestName())
                                        .equals(heading))
                                .map(CommandHelp::entry)
                                .toList()))
                .filter(group -> !group.options().isEmpty())
                .toList();
    }

    private static Entry entry(OptionSpec option) {
        var names = Arrays.stream(option.names())
                .sorted((a, b) -> Integer.compare(a.length(), b.length()))
                .toList();
        String label = option.arity().max() == 0
                ? ""
                : option.arity().min() == 0 ? "[=" + option.paramLabel() + "]" : "=" + option.paramLabel();
        String negated = option.negatable() ? "[no-]" : "";
        var term = new StringBuilder();
        for (String name : names) {
            if (!term.isEmpty()) {
                term.append(", ");
            }
            term.append(name.startsWith("--") ? "--" + negated + name.substring(2) : name);
        }
        boolean onlyShort = names.stream().noneMatch(name -> name.startsWith("--"));
        term.append(onlyShort ? label.replaceFirst("^=", " ") : label);
        List<String> candidates = option.completionCandidates() == null
                ? List.of()
                : java.util.stream.StreamSupport.stream(
                                option.completionCandidates().spliterator(), false)
                        .toList();
        return new Entry(term.toString(), text(option.description(), option.defaultValueString(), candidates));
    }

    private static String text(String[] description, String defaultValue, List<String> candidates) {
        return formatted(String.join(" ", description))
                .replace("${DEFAULT-VALUE}", String.valueOf(defaultValue))
                .replace("${COMPLETION-CANDIDATES}", String.join(", ", candidates));
    }

    private static List<Entry> subcommands(CommandSpec command) {
        return command.subcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .filter(sub -> !sub.usageMessage().hidden())
                .map(sub -> new Entry(
                        sub.name(), String.join(" ", sub.usageMessage().description())))
                .toList();
    }

    private static List<Entry> entries(String... lines) {
        return Arrays.stream(lines)
                .map(line -> {
                    int at = line.indexOf(Guide.SEPARATOR);
                    return at < 0
                            ? new Entry(unescaped(line), "")
                            : new Entry(
                                    unescaped(line.substring(0, at)),
                                    unescaped(line.substring(at + Guide.SEPARATOR.length())));
                })
                .toList();
    }

    private static String unescaped(String column) {
        return column.replace("\\|", "|");
    }
}
