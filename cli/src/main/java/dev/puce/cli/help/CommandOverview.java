package dev.puce.cli.help;

import java.util.List;

/// The page of `puce help`: every command in one line, ordered by task.
public final class CommandOverview {
    private static final int NAME_WIDTH = 12;

    private CommandOverview() {}

    /// Commands for one task.
    ///
    /// @param heading  the task
    /// @param commands name and purpose of each
    public record Task(String heading, List<CommandHelp.Entry> commands) {}

    /// Returns the page.
    public static String of(List<Task> tasks) {
        var page = new StringBuilder("Usage: puce COMMAND [OPTIONS]   (puce COMMAND --help explains a command)\n");
        for (Task task : tasks) {
            page.append(task.heading()).append('\n');
            for (CommandHelp.Entry command : task.commands()) {
                page.append("  ")
                        .append(command.term())
                        .append(" "
                                .repeat(Math.max(1, NAME_WIDTH - command.term().length())))
                        .append(command.text())
                        .append('\n');
            }
        }
        return page.toString();
    }
}
