package dev.puce.plots;

import dev.puce.atr.report.GrowthText;
import dev.puce.atr.report.Palette;
import dev.puce.atr.report.StatisticsLabels;
import dev.puce.atr.report.StatisticsText;
import dev.puce.atr.statistics.AtrStatistics;
import dev.puce.atr.statistics.ListGrowth;
import dev.puce.atr.statistics.StatisticsTable;
import dev.puce.atr.statistics.StatisticsTable.Row;
import java.util.Locale;
import java.util.Optional;

/// The whole study as one HTML page that needs nothing else: tables and plots, readable on paper and on a phone.
public final class StatisticsPage {
    /// Rows of a table that are shown at once; the others can be unfolded.
    private static final int ROWS_SHOWN = 20;

    /// Rows of a table that are on the page at all.
    private static final int ROWS_ON_PAGE = 300;

    private static final String STYLE = """
            :root { color-scheme: light; }
            body { font: 16px/1.5 system-ui, sans-serif; color: #1f2933; margin: 0 auto; max-width: 62rem; padding: 1rem; }
            h1 { font-size: 1.7rem; } h2 { font-size: 1.25rem; border-top: 1px solid #cbd2d9; padding-top: 1rem; }
            nav a { margin-right: .6rem; white-space: nowrap; }
            table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
            th, td { padding: .1rem .8rem .1rem 0; text-align: right; }
            th:first-child, td:first-child { text-align: left; font-family: ui-monospace, monospace; word-break: break-all; }
            svg { width: 100%; height: auto; }
            pre { white-space: pre-wrap; }
            .note { color: #52606d; }
            @media print { nav, details > summary { display: none; } section { break-inside: avoid; } body { font-size: 11px; } }
            """;

    private final StringBuilder out = new StringBuilder();

    private StatisticsPage() {}

    /// The page.
    ///
    /// @throws Plot.PlotException if the machine has no fonts to draw with
    public static String of(Optional<AtrStatistics> statistics, Optional<ListGrowth> growth) {
        var page = new StatisticsPage();
        page.out.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        page.out.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        page.out
                .append("<title>ATR statistics</title>\n<style>\n")
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n");
        page.out.append("<h1>ATR statistics</h1>\n");
        statistics.ifPresent(page::addSummary);
        growth.ifPresent(page::addGrowth);
        statistics.ifPresent(counted -> counted.tables().forEach(page::addTable));
        return page.out.append("</body>\n</html>\n").toString();
    }

    private void addSummary(AtrStatistics statistics) {
        out.append("<pre>").append(escape(StatisticsText.summary(statistics))).append("</pre>\n<nav>");
        for (StatisticsTable table : statistics.tables()) {
            out.append("<a href=\"#")
                    .append(table.name())
                    .append("\">")
                    .append(table.name())
                    .append("</a>\n");
        }
        out.append("</nav>\n");
    }

    private void addGrowth(ListGrowth growth) {
        out.append("<section id=\"growth\">\n<h2>Growth</h2>\n");
        addPlot(Plot.of(growth));
        out.append("<pre>").append(escape(GrowthText.of(growth, Palette.PLAIN))).append("</pre>\n</section>\n");
    }

    private void addTable(StatisticsTable table) {
        String title = StatisticsLabels.title(table.name());
        out.append("<section id=\"%s\">\n<h2>%s%s</h2>\n"
                .formatted(table.name(), table.name(), title.isEmpty() ? "" : ": " + escape(title)));
        boolean onlyAbsent =
                table.rows().size() == 1 && table.rows().getFirst().value().isEmpty();
        if (!table.rows().isEmpty() && !onlyAbsent) {
            addPlot(Plot.of(table));
        }
        out.append("<p class=\"note\">%d in the table, %d hidden by wildcards</p>\n"
                .formatted(table.counted(), table.hidden()));
        addRows(table, 0, ROWS_SHOWN);
        if (table.rows().size() > ROWS_SHOWN) {
            out.append("<details><summary>%d more values</summary>\n"
                    .formatted(table.rows().size() - ROWS_SHOWN));
            addRows(table, ROWS_SHOWN, ROWS_ON_PAGE);
            out.append("</details>\n");
        }
        if (table.rows().size() > ROWS_ON_PAGE) {
            out.append("<p class=\"note\">%d rarer values are left out of this page.</p>\n"
                    .formatted(table.rows().size() - ROWS_ON_PAGE));
        }
        out.append("</section>\n");
    }

    private void addRows(StatisticsTable table, int from, int to) {
        out.append("<table>\n<tr><th>value</th><th>count</th><th>percent</th></tr>\n");
        for (Row row : table.rows().subList(from, Math.min(to, table.rows().size()))) {
            out.append("<tr><td>%s</td><td>%d</td><td>%s %%</td></tr>\n"
                    .formatted(
                            escape(StatisticsLabels.valueOrAbsent(table, row)),
                            row.count(),
                            String.format(Locale.ROOT, "%.2f", row.percent())));
        }
        out.append("</table>\n");
    }

    /// Inside HTML, SVG has neither XML declaration nor document type.
    private void addPlot(Plot plot) {
        String svg = plot.svg();
        out.append(svg.substring(svg.indexOf("<svg"))).append('\n');
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
