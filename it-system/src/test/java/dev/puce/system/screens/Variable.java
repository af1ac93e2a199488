package dev.puce.system.screens;

import java.util.regex.Pattern;

/// Removes the parts that differ between two runs of a job: durations, start times, process ids, sockets and
/// numbers of calls.
final class Variable {
    /// A duration in a column, with the spaces before it.
    private static final Pattern COLUMN = Pattern.compile("(?<=  )( *)\\d[\\d.,]* (?:ns|µs|ms|s)\\b");

    private static final Pattern DURATION = Pattern.compile("\\d[\\d.,]* (?:ns|µs|ms|s)\\b");
    private static final Pattern START = Pattern.compile("(?m)^(.{9})( +\\d+\\.\\d{3})(?= )");
    private static final Pattern PID = Pattern.compile("\\bpid \\d+");

    /// The program, its process id, the host and the date. The program is cut to the room that the others leave.
    private static final Pattern HEADER = Pattern.compile("(?m)^(\\S+) .*? +pid \\d+.*\\d\\d:\\d\\d$");

    /// Routine calls and connections. Their folding depends on their times: a connection without exchanges is routine
    /// if it ends soon.
    private static final Pattern ROUTINE = Pattern.compile("(?m)^ *[\\d-]+ +# (?:·|● Connect) .*\n");

    /// The number of a call in a diagnosis, and the lines of its evidence, which are indented by its width. Calls
    /// of two connections at the same time can have another order in each run.
    private static final Pattern DIAGNOSED_CALL = Pattern.compile("(?m)^(Call |  evidence +)\\d+((?:.*\n {9})*.*)$");

    private static final Pattern SOCKET_FOLDER = Pattern.compile("/tmp/puce-(\\w+-)?\\d+/");

    /// The line of `puce demo` with the socket. Its line breaks depend on the length of the path.
    private static final Pattern DEMO_SERVICE = Pattern.compile("(?s)service:  .*?\n(?=spy:)");

    /// Its rows are in the order of durations. A job with a recording shows it.
    private static final Pattern SUMMARY = Pattern.compile("(?s)\n\nfunction  .*?(?=\n\n(?!reader|instruction)|$)");

    private Variable() {}

    /// Replaces texts that have another length in each run, before the terminal breaks lines.
    static String shortened(String output) {
        return SOCKET_FOLDER.matcher(output).replaceAll("/tmp/puce-########/");
    }

    /// Replaces texts that differ, and keeps the width of columns.
    static String removed(String screen) {
        String text = START.matcher(screen)
                .replaceAll(start -> start.group(1) + " ".repeat(start.group(2).length() - 1) + "#");
        text = COLUMN.matcher(text).replaceAll(time -> " ".repeat(time.group().length() - 1) + "#");
        text = DURATION.matcher(text).replaceAll("#");
        text = HEADER.matcher(text).replaceAll("$1  [header]");
        text = DEMO_SERVICE.matcher(text).replaceAll("service:  [socket and reader]\n");
        text = DIAGNOSED_CALL
                .matcher(text)
                .replaceAll(call -> call.group(1) + "#" + call.group(2).replaceAll("\n +", "\n    "));
        text = PID.matcher(text).replaceAll("pid #");
        text = ROUTINE.matcher(text).replaceAll("");
        return SUMMARY.matcher(text).replaceFirst("\n\n[summary]");
    }
}
