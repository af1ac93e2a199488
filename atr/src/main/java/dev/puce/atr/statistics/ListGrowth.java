package dev.puce.atr.statistics;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The number of entries of a list over time, with a regression line (ordinary least squares).
///
/// An entry is a line that starts with `3`. In the regression, x is the number of seconds from 2001-01-01 to
/// midnight of the date, as in the published series "ATR statistics".
///
/// @param points by date
public record ListGrowth(List<Point> points) {
    private static final LocalDate ORIGIN = LocalDate.of(2001, 1, 1);
    private static final Pattern DATE = Pattern.compile("(?<!\\d)((?:19|20)\\d\\d)[-_.]?(\\d\\d)[-_.]?(\\d\\d)(?!\\d)");
    private static final Pattern YEAR = Pattern.compile("(?<!\\d)(?:19|20)\\d\\d(?!\\d)");
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    public ListGrowth {
        points = points.stream().sorted(Comparator.comparing(Point::date)).toList();
    }

    /// The size of a list at a date.
    ///
    /// @param date    date of the list, or author date of the revision
    /// @param entries lines that start with `3`
    public record Point(LocalDate date, long entries) {}

    /// The line y = slope · x + intercept.
    ///
    /// @param slope     entries per second
    /// @param intercept entries at 2001-01-01
    /// @param r2        coefficient of determination, 0 to 1
    public record Regression(double slope, double intercept, double r2) {
        private static final int DAY = 86_400;

        /// Returns the value of the line at a date, in entries.
        public double at(LocalDate date) {
            return slope * x(new Point(date, 0)) + intercept;
        }

        /// Returns the entries per day.
        public double perDay() {
            return slope * DAY;
        }

        /// Returns the entries per week.
        public double perWeek() {
            return perDay() * 7;
        }

        /// Returns the entries per year of 365.25 days.
        public double perYear() {
            return perDay() * 365.25;
        }
    }

    /// Computes the growth of several lists. The name of a file gives its date (`2016-01-23`, `20160123`, or a
    /// year, which means its last day); without one, its modification time does.
    ///
    /// @throws IOException if a list cannot be read
    public static ListGrowth ofFiles(List<Path> files) throws IOException {
        var points = new ArrayList<Point>();
        for (Path file : files) {
            points.add(new Point(date(file), entries(Files.readAllBytes(file))));
        }
        return new ListGrowth(points);
    }

    private static LocalDate date(Path file) throws IOException {
        String name = file.getFileName().toString();
        Matcher date = DATE.matcher(name);
        while (date.find()) {
            try {
                return LocalDate.of(
                        Integer.parseInt(date.group(1)),
                        Integer.parseInt(date.group(2)),
                        Integer.parseInt(date.group(3)));
            } catch (DateTimeException notInTheCalendar) {
                // looks like a date, but is not one
            }
        }
        Matcher year = YEAR.matcher(name);
        return year.find()
                ? LocalDate.of(Integer.parseInt(year.group()), 12, 31)
                : LocalDate.ofInstant(Files.getLastModifiedTime(file).toInstant(), ZoneOffset.UTC);
    }

    /// Returns the number of lines that start with `3`.
    static long entries(byte[] list) {
        boolean isUtf16 = list.length > 1 && Utf16.isMark(list[0] & 0xFF, list[1] & 0xFF);
        String text = new String(list, isUtf16 ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8);
        return (text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text)
                .lines()
                .filter(line -> line.startsWith("3"))
                .count();
    }

    /// Returns the regression line; empty if there are no two points with different dates.
    public Optional<Regression> regression() {
        double n = points.size();
        double meanX = points.stream().mapToDouble(ListGrowth::x).sum() / n;
        double meanY = points.stream().mapToDouble(Point::entries).sum() / n;
        double xx = 0;
        double xy = 0;
        double yy = 0;
        for (Point point : points) {
            double dx = x(point) - meanX;
            double dy = point.entries() - meanY;
            xx += dx * dx;
            xy += dx * dy;
            yy += dy * dy;
        }
        if (!(xx > 0)) {
            return Optional.empty();
        }
        double slope = xy / xx;
        double r2 = yy == 0 ? 0 : xy * xy / (xx * yy);
        return Optional.of(new Regression(slope, meanY - slope * meanX, r2));
    }

    private static double x(Point point) {
        return ChronoUnit.DAYS.between(ORIGIN, point.date()) * (double) Regression.DAY;
    }
}
