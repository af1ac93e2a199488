package dev.puce.atr.report;

import dev.puce.atr.statistics.ListGrowth;
import dev.puce.atr.statistics.ListGrowth.Point;
import dev.puce.atr.statistics.ListGrowth.Regression;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/// Formats the growth of a list as text.
public final class GrowthText {
    private GrowthText() {}

    /// Returns the last point of every year and the regression line of all points. Ends with a newline.
    public static String of(ListGrowth growth, AtrPalette palette) {
        var out = new StringBuilder();
        List<Point> points = growth.points();
        out.append(palette.heading("Growth"))
                .append(points.size() == 1 ? "  1 point\n" : "  %d points%n".formatted(points.size()));
        for (Point point : points.size() > 40 ? lastOfYears(points) : points) {
            out.append("%s  %5d%n".formatted(point.date(), point.entries()));
        }
        return out.append(growth.regression()
                        .map(GrowthText::of)
                        .orElse("no regression line: it needs points of two different days\n"))
                .toString();
    }

    private static String of(Regression line) {
        return String.format(
                Locale.ROOT,
                "y = %.4g x %+.2f, x in seconds since 2001-01-01, R² = %.4f%n"
                        + "%.2f entries per day, %.2f per week, %.1f per year%n",
                line.slope(),
                line.intercept(),
                line.r2(),
                line.perDay(),
                line.perWeek(),
                line.perYear());
    }

    /// Returns all points as CSV: date, entries.
    public static String csv(ListGrowth growth) {
        var out = new StringBuilder("date,entries\r\n");
        growth.points().forEach(point -> out.append("%s,%d\r\n".formatted(point.date(), point.entries())));
        return out.toString();
    }

    static List<Point> lastOfYears(List<Point> points) {
        var last = new TreeMap<Integer, Point>();
        points.forEach(point -> last.put(year(point.date()), point));
        return List.copyOf(last.values());
    }

    private static int year(LocalDate date) {
        return date.getYear();
    }
}
