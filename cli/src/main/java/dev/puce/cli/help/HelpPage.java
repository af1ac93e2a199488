package dev.puce.cli.help;

import dev.puce.cli.help.CommandHelp.Entry;
import dev.puce.cli.terminal.WrappedText;
import java.util.List;

/// Lays a command's help out for a terminal of 60 columns or more.
public final class HelpPage {
    /// The narrowest width that is laid out; narrower terminals wrap by themselves.
    static final int MIN_WIDTH = 40;

    private static final String INDENT = "  ";
    private static final int WIDEST_TERM = 24;

    private final StringBuilder page = new StringBuilder();
    private final int width;

    private HelpPage(int width) {
        this.width = Math.max(width, MIN_WIDTH);
    }

    /// Returns the page as text.
    ///
    /// @param width columns of the terminal
    public static String of(CommandHelp help, int width) {
        var page = new HelpPage(width);
        page.usage(help.usage());
        page.page.append('\n');
        help.description().forEach(sentence -> page.paragraph(sentence, ""));
        page.section("Arguments", help.parameters());
        help.groups().forEach(group -> page.section(group.heading(), group.options()));
        page.section("Commands", help.subcommands());
        page.examples(help.examples());
        page.section("Environment", help.environment());
        page.section("Files", help.files());
        page.section("Exit status", help.exits());
        if (!help.seeAlso().isEmpty()) {
            page.page.append('\n');
            page.paragraph("See also: " + String.join(", ", help.seeAlso()), "");
        }
        return page.page.toString();
    }

    private void usage(List<String> lines) {
        String label = "Usage: ";
        for (String line : lines) {
            wrap(label, " ".repeat(label.length() + INDENT.length()), line);
            label = " ".repeat(label.length());
        }
    }

    private void section(String heading, List<Entry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        page.append('\n').append(heading).append(":\n");
        int column = Math.min(
                        WIDEST_TERM,
                        entries.stream()
                                .mapToInt(entry -> entry.term().length())
                                .max()
                                .orElse(0))
                + 2 * INDENT.length();
        for (Entry entry : entries) {
            String term = INDENT + entry.term();
            if (term.length() + INDENT.length() > column) {
                page.append(term).append('\n');
                term = "";
            }
            wrap(term + " ".repeat(column - term.length()), " ".repeat(column), entry.text());
        }
    }

    private void examples(List<Entry> examples) {
        if (examples.isEmpty()) {
            return;
        }
        page.append('\n').append("Examples:\n");
        for (Entry example : examples) {
            page.append(INDENT).append(example.term()).append('\n');
            if (!example.text().isEmpty()) {
                wrap(INDENT.repeat(3), INDENT.repeat(3), example.text());
            }
        }
    }

    private void paragraph(String text, String indent) {
        text.lines().forEach(line -> wrap(indent, indent, line));
    }

    private void wrap(String first, String next, String text) {
        page.append(WrappedText.of(first, next, text, width));
    }
}
