package dev.puce.fleet;

import dev.puce.atr.statistics.AtrStatistics;
import dev.puce.trace.summary.CallStatistics;
import dev.puce.trace.summary.Summary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/// Results as Parquet files.
final class ResultTables {
    private static final double NANOS_PER_MICRO = 1000.0;

    private static final StructType SUMMARY = new StructType()
            .add("group", DataTypes.StringType)
            .add("table", DataTypes.StringType)
            .add("name", DataTypes.StringType)
            .add("calls", DataTypes.LongType)
            .add("total_us", DataTypes.DoubleType)
            .add("median_us", DataTypes.DoubleType)
            .add("p99_us", DataTypes.DoubleType)
            .add("max_us", DataTypes.DoubleType)
            .add("errors", DataTypes.createMapType(DataTypes.StringType, DataTypes.LongType));

    private static final StructType FAULTS = new StructType()
            .add("rule", DataTypes.StringType)
            .add("severity", DataTypes.StringType)
            .add("layer", DataTypes.StringType)
            .add("machines", DataTypes.LongType)
            .add("traces", DataTypes.LongType)
            .add("times", DataTypes.LongType)
            .add("first", DataTypes.StringType)
            .add("last", DataTypes.StringType)
            .add("readers", DataTypes.createArrayType(DataTypes.StringType))
            .add("example_trace", DataTypes.StringType)
            .add("example", DataTypes.StringType);

    private static final StructType DIAGNOSES = new StructType()
            .add("trace", DataTypes.StringType)
            .add("host", DataTypes.StringType)
            .add("problem", DataTypes.BooleanType)
            .add("rule", DataTypes.StringType)
            .add("diagnosis", DataTypes.StringType);

    private static final StructType ATRS = new StructType()
            .add("table", DataTypes.StringType)
            .add("value", DataTypes.StringType)
            .add("count", DataTypes.LongType);

    private static final StructType CALLS = new StructType()
            .add("host", DataTypes.StringType)
            .add("trace", DataTypes.StringType)
            .add("seq", DataTypes.LongType)
            .add("program", DataTypes.StringType)
            .add("reader", DataTypes.StringType)
            .add("call", DataTypes.StringType)
            .add("code", DataTypes.StringType)
            .add("duration_us", DataTypes.DoubleType)
            .add("line", DataTypes.StringType);

    private final SparkSession spark;
    private final String folder;

    ResultTables(SparkSession spark, String folder) {
        this.spark = spark;
        this.folder = folder;
    }

    private void write(List<Row> rows, StructType type) {
        spark.createDataFrame(rows, type).coalesce(1).write().parquet(folder);
    }

    void summaries(SortedMap<String, Summary> groups) {
        var rows = new ArrayList<Row>();
        groups.forEach((group, summary) -> {
            rows.add(row(group, "all", summary.all()));
            summary.functions().forEach(function -> rows.add(row(group, "function", function)));
            summary.readers().forEach(reader -> rows.add(row(group, "reader", reader)));
            summary.instructions().forEach(instruction -> rows.add(row(group, "instruction", instruction)));
        });
        write(rows, SUMMARY);
    }

    private static Row row(String group, String table, CallStatistics calls) {
        var errors = new LinkedHashMap<String, Long>();
        calls.errors().forEach(error -> errors.put(error.getKey(), error.getValue()));
        return RowFactory.create(
                group,
                table,
                calls.name(),
                calls.calls(),
                micros(calls, calls.totalNanos()),
                micros(calls, calls.medianNanos()),
                micros(calls, calls.p99Nanos()),
                micros(calls, calls.maxNanos()),
                scala(errors));
    }

    private static Object scala(Map<String, Long> map) {
        return scala.jdk.javaapi.CollectionConverters.asScala(map);
    }

    private static Double micros(CallStatistics calls, long nanos) {
        return calls.hasDurations() ? nanos / NANOS_PER_MICRO : null;
    }

    void faults(List<FaultTotal> faults) {
        write(
                faults.stream()
                        .map(fault -> RowFactory.create(
                                fault.rule,
                                fault.severity,
                                fault.layer,
                                (long) fault.machines(),
                                fault.traces(),
                                fault.times(),
                                fault.first(),
                                fault.last(),
                                fault.readers().toArray(String[]::new),
                                fault.exampleTrace(),
                                fault.exampleText()))
                        .toList(),
                FAULTS);
    }

    void diagnoses(JavaRDD<TraceVerdict> verdicts) {
        spark.createDataFrame(
                        verdicts.map(verdict -> RowFactory.create(
                                verdict.trace(), verdict.host(), verdict.isProblem(), verdict.rule(), verdict.json())),
                        DIAGNOSES)
                .write()
                .parquet(folder);
    }

    void statistics(AtrStatistics statistics) {
        var rows = new ArrayList<Row>();
        statistics
                .tables()
                .forEach(table -> table.rows()
                        .forEach(row -> rows.add(RowFactory.create(table.name(), row.value(), row.count()))));
        write(rows, ATRS);
    }

    void calls(JavaRDD<FoundCall> calls) {
        spark.createDataFrame(
                        calls.map(call -> RowFactory.create(
                                call.host(),
                                call.trace(),
                                call.sequence(),
                                call.program(),
                                call.reader(),
                                call.function(),
                                call.code(),
                                call.durationNanos() < 0 ? null : call.durationNanos() / NANOS_PER_MICRO,
                                call.line())),
                        CALLS)
                .write()
                .parquet(folder);
    }
}
