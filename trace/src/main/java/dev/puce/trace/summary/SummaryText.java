package dev.puce.trace.summary;

import dev.puce.iso7816.Printable;
import dev.puce.trace.render.Durations;
import dev.puce.trace.render.Palette;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A summary as tables for people.
public final class SummaryText {
    private static final int MAX_ROWS = 20;
    private static final int MAX_ERRORS = 4;
    private static final String GAP = "  ";
    private static final String ERRORS = "errors";

    /// Columns that narrow tables do without, the least important one first.
    private static final List<String> LEFT_OUT_FIRST = List.of("p99", "median", "share", "max");

    private SummaryText() {}

    /// The tables; of long ones the first rows.
    ///
    /// @param width in columns. Tables leave out columns that do not fit.
    public static String of(Summary summary, Palette palette, int width) {
        var text = new StringBuilder();
        var all = summary.all();
        if (all.calls() == 0) {
            text.append("no calls")
                    .append(summary.unfinished() > 0 ? " returned" : "")
                    .append('\n');
            summary.unfinishedCalls().forEach(call -> unfinished(text, call, palette));
            return text.toString();
        }
        text.append(count(all.calls(), "call"));
        if (summary.processes() > 0) {
            text.append(" of ").append(count(summary.processes(), "process"));
        }
        if (summary.hasSpan()) {
            text.append(" in ").append(Durations.format(summary.spanNanos()));
        }
        if (all.hasDurations()) {
            text.append(", ")
                    .append(Durations.format(all.totalNanos()))
                    .append(summary.hasSpan() ? " of it inside PC/SC" : " inside PC/SC");
        }
        if (summary.unfinished() > 0) {
            text.append("; ").append(count(summary.unfinished(), "call")).append(" never returned");
        }
        text.append('\n');
        summary.unfinishedCalls().forEach(call -> unfinished(text, call, palette));
        table(text, "function", summary.functions(), all, palette, width);
        table(text, "reader", summary.readers(), all, palette, width);
        table(text, "instruction", summary.instructions(), all, palette, width);
        return text.toString();
    }

    private static void unfinished(StringBuilder text, UnfinishedCall call, Palette palette) {
        text.append(palette.error())
                .append("never returned: call ")
                .append(call.sequence())
                .append(", ")
                .append(name(call.function()));
        if (!call.program().isEmpty()) {
            text.append(" of ").append(name(call.program()));
        }
        if (call.waitedNanos() > 0) {
            text.append(", waited ").append(Durations.format(call.waitedNanos()));
        }
        text.append(palette.normal()).append('\n');
    }

    /// Adds a table of statistics; of a long one the first rows.
    ///
    /// @param all   all calls, for the shares
    /// @param width columns of the terminal; columns of the table that do not fit are left out
    public static void table(
            StringBuilder text,
            String title,
            List<CallStatistics> rows,
            CallStatistics all,
            Palette palette,
            int width) {
        if (rows.isEmpty()) {
            return;
        }
        var shown = rows.subList(0, Math.min(rows.size(), MAX_ROWS));
        int names = longest(title, shown, row -> name(row.name()));
        var columns = columns(shown, all, width - names - GAP.length() - ERRORS.length());
        text.append('\n').append(palette.faint()).append(pad(title, names));
        columns.forEach(column -> text.append(column.right(column.title)));
        text.append(GAP).append(ERRORS).append(palette.normal()).append('\n');
        for (CallStatistics row : shown) {
            text.append(palette.function()).append(pad(name(row.name()), names)).append(palette.normal());
            columns.forEach(column -> text.append(column.right(column.value.apply(row))));
            if (!row.errors().isEmpty()) {
                String errors = errors(row);
                int used = names
                        + columns.stream().mapToInt(column -> column.width).sum();
                text.append(used + GAP.length() + errors.length() > width ? "\n" + GAP + GAP : GAP);
                text.append(palette.error()).append(errors).append(palette.normal());
            }
            text.append('\n');
        }
        if (rows.size() > shown.size()) {
            text.append(count(rows.size() - shown.size(), "row")).append(" more\n");
        }
    }

    /// A column of numbers, aligned to the right.
    ///
    /// @param width its width with the gap before it
    private record Column(String title, Function<CallStatistics, String> value, int width) {
        static Column of(String title, List<CallStatistics> rows, Function<CallStatistics, String> value) {
            return new Column(title, value, GAP.length() + longest(title, rows, value));
        }

        String right(String text) {
            return " ".repeat(width - text.length()) + text;
        }
    }

    /// Returns the columns of numbers. If they need more room, the less important ones are left out.
    private static List<Column> columns(List<CallStatistics> rows, CallStatistics all, int room) {
        var columns = new ArrayList<>(List.of(
                Column.of("calls", rows, row -> Long.toString(row.calls())),
                Column.of("total", rows, row -> duration(row, row.totalNanos())),
                Column.of("share", rows, row -> share(row, all)),
                Column.of("median", rows, row -> duration(row, row.medianNanos())),
                Column.of("p99", rows, row -> duration(row, row.p99Nanos())),
                Column.of("max", rows, row -> duration(row, row.maxNanos()))));
        for (String title : LEFT_OUT_FIRST) {
            if (columns.stream().mapToInt(Column::width).sum() > room) {
                columns.removeIf(column -> column.title.equals(title));
            }
        }
        return columns;
    }

    private static int longest(String title, List<CallStatistics> rows, Function<CallStatistics, String> text) {
        return Math.max(
                title.length(),
                rows.stream().mapToInt(row -> text.apply(row).length()).max().orElse(0));
    }

    private static String duration(CallStatistics row, long nanos) {
        return row.hasDurations() ? Durations.format(nanos) : "?";
    }

    private static String share(CallStatistics row, CallStatistics all) {
        if (!row.hasDurations()) {
            return "?";
        }
        double share = all.totalNanos() == 0 ? 0 : 100.0 * row.totalNanos() / all.totalNanos();
        return String.format(Locale.ROOT, "%.1f%%", share);
    }

    private static String errors(CallStatistics row) {
        var errors = row.errors();
        String first = errors.stream()
                .limit(MAX_ERRORS)
                .map(error -> error.getValue() + " " + error.getKey())
                .collect(Collectors.joining(", "));
        return errors.size() > MAX_ERRORS ? first + ", ..." : first;
    }

    /// A program may try to connect to a reader of any name, which is untrusted text.
    private static String name(String text) {
        return Printable.of(text);
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    private static String count(long number, String noun) {
        String plural = noun.endsWith("s") ? "es" : "s";
        return String.format(Locale.ROOT, "%d %s%s", number, noun, number == 1 ? "" : plural);
    }
}
