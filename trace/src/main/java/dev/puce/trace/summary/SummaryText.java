package dev.puce.trace.summary;

import dev.puce.iso7816.Printable;
import dev.puce.trace.render.Durations;
import dev.puce.trace.render.Palette;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// A summary as tables for people.
public final class SummaryText {
    private static final int MAX_ROWS = 20;
    private static final int MAX_ERRORS = 4;

    private SummaryText() {}

    /// The tables; of long ones the first rows.
    public static String of(Summary summary, Palette palette) {
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
        table(text, "function", summary.functions(), all, palette);
        table(text, "reader", summary.readers(), all, palette);
        table(text, "instruction", summary.instructions(), all, palette);
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

    private static void table(
            StringBuilder text, String title, List<CallStatistics> rows, CallStatistics all, Palette palette) {
        if (rows.isEmpty()) {
            return;
        }
        var shown = rows.subList(0, Math.min(rows.size(), MAX_ROWS));
        int width =
                shown.stream().mapToInt(row -> name(row.name()).length()).max().orElse(0);
        width = Math.max(width, title.length());
        text.append('\n').append(palette.faint()).append(pad(title, width));
        text.append(String.format(
                Locale.ROOT,
                "%10s  %8s  %6s  %8s  %8s  %8s  errors",
                "calls",
                "total",
                "share",
                "median",
                "p99",
                "max"));
        text.append(palette.normal()).append('\n');
        for (CallStatistics row : shown) {
            text.append(palette.function()).append(pad(name(row.name()), width)).append(palette.normal());
            text.append(String.format(
                    Locale.ROOT,
                    "%10d  %8s  %6s  %8s  %8s  %8s",
                    row.calls(),
                    duration(row, row.totalNanos()),
                    share(row, all),
                    duration(row, row.medianNanos()),
                    duration(row, row.p99Nanos()),
                    duration(row, row.maxNanos())));
            if (!row.errors().isEmpty()) {
                text.append("  ").append(palette.error()).append(errors(row)).append(palette.normal());
            }
            text.append('\n');
        }
        if (rows.size() > shown.size()) {
            text.append(count(rows.size() - shown.size(), "row")).append(" more\n");
        }
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
