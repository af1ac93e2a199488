package dev.puce.cli;

import dev.puce.atr.report.Palette;
import dev.puce.atr.report.StatisticsCsv;
import dev.puce.atr.report.StatisticsJson;
import dev.puce.atr.report.StatisticsMarkdown;
import dev.puce.atr.report.StatisticsText;
import dev.puce.atr.statistics.AtrListCounter;
import dev.puce.atr.statistics.AtrStatistics;
import dev.puce.atr.statistics.CountingRule;
import dev.puce.atr.statistics.StatisticsTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `puce atr stats`: for every character of the ATR, which values occur in lists and how often.
@Command(
        name = "stats",
        description = "Statistics over whole lists: for every character of the ATR, which values occur and how often.",
        mixinStandardHelpOptions = true)
final class AtrStatsCommand implements Callable<Integer> {
    private static final int HISTORICAL_BYTES_SHOWN = 20;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(
            paramLabel = "LIST",
            arity = "0..*",
            description = "Card lists, or files with one ATR a line (optionally with a count or other columns separated"
                    + " by TABs); '-' or nothing: standard input.")
    private List<Path> lists = List.of();

    @Option(
            names = "--rule",
            defaultValue = "default",
            paramLabel = "RULE",
            description = "Which lines count: default (characters hidden by wildcards are left out of their table) or"
                    + " published (as the published series \"ATR statistics\").")
    private CountingRule rule;

    @ArgGroup
    private Format format = new Format();

    /// One of them.
    static final class Format {
        @Option(names = "--json", description = "One JSON object.")
        private boolean json;

        @Option(names = "--csv", description = "CSV: table, value, count, percent.")
        private boolean csv;

        @Option(names = "--markdown", description = "Markdown tables.")
        private boolean markdown;
    }

    @Option(
            names = {"-t", "--table"},
            paramLabel = "NAME",
            split = ",",
            description = "Only these tables: TS, T0, TA1, ..., historicalBytes, TCK, TA3-IFSC, ...")
    private List<String> tableNames = List.of();

    @Option(names = "--top", paramLabel = "N", description = "Show at most N rows of a table (text and Markdown).")
    private Integer top;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads that count (default: one for each processor).")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Mixin
    private ColorOption color;

    @Override
    public Integer call() throws IOException {
        AtrStatistics statistics = select(count());
        var out = spec.commandLine().getOut();
        if (format.json) {
            out.println(StatisticsJson.of(statistics));
        } else if (format.csv) {
            out.print(StatisticsCsv.of(statistics));
        } else if (format.markdown) {
            out.print(StatisticsMarkdown.of(statistics, top == null ? Integer.MAX_VALUE : top));
        } else {
            printText(statistics, out);
        }
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    private AtrStatistics count() throws IOException {
        if (threads < 1) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--threads must be at least 1");
        }
        List<Path> sources = lists.isEmpty() ? List.of(Path.of("-")) : lists;
        try (var progress =
                ProgressBar.over(totalSize(sources), spec.commandLine().getErr())) {
            var counter = new AtrListCounter(rule, threads, progress::advance);
            for (Path list : sources) {
                if (list.toString().equals("-")) {
                    counter.count(System.in, "standard input");
                } else {
                    counter.count(list);
                }
            }
            return counter.statistics();
        }
    }

    private static long totalSize(List<Path> lists) throws IOException {
        long size = 0;
        for (Path list : lists) {
            size += Files.isRegularFile(list) ? Files.size(list) : 0;
        }
        return size;
    }

    private AtrStatistics select(AtrStatistics statistics) {
        for (String name : tableNames) {
            if (statistics.table(name).isEmpty()) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(),
                        "there is no table %s; there are %s"
                                .formatted(
                                        name,
                                        String.join(
                                                ", ",
                                                statistics.tables().stream()
                                                        .map(StatisticsTable::name)
                                                        .toList())));
            }
        }
        return tableNames.isEmpty()
                ? statistics
                : new AtrStatistics(
                        statistics.rule(),
                        statistics.counted(),
                        statistics.lines(),
                        statistics.tables().stream()
                                .filter(table -> tableNames.contains(table.name()))
                                .toList());
    }

    private void printText(AtrStatistics statistics, PrintWriter out) {
        Palette palette = color.onStandardOutput() ? Palette.ANSI : Palette.PLAIN;
        out.print(StatisticsText.summary(statistics));
        for (StatisticsTable table : statistics.tables()) {
            out.println();
            boolean isLong = table.name().equals("historicalBytes");
            int rows = top != null ? top : isLong ? HISTORICAL_BYTES_SHOWN : Integer.MAX_VALUE;
            out.print(StatisticsText.table(table, rows, palette));
        }
    }
}
