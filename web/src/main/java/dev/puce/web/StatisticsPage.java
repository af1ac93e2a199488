package dev.puce.web;

import dev.puce.atr.report.CharacterMeaning;
import dev.puce.atr.report.ChartSvg;
import dev.puce.atr.report.StatisticsChart;
import dev.puce.atr.report.StatisticsLabels;
import dev.puce.atr.statistics.AtrStatistics;
import dev.puce.atr.statistics.AtrStatistics.BadLine;
import dev.puce.atr.statistics.ListGrowth;
import dev.puce.atr.statistics.StatisticsTable;
import dev.puce.atr.statistics.StatisticsTable.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Writes a study as one self-contained HTML page: sources, rule, and tables with a bar in each row. It supports
/// desktops, phones, light and dark mode, and printing, and looks like the page of a trace.
public final class StatisticsPage {
    /// Visible rows of a table; the others can be expanded.
    private static final int ROWS_SHOWN = 20;

    /// Maximum number of rows of a table on the page.
    private static final int ROWS_ON_PAGE = 300;

    private final StringBuilder out = new StringBuilder();

    private StatisticsPage() {}

    /// Title and sources of the page.
    ///
    /// @param title   its headline
    /// @param sources names of the counted lists
    public record Heading(String title, List<String> sources) {
        public Heading {
            sources = List.copyOf(sources);
        }
    }

    /// Returns the page.
    public static String of(Heading heading, Optional<AtrStatistics> statistics, Optional<ListGrowth> growth) {
        var page = new StatisticsPage();
        page.addHead(heading.title());
        statistics.ifPresent(counted -> page.add(
                "<p class=\"lead\">%s ATRs, character by character</p>\n".formatted(number(counted.counted()))));
        page.addSummary(heading, statistics);
        growth.ifPresent(page::addGrowth);
        statistics.ifPresent(counted -> inReadingOrder(counted.tables()).forEach(page::addTable));
        return page.out
                .append("<footer>Made by puce, a smart-card workbench.")
                .append("</footer>\n</body>\n</html>\n")
                .toString();
    }

    private void add(String html) {
        out.append(html);
    }

    private void addHead(String title) {
        add("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        add("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        // An empty icon, because browsers otherwise request one from the server.
        add("<link rel=\"icon\" href=\"data:,\">\n<title>%s</title>\n<style>\n".formatted(escape(title)));
        out.append(Assets.text("style.css")).append(Assets.text("statistics.css"));
        add("</style>\n</head>\n<body>\n<h1>%s</h1>\n".formatted(escape(title)));
    }

    private void addSummary(Heading heading, Optional<AtrStatistics> statistics) {
        add("<dl>\n");
        if (!heading.sources().isEmpty()) {
            addTerm("Source", escape(String.join(", ", heading.sources())));
        }
        statistics.ifPresent(counted -> {
            AtrStatistics.Lines lines = counted.lines();
            addTerm(
                    "Rule",
                    "<b>%s</b>: %s"
                            .formatted(counted.rule(), escape(counted.rule().description())));
            addTerm(
                    "Lines",
                    "%s read, %s excluded by the rule or because they are truncated, %s not an ATR"
                            .formatted(number(lines.total()), number(lines.leftOut()), number(lines.noAtr())));
            if (!lines.firstBad().isEmpty()) {
                addTerm("Not an ATR", badLines(lines));
            }
        });
        add("</dl>\n");
        statistics.ifPresent(this::addContents);
    }

    private void addTerm(String term, String html) {
        add("<dt>%s</dt><dd>%s</dd>\n".formatted(term, html));
    }

    private static String badLines(AtrStatistics.Lines lines) {
        var html = new ArrayList<String>();
        for (BadLine bad : lines.firstBad()) {
            html.add("%s, line %d: <code>%s</code>".formatted(escape(bad.file()), bad.number(), escape(bad.text())));
        }
        if (lines.noAtr() > html.size()) {
            html.add("and %s more".formatted(number(lines.noAtr() - html.size())));
        }
        return String.join("<br>", html);
    }

    private void addContents(AtrStatistics statistics) {
        add("<nav aria-label=\"Tables\">\n");
        for (StatisticsTable table : inReadingOrder(statistics.tables())) {
            add("<a href=\"#%s\">%s</a>\n".formatted(table.name(), table.name()));
        }
        add("</nav>\n");
    }

    /// Sorts tables so that derived tables follow their character.
    private static List<StatisticsTable> inReadingOrder(List<StatisticsTable> tables) {
        var order = new ArrayList<StatisticsTable>();
        for (StatisticsTable table : tables) {
            int place = order.size();
            for (int i = 0; i < order.size(); i++) {
                if (table.name().startsWith(order.get(i).name() + "-")) {
                    place = i + 1;
                    while (place < order.size()
                            && order.get(place).name().startsWith(order.get(i).name() + "-")) {
                        place++;
                    }
                }
            }
            order.add(place, table);
        }
        return order;
    }

    private void addGrowth(ListGrowth growth) {
        add("<section id=\"growth\">\n<h2>Growth of the list</h2>\n<div class=\"growth\">\n");
        out.append("<figure>")
                .append(ChartSvg.of(StatisticsChart.of(growth, false)))
                .append("</figure>\n");
        var last = growth.points().getLast();
        add("<dl>\n");
        addTerm("Lists", number(growth.points().size()));
        addTerm("From", growth.points().getFirst().date().toString());
        addTerm("To", "%s, %s entries".formatted(last.date(), number(last.entries())));
        growth.regression().ifPresent(line -> {
            addTerm(
                    "Regression line",
                    String.format(Locale.ROOT, "%.1f entries per year, %.2f per week", line.perYear(), line.perWeek()));
            addTerm("R²", String.format(Locale.ROOT, "%.4f", line.r2()));
        });
        add("</dl>\n</div>\n</section>\n");
    }

    private void addTable(StatisticsTable table) {
        add("<section id=\"%s\">\n<h2>%s</h2>\n"
                .formatted(table.name(), escape(StatisticsLabels.headline(table.name()))));
        add("<p class=\"note\">%s</p>\n".formatted(inTheTable(table)));
        if (!isOnlyAbsent(table)) {
            addRows(table, 0, ROWS_SHOWN);
            addRest(table);
        }
        add("</section>\n");
    }

    private static String inTheTable(StatisticsTable table) {
        String hidden = table.hidden() == 0
                ? ""
                : ", %s more %s".formatted(number(table.hidden()), StatisticsLabels.hidden(table.name()));
        return isOnlyAbsent(table)
                ? "No ATR has this character%s.".formatted(hidden)
                : "%s ATRs in the table%s".formatted(number(table.counted()), hidden);
    }

    private static boolean isOnlyAbsent(StatisticsTable table) {
        return table.rows().stream().allMatch(row -> row.value().isEmpty());
    }

    private void addRest(StatisticsTable table) {
        int rows = table.rows().size();
        if (rows <= ROWS_SHOWN) {
            return;
        }
        long count =
                table.rows().stream().skip(ROWS_SHOWN).mapToLong(Row::count).sum();
        String rest = "%s less frequent values, together %s".formatted(number(rows - ROWS_SHOWN), number(count));
        add("<p class=\"printed note\">%s</p>\n<details><summary>%s</summary>\n".formatted(rest, rest));
        addRows(table, ROWS_SHOWN, ROWS_ON_PAGE);
        if (rows > ROWS_ON_PAGE) {
            add("<p class=\"note\">%s further values are not on this page.</p>\n"
                    .formatted(number(rows - ROWS_ON_PAGE)));
        }
        add("</details>\n");
    }

    private void addRows(StatisticsTable table, int from, int to) {
        long most = table.rows().getFirst().count();
        add("<table class=\"statistics\">\n<thead><tr><th scope=\"col\">value</th><th scope=\"col\">count</th>"
                + "<th scope=\"col\">percent</th></tr></thead>\n<tbody>\n");
        for (Row row : table.rows().subList(from, Math.min(to, table.rows().size()))) {
            add("<tr><th scope=\"row\" style=\"--share: %s%%\"><span>%s</span></th>"
                            .formatted(decimal(100.0 * row.count() / most), value(table, row))
                    + "<td class=\"number\">%s</td><td class=\"number\">%s %%</td></tr>\n"
                            .formatted(number(row.count()), decimal(row.percent())));
        }
        add("</tbody>\n</table>\n");
    }

    private static String value(StatisticsTable table, Row row) {
        String value = escape(StatisticsLabels.valueOrAbsent(table, row));
        return "<code>%s</code>%s"
                .formatted(
                        value,
                        row.value()
                                .flatMap(bytes -> CharacterMeaning.of(table.name(), bytes))
                                .map(meaning -> " <small>%s</small>".formatted(escape(meaning)))
                                .orElse(""));
    }

    private static String decimal(double number) {
        return String.format(Locale.ROOT, "%.2f", number);
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
