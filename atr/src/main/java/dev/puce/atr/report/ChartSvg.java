package dev.puce.atr.report;

import dev.puce.atr.report.Chart.Bar;
import dev.puce.atr.report.Chart.Dot;
import dev.puce.atr.report.Chart.Ink;
import dev.puce.atr.report.Chart.Line;
import dev.puce.atr.report.Chart.Mark;
import dev.puce.atr.report.Chart.Point;
import dev.puce.atr.report.Chart.Text;
import java.util.Locale;
import java.util.stream.Collectors;

/// Writes a chart as SVG, with text as text. Every mark has its ink as class, so that a page can use other colours.
public final class ChartSvg {
    private ChartSvg() {}

    /// Returns an SVG document that can also be a part of an HTML page.
    public static String of(Chart chart) {
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" role="img" \
                font-family="DejaVu Sans, Verdana, sans-serif">
                <title>%3$s</title>
                <rect class="paper" width="100%%" height="100%%" fill="#ffffff"/>
                %4$s</svg>
                """.formatted(
                        chart.width(),
                        chart.height(),
                        escape(chart.title()),
                        chart.marks().stream().map(ChartSvg::element).collect(Collectors.joining()));
    }

    private static String element(Mark mark) {
        return switch (mark) {
            case Bar bar ->
                "<rect %s x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"/>\n"
                        .formatted(
                                paint("fill", Ink.BAR),
                                number(bar.x()),
                                number(bar.y()),
                                number(bar.width()),
                                number(bar.height()));
            case Line line ->
                "<polyline %s fill=\"none\" stroke-width=\"%s\" points=\"%s\"/>\n"
                        .formatted(
                                paint("stroke", line.ink()),
                                number(line.width()),
                                line.points().stream()
                                        .map(point -> number(point.x()) + "," + number(point.y()))
                                        .collect(Collectors.joining(" ")));
            case Dot(Point centre, double radius) ->
                "<circle %s cx=\"%s\" cy=\"%s\" r=\"%s\"/>\n"
                        .formatted(paint("fill", Ink.BAR), number(centre.x()), number(centre.y()), number(radius));
            case Text text ->
                "<text %s x=\"%s\" y=\"%s\" text-anchor=\"%s\" font-size=\"%d\">%s</text>\n"
                        .formatted(
                                paint("fill", text.ink()),
                                number(text.anchor().x()),
                                number(text.anchor().y()),
                                text.align().name().toLowerCase(Locale.ROOT),
                                text.size(),
                                escape(text.text()));
        };
    }

    private static String paint(String property, Ink ink) {
        return "class=\"%s\" %s=\"#%06x\"".formatted(ink.name().toLowerCase(Locale.ROOT), property, ink.rgb());
    }

    private static String number(double pixels) {
        String text = String.format(Locale.ROOT, "%.1f", pixels);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
