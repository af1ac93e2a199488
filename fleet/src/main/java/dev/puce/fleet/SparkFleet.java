package dev.puce.fleet;

import dev.puce.atr.report.AtrPalette;
import dev.puce.atr.report.StatisticsJson;
import dev.puce.atr.report.StatisticsText;
import dev.puce.atr.statistics.AtrStatistics;
import dev.puce.cli.fleet.FleetEngine;
import dev.puce.cli.fleet.FleetGrouping;
import dev.puce.cli.fleet.FleetJob;
import dev.puce.cli.fleet.FleetOutput;
import dev.puce.cli.terminal.JsonLine;
import dev.puce.iso7816.Printable;
import dev.puce.trace.summary.CallStatistics;
import dev.puce.trace.summary.Summary;
import dev.puce.trace.summary.SummaryJson;
import dev.puce.trace.summary.SummaryText;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/// Answers questions about recordings with Apache Spark: on this machine, or on the cluster of spark-submit.
public final class SparkFleet implements FleetEngine {
    private static final int OK = 0;
    private static final int PROBLEM = 1;
    private static final int MAX_ROWS = 20;

    @Override
    public int run(FleetJob job, FleetOutput output, PrintWriter out, PrintWriter err) throws IOException {
        try (var spark = session()) {
            return run(spark, job, output, out, err);
        }
    }

    /// Answers a question with a session, which stays open.
    static int run(SparkSession spark, FleetJob job, FleetOutput output, PrintWriter out, PrintWriter err)
            throws IOException {
        return new Run(spark, output, out, err).run(job);
    }

    /// spark-submit sets the master. Without it, all processors of this machine work.
    private static SparkSession session() {
        var defaults = new SparkConf();
        var builder = SparkSession.builder().appName("puce fleet").config("spark.ui.showConsoleProgress", false);
        if (!defaults.contains("spark.master")) {
            builder.master("local[*]");
        }
        if (!defaults.contains("spark.master") || defaults.get("spark.master").startsWith("local")) {
            builder.config("spark.ui.enabled", false)
                    .config("spark.driver.host", "localhost")
                    .config("spark.driver.bindAddress", "127.0.0.1");
        }
        return builder.getOrCreate();
    }

    /// The answer to one question.
    private record Run(SparkSession spark, FleetOutput output, PrintWriter out, PrintWriter err) {
        int run(FleetJob job) throws IOException {
            var context = new JavaSparkContext(spark.sparkContext());
            int status = switch (job) {
                case FleetJob.Summary summary -> summary(Traces.find(context, job.paths()), summary);
                case FleetJob.Diagnose(var _, boolean eachTrace) -> {
                    var traces = Traces.find(context, job.paths());
                    yield eachTrace ? diagnoseEach(traces) : diagnose(traces);
                }
                case FleetJob.Atr atr -> atr(Traces.files(context, job.paths()), atr);
                case FleetJob.Search(var _, String filter) -> search(Traces.find(context, job.paths()), filter);
            };
            out.flush();
            return status;
        }

        private int summary(Traces traces, FleetJob.Summary job) {
            var files = traces.fileSystems();
            var grouping = job.grouping();
            String filter = job.filter().orElse(TraceTasks.NO_FILTER);
            var total = traces.total(new SummaryPart(), tasks -> {
                var part = new SummaryPart();
                while (tasks.hasNext()) {
                    TraceTasks.summarise(tasks.next(), files, grouping, filter, part);
                }
                return List.of(part).iterator();
            });
            total.input.report(err);
            show(total.groups, grouping);
            return OK;
        }

        private void show(SortedMap<String, Summary> groups, FleetGrouping grouping) {
            switch (output) {
                case FleetOutput.Parquet(String folder) -> new ResultTables(spark, folder).summaries(groups);
                case FleetOutput.Json()
                when grouping == FleetGrouping.NONE ->
                    out.println(JsonLine.object(json -> SummaryJson.write(json, sum(groups))));
                case FleetOutput.Json() ->
                    groups.forEach((group, summary) -> out.println(JsonLine.object(json -> {
                        json.writeStringProperty(grouping.toString(), group);
                        SummaryJson.write(json, summary);
                    })));
                case FleetOutput.Text(var palette, var width)
                when grouping == FleetGrouping.NONE -> out.print(SummaryText.of(sum(groups), palette, width));
                case FleetOutput.Text(var palette, var width) -> {
                    var rows = groups.entrySet().stream()
                            .map(group -> group.getValue().all().named(group.getKey()))
                            .sorted(Comparator.comparingLong(CallStatistics::totalNanos)
                                    .reversed())
                            .toList();
                    var text = new StringBuilder();
                    SummaryText.table(
                            text, grouping.toString(), rows, sum(groups).all(), palette, width);
                    out.print(text.toString().stripLeading());
                }
            }
        }

        private static Summary sum(SortedMap<String, Summary> groups) {
            var sum = new Summary();
            groups.values().forEach(sum::add);
            return sum;
        }

        private int diagnose(Traces traces) {
            var files = traces.fileSystems();
            var total = traces.total(new DiagnosisPart(), tasks -> {
                var part = new DiagnosisPart();
                while (tasks.hasNext()) {
                    TraceTasks.diagnose(tasks.next(), files, part.input).ifPresent(part::add);
                }
                return List.of(part).iterator();
            });
            total.input.report(err);
            var faults = total.faults.values().stream()
                    .sorted(Comparator.comparing((FaultTotal fault) -> fault.severity, Comparator.reverseOrder())
                            .thenComparing(FaultTotal::machines, Comparator.reverseOrder())
                            .thenComparing(FaultTotal::traces, Comparator.reverseOrder())
                            .thenComparing(FaultTotal::key))
                    .toList();
            switch (output) {
                case FleetOutput.Parquet(String folder) -> new ResultTables(spark, folder).faults(faults);
                case FleetOutput.Json() -> faults.forEach(fault -> out.println(json(fault)));
                case FleetOutput.Text _ -> {
                    out.println(total.problems + " of " + total.input.traces() + " traces have a problem");
                    faults.forEach(fault -> out.println(text(fault)));
                }
            }
            return total.problems > 0 ? PROBLEM : OK;
        }

        private static String json(FaultTotal fault) {
            return JsonLine.object(json -> {
                json.writeStringProperty("rule", fault.rule);
                json.writeStringProperty("severity", fault.severity);
                json.writeStringProperty("layer", fault.layer);
                json.writeNumberProperty("machines", fault.machines());
                json.writeNumberProperty("traces", fault.traces());
                json.writeNumberProperty("count", fault.times());
                json.writeStringProperty("first", fault.first());
                json.writeStringProperty("last", fault.last());
                json.writeArrayPropertyStart("readers");
                fault.readers().forEach(json::writeString);
                json.writeEndArray();
                json.writeObjectPropertyStart("example");
                json.writeStringProperty("file", fault.exampleTrace());
                json.writeStringProperty("text", fault.exampleText());
                json.writeEndObject();
            });
        }

        private static String text(FaultTotal fault) {
            return Printable.of("\n%s %s (%s): %d machines, %d traces, %d times%s"
                            .formatted(
                                    fault.severity,
                                    fault.rule,
                                    fault.layer,
                                    fault.machines(),
                                    fault.traces(),
                                    fault.times(),
                                    fault.first().isEmpty() ? "" : ", " + fault.first() + " to " + fault.last()))
                    + Printable.of("\n  example: " + fault.exampleTrace() + ": " + fault.exampleText())
                    + (fault.readers().isEmpty()
                            ? ""
                            : Printable.of("\n  readers: " + String.join(", ", fault.readers())));
        }

        private int diagnoseEach(Traces traces) {
            var files = traces.fileSystems();
            JavaRDD<TraceVerdict> verdicts = traces.inOrder()
                    .flatMap(trace -> TraceTasks.diagnose(trace, files, new InputCount()).map(TraceVerdict::of).stream()
                            .iterator());
            if (output instanceof FleetOutput.Parquet(String folder)) {
                new ResultTables(spark, folder).diagnoses(verdicts);
                return OK;
            }
            int status = OK;
            var found = verdicts.toLocalIterator();
            while (found.hasNext()) {
                var verdict = found.next();
                out.println(output instanceof FleetOutput.Json ? verdict.json() : Printable.of(verdict.text()));
                status = verdict.isProblem() ? PROBLEM : status;
            }
            return status;
        }

        private int atr(Traces lists, FleetJob.Atr job) {
            var files = lists.fileSystems();
            var rule = job.rule();
            var total = lists.total(new AtrPart(rule), tasks -> {
                var part = new AtrPart(rule);
                while (tasks.hasNext()) {
                    TraceTasks.count(tasks.next(), files, part);
                }
                return List.of(part).iterator();
            });
            total.input.report(err);
            var statistics = total.counter.statistics();
            switch (output) {
                case FleetOutput.Parquet(String folder) -> new ResultTables(spark, folder).statistics(statistics);
                case FleetOutput.Json() -> out.println(StatisticsJson.of(Optional.of(statistics), Optional.empty()));
                case FleetOutput.Text(var palette, var _) -> {
                    out.print(StatisticsText.summary(statistics));
                    tables(statistics, palette.isColoured() ? AtrPalette.ANSI : AtrPalette.PLAIN);
                }
            }
            return OK;
        }

        private void tables(AtrStatistics statistics, AtrPalette palette) {
            statistics.tables().forEach(table -> out.print("\n" + StatisticsText.table(table, MAX_ROWS, palette)));
        }

        private int search(Traces traces, String filter) {
            var files = traces.fileSystems();
            JavaRDD<FoundCall> calls = traces.inOrder()
                    .flatMap(trace -> TraceTasks.search(trace, files, filter).iterator());
            if (output instanceof FleetOutput.Parquet(String folder)) {
                new ResultTables(spark, folder).calls(calls);
                return OK;
            }
            var found = calls.toLocalIterator();
            while (found.hasNext()) {
                var call = found.next();
                out.println(
                        output instanceof FleetOutput.Json
                                ? JsonLine.object(json -> {
                                    json.writeStringProperty("host", call.host());
                                    json.writeStringProperty("file", call.trace());
                                    json.writeName("call");
                                    json.writeRawValue(call.line());
                                })
                                : Printable.of(call.trace() + ": ") + call.sequence() + "  " + call.text());
            }
            return OK;
        }
    }
}
