package dev.puce.cli.atr;

import dev.puce.atr.report.AtrPalette;
import dev.puce.atr.report.Chart;
import dev.puce.atr.report.ChartPainter;
import dev.puce.atr.report.ChartSvg;
import dev.puce.atr.report.GrowthText;
import dev.puce.atr.report.StatisticsChart;
import dev.puce.atr.report.StatisticsCsv;
import dev.puce.atr.report.StatisticsJson;
import dev.puce.atr.report.StatisticsMarkdown;
import dev.puce.atr.report.StatisticsText;
import dev.puce.atr.statistics.AtrListCounter;
import dev.puce.atr.statistics.AtrStatistics;
import dev.puce.atr.statistics.CountingRule;
import dev.puce.atr.statistics.GitHistory;
import dev.puce.atr.statistics.ListGrowth;
import dev.puce.atr.statistics.StatisticsTable;
import dev.puce.cli.help.Guide;
import dev.puce.cli.terminal.ColorOption;
import dev.puce.cli.terminal.CommandFailedException;
import dev.puce.cli.terminal.InputFile;
import dev.puce.cli.terminal.NamedValueConverter;
import dev.puce.cli.terminal.OutputOption;
import dev.puce.cli.terminal.ProgressBar;
import dev.puce.cli.terminal.StandardOutput;
import dev.puce.posix.Terminal;
import dev.puce.service.AddOns;
import dev.puce.web.StatisticsPage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `puce atr stats`: for every character of the ATR, which values occur in lists and how often.
@Command(
        name = "stats",
        description = "Count card lists: for every character of the ATR, which values occur and how often.")
@Guide(
        usage = "puce atr stats [OPTIONS] [LIST...]",
        examples = {
            "puce atr stats smartcard_list.txt | tables",
            "puce atr stats --html -o study.html LIST | a page with tables and bars",
            "puce atr stats --table TA1 --svg LIST | a plot of one table"
        },
        seeAlso = {"puce atr"})
final class AtrStatsCommand implements Callable<Integer> {
    private static final int HISTORICAL_BYTES_SHOWN = 20;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(
            paramLabel = "LIST",
            arity = "0..*",
            description =
                    "Card lists, or files with one ATR on each line (other columns separated by TAB or comma). Without"
                            + " any, or with -, standard input.")
    private List<Path> lists = List.of();

    @Option(
            names = "--rule",
            defaultValue = "default",
            converter = RuleConverter.class,
            paramLabel = "RULE",
            description =
                    "Count by rule default (characters behind wildcards are not counted) or published (as the published"
                            + " series \"ATR statistics\").")
    private CountingRule rule;

    /// Parses the name of a rule as it is typed.
    static final class RuleConverter extends NamedValueConverter<CountingRule> {
        RuleConverter() {
            super(List.of(CountingRule.values()));
        }
    }

    @ArgGroup
    private Format format = new Format();

    /// The output formats, which exclude each other.
    static final class Format {
        @Option(names = "--json", description = "One JSON object.")
        private boolean json;

        @Option(names = "--csv", description = "CSV: table, value, count, percent.")
        private boolean csv;

        @Option(names = "--markdown", description = "Markdown tables.")
        private boolean markdown;

        @Option(names = "--html", description = "One self-contained page with tables and bars.")
        private boolean html;

        @Option(names = "--png", description = "A plot of one table (--table) or of the growth as PNG.")
        private boolean png;

        @Option(names = "--svg", description = "A plot of one table (--table) or of the growth as SVG.")
        private boolean svg;
    }

    @Mixin
    private OutputOption output;

    @Option(
            names = "--growth",
            description = "Show the growth of a list instead of tables. The lists are dated by their names (2016-01-23,"
                    + " 20160123, 2016) or modification times.")
    private boolean growth;

    @Option(
            names = "--history",
            paramLabel = "REPOSITORY",
            description = "Show the growth of a list in a git repository.")
    private Path history;

    @Option(
            names = "--history-path",
            paramLabel = "PATH",
            defaultValue = "smartcard_list.txt",
            description = "With --history: path of the list. Default: ${DEFAULT-VALUE}.")
    private String historyPath;

    @Option(
            names = "--table",
            paramLabel = "NAME",
            split = ",",
            completionCandidates = TableNames.class,
            description = "Only the named tables: TS, T0, TA1, ..., historicalBytes, TCK, TA3-IFSC, ...")
    void setTables(List<String> names) {
        tableNames = List.copyOf(names);
    }

    @Option(names = "-t", split = ",", hidden = true)
    void setTablesAsBefore(List<String> names) {
        setTables(names);
    }

    private List<String> tableNames = List.of();

    /// The names of tables that every list has, for completion.
    static final class TableNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return AtrListCounter.count("", CountingRule.DEFAULT).tables().stream()
                    .map(StatisticsTable::name)
                    .iterator();
        }
    }

    @Option(
            names = {"-n", "--top"},
            paramLabel = "N",
            description = "Show at most N rows of a table in text and Markdown; 0 shows all.")
    private Integer top;

    @Option(
            names = "--title",
            paramLabel = "TEXT",
            defaultValue = "ATR statistics",
            description = "With --html: title of the page. Default: ${DEFAULT-VALUE}.")
    private String title;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Count with N threads. Default: one for each processor.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Mixin
    private ColorOption color;

    @Override
    public Integer call() throws IOException {
        CompilerWarmUp.end();
        if (top != null && top < 0) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--top must not be negative");
        }
        if (format.png && !output.isGiven() && Terminal.STANDARD_OUTPUT.isThere()) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--png is binary. Name a file with -o FILE");
        }
        if (lists.isEmpty() && history == null && !growth && Terminal.STANDARD_INPUT.isThere()) {
            throw new CommandLine.ParameterException(spec.commandLine(), "LIST is missing. Use - for standard input");
        }
        lists.forEach(InputFile::notAFolder);
        Optional<ListGrowth> grown = growth();
        boolean tablesWanted = !growth && (history == null || !lists.isEmpty());
        Optional<AtrStatistics> statistics = tablesWanted ? Optional.of(select(count())) : Optional.empty();
        if (format.png) {
            write(painter().png(chart(statistics, grown)));
        } else if (output.isGiven()) {
            write(text(statistics, grown).getBytes(StandardCharsets.UTF_8));
        } else {
            var out = spec.commandLine().getOut();
            out.print(text(statistics, grown));
            out.flush();
        }
        return CommandLine.ExitCode.OK;
    }

    private Optional<ListGrowth> growth() throws IOException {
        if (history != null) {
            return Optional.of(GitHistory.growth(history, historyPath));
        }
        if (growth && lists.isEmpty()) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--growth needs dated lists");
        }
        if (growth && lists.contains(Path.of("-"))) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--growth needs files, since standard input has no date");
        }
        return growth ? Optional.of(ListGrowth.ofFiles(lists)) : Optional.empty();
    }

    private void write(byte[] content) throws IOException {
        if (output.isGiven()) {
            Files.write(output.path().orElseThrow(), content);
        } else {
            new StandardOutput().write(content);
        }
    }

    private String text(Optional<AtrStatistics> statistics, Optional<ListGrowth> grown) {
        if (format.json) {
            return StatisticsJson.of(statistics, grown) + "\n";
        }
        if (format.html) {
            return StatisticsPage.of(new StatisticsPage.Heading(title, sources()), statistics, grown);
        }
        if (format.svg) {
            return ChartSvg.of(chart(statistics, grown));
        }
        if (format.csv) {
            return statistics.map(StatisticsCsv::of).orElse("")
                    + grown.map(GrowthText::csv).orElse("");
        }
        if (format.markdown) {
            return statistics
                            .map(counted ->
                                    StatisticsMarkdown.of(counted, top == null || top == 0 ? Integer.MAX_VALUE : top))
                            .orElse("")
                    + grown.map(points -> "\n```\n" + GrowthText.of(points, AtrPalette.PLAIN) + "```\n")
                            .orElse("");
        }
        AtrPalette palette = !output.isGiven() && color.onStandardOutput() ? AtrPalette.ANSI : AtrPalette.PLAIN;
        return statistics.map(counted -> tables(counted, palette)).orElse("")
                + grown.map(points -> GrowthText.of(points, palette)).orElse("");
    }

    /// Names the lists without their folders, since the page may be published.
    private List<String> sources() {
        var names = new ArrayList<String>();
        if (history != null) {
            names.add("history of " + historyPath);
        }
        for (Path list : lists) {
            names.add(list.toString().equals("-") ? "standard input" : String.valueOf(list.getFileName()));
        }
        return names.isEmpty() ? List.of("standard input") : names;
    }

    /// Finds the add-on that draws PNG. It needs java.desktop, which the runtime images of puce do not have.
    private static ChartPainter painter() {
        return Stream.concat(
                        ServiceLoader.load(ChartPainter.class).stream().map(ServiceLoader.Provider::get),
                        AddOns.providers(ChartPainter.class))
                .findFirst()
                .orElseThrow(() -> new CommandFailedException(
                        "This puce has no add-on for --png: its folder addons/plots is missing."
                                + " Use --svg, and convert the file: rsvg-convert -z 2 -o FILE.png FILE.svg"));
    }

    /// Returns the requested chart.
    private Chart chart(Optional<AtrStatistics> statistics, Optional<ListGrowth> grown) {
        if (statistics.isPresent() && tableNames.size() == 1) {
            return StatisticsChart.of(statistics.get().tables().getFirst());
        }
        if (statistics.isEmpty() && grown.isPresent()) {
            return StatisticsChart.of(grown.get(), true);
        }
        throw new CommandLine.ParameterException(
                spec.commandLine(), "A plot shows one table. Name it, for example --table TA1");
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

    /// Empty if a list is a stream.
    private static OptionalLong totalSize(List<Path> lists) throws IOException {
        long size = 0;
        for (Path list : lists) {
            if (!Files.isRegularFile(list)) {
                return OptionalLong.empty();
            }
            size += Files.size(list);
        }
        return OptionalLong.of(size);
    }

    private AtrStatistics select(AtrStatistics statistics) {
        for (String name : tableNames) {
            if (statistics.table(name).isEmpty()) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(),
                        "There is no table %s. The tables are %s"
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

    private String tables(AtrStatistics statistics, AtrPalette palette) {
        var text = new StringBuilder(StatisticsText.summary(statistics));
        for (StatisticsTable table : statistics.tables()) {
            if (table.rows().isEmpty() && tableNames.isEmpty()) {
                continue;
            }
            boolean isLong = table.name().equals("historicalBytes");
            int rows = top != null
                    ? (top == 0 ? Integer.MAX_VALUE : top)
                    : isLong ? HISTORICAL_BYTES_SHOWN : Integer.MAX_VALUE;
            text.append('\n').append(StatisticsText.table(table, rows, palette));
        }
        return text.toString();
    }
}
