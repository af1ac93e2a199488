package dev.puce.cli.help;

import dev.puce.cli.help.CommandHelp.Entry;
import dev.puce.cli.help.CommandOverview.Task;
import java.util.List;
import java.util.Locale;

/// Writes manual pages in the macros of `man(7)`, from the values of which [HelpPage] and [CommandOverview] are made.
public final class ManPage {
    private static final int LAST_ASCII = 0x7E;

    private final StringBuilder page = new StringBuilder();

    private ManPage(String name, String version, String date) {
        page.append(".TH \"%s\" 1 \"%s\" \"%s\" \"puce manual\"%n"
                .formatted(escaped(pageName(name)).toUpperCase(Locale.ROOT), date, escaped(version)));
        page.append(".nh\n.ad l\n"); // command lines are neither hyphenated nor stretched
    }

    /// Returns the page of one command.
    ///
    /// @param version name and version of the program, as in `puce 0.1.0`
    /// @param date    date of the release, as in 2026-11-28
    public static String of(CommandHelp help, String version, String date) {
        var page = new ManPage(help.name(), version, date);
        page.name(help.name(), purpose(help.description()));
        page.synopsis(help.usage());
        page.heading("DESCRIPTION");
        help.description().forEach(page::paragraph);
        page.section("ARGUMENTS", help.parameters());
        page.options(help.groups());
        page.section("COMMANDS", help.subcommands());
        page.section("EXAMPLES", help.examples());
        page.section("ENVIRONMENT", help.environment());
        page.section("FILES", help.files());
        page.section("EXIT STATUS", help.exits());
        page.seeAlso(help.name(), help.seeAlso());
        return page.page.toString();
    }

    /// Returns the page of puce itself.
    ///
    /// @param tasks       the commands by task
    /// @param environment environment variables of all commands
    public static String of(List<Task> tasks, List<Entry> environment, String version, String date) {
        var page = new ManPage("puce", version, date);
        page.name("puce", "workbench for smart cards");
        page.synopsis(List.of("puce COMMAND [OPTIONS]", "puce help [COMMAND]", "puce --version"));
        page.heading("DESCRIPTION");
        page.paragraph("puce shows the PC/SC calls of programs, drives readers and cards, simulates them, and explains"
                + " what they say. Each command has a page of its own, for example puce-spy(1).");
        page.heading("COMMANDS");
        for (Task task : tasks) {
            page.line(".SS \"" + escaped(task.heading().replaceFirst(":$", "")) + "\"");
            task.commands().forEach(command -> page.entry(pageName("puce " + command.term()) + "(1)", command.text()));
        }
        page.section("ENVIRONMENT", environment);
        page.section("EXIT STATUS", CommandHelp.USUAL_EXITS);
        page.heading("SEE ALSO");
        page.paragraph("pcscd(8)");
        return page.page.toString();
    }

    /// Returns the name of a command's page: `puce-card-insert` for `puce card insert`.
    public static String pageName(String command) {
        return command.replace(' ', '-');
    }

    /// A page's line NAME has one sentence without its full stop.
    private static String purpose(List<String> description) {
        String first = description.isEmpty() ? "" : description.getFirst();
        int end = first.indexOf(". ");
        return (end < 0 ? first : first.substring(0, end)).replaceFirst("\\.$", "");
    }

    private void name(String command, String purpose) {
        heading("NAME");
        line(escaped(pageName(command)) + " \\- " + escaped(purpose));
    }

    private void synopsis(List<String> usage) {
        heading("SYNOPSIS");
        for (String call : usage) {
            line(escaped(call));
            line(".br");
        }
    }

    private void options(List<CommandHelp.Group> groups) {
        heading("OPTIONS");
        for (CommandHelp.Group group : groups) {
            line(".SS \"" + escaped(group.heading()) + "\"");
            group.options().forEach(option -> entry(option.term(), option.text()));
        }
    }

    private void section(String heading, List<Entry> entries) {
        if (!entries.isEmpty()) {
            heading(heading);
            entries.forEach(entry -> entry(entry.term(), entry.text()));
        }
    }

    private void seeAlso(String command, List<String> related) {
        heading("SEE ALSO");
        var pages = new StringBuilder("puce(1)");
        int parent = command.lastIndexOf(' ');
        if (parent > "puce".length()) {
            pages.append(", ").append(pageName(command.substring(0, parent))).append("(1)");
        }
        for (String other : related) {
            pages.append(", ").append(other.startsWith("puce ") ? pageName(other) + "(1)" : other);
        }
        paragraph(pages.toString());
    }

    private void entry(String term, String text) {
        line(".TP");
        line(".B \"" + escaped(term) + "\"");
        line(escaped(text));
    }

    private void paragraph(String text) {
        line(".PP");
        text.lines().forEach(sentence -> line(escaped(sentence)));
    }

    private void heading(String text) {
        line(".SH \"" + text + "\"");
    }

    private void line(String text) {
        page.append(text.isEmpty() ? "\\&" : text).append('\n');
    }

    /// Escapes what roff would interpret: backslashes, quotes, control characters at the start of a line, hyphens,
    /// and characters outside ASCII.
    private static String escaped(String text) {
        var escaped = new StringBuilder(text.startsWith(".") || text.startsWith("'") ? "\\&" : "");
        text.codePoints().forEach(character -> {
            switch (character) {
                case '\\' -> escaped.append("\\e");
                case '-' -> escaped.append("\\-");
                case '"' -> escaped.append("\\(dq");
                case '\'' -> escaped.append("\\(aq");
                case '`' -> escaped.append("\\(ga");
                case '^' -> escaped.append("\\(ha");
                case '~' -> escaped.append("\\(ti");
                case '\n' -> escaped.append("\n.br\n");
                default -> {
                    if (character > LAST_ASCII) {
                        escaped.append("\\[u%04X]".formatted(character));
                    } else {
                        escaped.appendCodePoint(character);
                    }
                }
            }
        });
        return escaped.toString();
    }
}
