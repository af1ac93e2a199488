package dev.puce.atr.report;

import dev.puce.atr.report.Chart.Align;
import dev.puce.atr.report.Chart.Bar;
import dev.puce.atr.report.Chart.Dot;
import dev.puce.atr.report.Chart.Ink;
import dev.puce.atr.report.Chart.Line;
import dev.puce.atr.report.Chart.Mark;
import dev.puce.atr.report.Chart.Point;
import dev.puce.atr.report.Chart.Text;
import dev.puce.atr.statistics.ListGrowth;
import dev.puce.atr.statistics.StatisticsTable;
import dev.puce.atr.statistics.StatisticsTable.Row;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Lays out the charts of statistics: the most frequent values of a table as bars, and the growth of a list.
public final class StatisticsChart {
    /// Maximum number of bars, so that a chart stays readable. The caption gives the number of omitted values.
    private static final int MOST_BARS = 20;

    /// Narrow, so that text stays readable when a phone scales the chart down.
    private static final int WIDTH = 480;

    private static final int MARGIN = 13;
    private static final int TITLE_HEIGHT = 32;
    private static final int BAR_HEIGHT = 22;
    private static final int CAPTION_HEIGHT = 30;
    private static final int GROWTH_HEIGHT = 300;

    private static final int TITLE = 15;
    private static final int LABEL = 13;
    private static final int SMALL = 12;

    /// Width of a digit or capital letter by the size of its font.
    private static final double LETTER = 0.65;

    private static final int MOST_LETTERS = 18;

    /// Number of intervals on an axis.
    private static final int MOST_STEPS = 7;

    private final List<Mark> marks = new ArrayList<>();

    private StatisticsChart() {}

    /// Returns a bar chart of the values of a table, most frequent first.
    public static Chart of(StatisticsTable table) {
        return new StatisticsChart().bars(table);
    }

    /// Returns a chart of the entries of a list over time, with the regression line.
    ///
    /// @param hasHeadline false on a page with its own headline
    public static Chart of(ListGrowth growth, boolean hasHeadline) {
        return new StatisticsChart().growth(growth, hasHeadline);
    }

    private Chart bars(StatisticsTable table) {
        List<Row> rows =
                table.rows().subList(0, Math.min(MOST_BARS, table.rows().size()));
        List<String> names = rows.stream()
                .map(row -> shortened(StatisticsLabels.valueOrAbsent(table, row)))
                .toList();
        String title = StatisticsLabels.headline(table.name());
        headline(title);
        long most = rows.stream().mapToLong(Row::count).max().orElse(1);
        double left = MARGIN + names.stream().mapToInt(String::length).max().orElse(0) * LABEL * LETTER + MARGIN / 2.0;
        double longest = WIDTH - MARGIN - thousands(most).length() * SMALL * LETTER - MARGIN / 2.0 - left;
        for (int i = 0; i < rows.size(); i++) {
            double top = TITLE_HEIGHT + i * BAR_HEIGHT;
            double baseline = top + 16;
            double length = longest * rows.get(i).count() / most;
            text(left - 6, baseline, Align.END, LABEL, Ink.TEXT, names.get(i));
            marks.add(new Bar(left, top + 2, length, BAR_HEIGHT - 4));
            text(
                    left + length + 6,
                    baseline,
                    Align.START,
                    SMALL,
                    Ink.QUIET,
                    thousands(rows.get(i).count()));
        }
        int height = TITLE_HEIGHT + rows.size() * BAR_HEIGHT + CAPTION_HEIGHT;
        text(WIDTH / 2.0, height - MARGIN, Align.MIDDLE, SMALL, Ink.QUIET, caption(table, rows));
        return new Chart(title, WIDTH, height, marks);
    }

    private void headline(String title) {
        text(WIDTH / 2.0, TITLE_HEIGHT - MARGIN, Align.MIDDLE, TITLE, Ink.TEXT, title);
    }

    private void text(double x, double y, Align align, int size, Ink ink, String text) {
        marks.add(new Text(new Point(x, y), align, size, ink, text));
    }

    /// Returns the total, and the number of omitted values.
    private static String caption(StatisticsTable table, List<Row> shown) {
        int rest = table.rows().size() - shown.size();
        return "ATRs, of %s%s"
                .formatted(
                        thousands(table.counted()),
                        rest == 0 ? "" : "; %s less frequent values are not drawn".formatted(thousands(rest)));
    }

    private static String shortened(String value) {
        return value.length() > MOST_LETTERS ? value.substring(0, MOST_LETTERS - 1) + "…" : value;
    }

    private static String thousands(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private Chart growth(ListGrowth growth, boolean hasHeadline) {
        String title = "Growth of the list";
        if (hasHeadline) {
            headline(title);
        }
        LocalDate first = growth.points().getFirst().date();
        LocalDate last = growth.points().getLast().date();
        long most = Math.max(
                1,
                growth.points().stream()
                        .mapToLong(ListGrowth.Point::entries)
                        .max()
                        .orElse(1));
        double step = step(most);
        double top = Math.ceil(most / step) * step;
        var plane = new Plane(
                MARGIN + thousands((long) top).length() * LABEL * LETTER + MARGIN / 2.0,
                hasHeadline ? TITLE_HEIGHT : MARGIN,
                year(first),
                Math.max(year(last) - year(first), 1 / 365.0),
                top);
        for (double entries = 0; entries <= top; entries += step) {
            Point start = plane.at(year(first), entries);
            marks.add(new Line(List.of(start, new Point(WIDTH - MARGIN, start.y())), Ink.GRID, 1));
            text(start.x() - 6, start.y() + 4, Align.END, LABEL, Ink.TEXT, thousands((long) entries));
        }
        addDates(plane, first, last);
        List<Point> line = growth.points().stream()
                .map(point -> plane.at(year(point.date()), (double) point.entries()))
                .toList();
        marks.add(new Line(line, Ink.BAR, 2));
        if (line.size() <= 40) {
            line.forEach(point -> marks.add(new Dot(point, 3.5)));
        }
        growth.regression()
                .ifPresent(fitted -> marks.add(new Line(
                        List.of(plane.at(year(first), fitted.at(first)), plane.at(year(last), fitted.at(last))),
                        Ink.TREND,
                        1.5)));
        return new Chart(title, WIDTH, GROWTH_HEIGHT, marks);
    }

    /// Writes whole years below the plane, or its first and last day if it has no two.
    private void addDates(Plane plane, LocalDate first, LocalDate last) {
        double baseline = GROWTH_HEIGHT - MARGIN;
        int start = (int) Math.ceil(year(first));
        int end = last.getYear();
        if (end <= start) {
            text(plane.left(), baseline, Align.START, LABEL, Ink.TEXT, first.toString());
            if (last.isAfter(first)) {
                text(WIDTH - MARGIN, baseline, Align.END, LABEL, Ink.TEXT, last.toString());
            }
            return;
        }
        int step = (int) Math.max(1, step(end - start));
        for (int year = start; year <= end; year += step) {
            double x = plane.at(year, 0).x();
            text(Math.min(x, WIDTH - 18 - MARGIN / 2.0), baseline, Align.MIDDLE, LABEL, Ink.TEXT, String.valueOf(year));
        }
    }

    /// Returns the smallest of 1, 2, 5, 10, 20, ... that divides a length into few steps.
    private static double step(long length) {
        for (double power = 1; ; power *= 10) {
            for (int digit : List.of(1, 2, 5)) {
                if (length <= MOST_STEPS * digit * power) {
                    return digit * power;
                }
            }
        }
    }

    /// Converts a date to a number of years.
    private static double year(LocalDate date) {
        return date.getYear() + (date.getDayOfYear() - 1) / (double) date.lengthOfYear();
    }

    /// The part of the chart between its axes.
    ///
    /// @param left    its left edge, in pixels
    /// @param upper   its upper edge, in pixels
    /// @param start   at the left edge, in years
    /// @param years   from the left to the right edge
    /// @param entries at the upper edge
    private record Plane(double left, double upper, double start, double years, double entries) {
        private static final double LOWER = GROWTH_HEIGHT - MARGIN - 20.0;

        Point at(double year, double count) {
            return new Point(
                    left + (WIDTH - MARGIN - left) * (year - start) / years, LOWER - (LOWER - upper) * count / entries);
        }
    }
}
