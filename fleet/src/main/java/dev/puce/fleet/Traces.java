package dev.puce.fleet;

import dev.puce.trace.file.RecordingPart;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;

/// The traces of a job, distributed to tasks of similar size.
final class Traces {
    /// Bytes of a task: some seconds of work.
    private static final long BYTES_PER_TASK = 128L << 20;

    /// Files whose starts one task reads.
    private static final int FILES_PER_TASK = 100;

    private static final int TREE_DEPTH = 3;

    private final JavaSparkContext spark;
    private final FileSystems fileSystems;
    private final List<FleetTrace> traces;

    private Traces(JavaSparkContext spark, FileSystems fileSystems, List<FleetTrace> traces) {
        this.spark = spark;
        this.fileSystems = fileSystems;
        this.traces = traces;
    }

    /// Finds the traces below paths, and joins rotated files.
    static Traces find(JavaSparkContext spark, List<String> paths) throws IOException {
        var fileSystems = new FileSystems(spark.hadoopConfiguration());
        var files = new ArrayList<>(list(fileSystems, paths));
        if (files.isEmpty()) {
            return new Traces(spark, fileSystems, List.of());
        }
        int tasks = Math.max(spark.defaultParallelism(), files.size() / FILES_PER_TASK);
        var parts = spark.parallelize(files, Math.min(tasks, files.size()))
                .map(file -> part(file.path(), fileSystems))
                .collect();
        var lengths = files.stream().collect(Collectors.toMap(FileSystems.Listed::path, FileSystems.Listed::bytes));
        var sorted =
                parts.stream().sorted(Comparator.comparing(RecordingPart::file)).toList();
        return new Traces(
                spark,
                fileSystems,
                RecordingPart.join(sorted).stream()
                        .map(trace -> new FleetTrace(
                                FileSystems.name(trace.getLast()),
                                trace,
                                trace.stream().mapToLong(lengths::get).sum()))
                        .toList());
    }

    /// The start of a file. The error of an unreadable file comes when it is read as a whole.
    private static RecordingPart part(String file, FileSystems fileSystems) {
        try (var in = fileSystems.open(file)) {
            return RecordingPart.of(file, in);
        } catch (IOException unreadable) {
            return RecordingPart.other(file);
        }
    }

    /// Finds files below paths, each of which is a trace.
    static Traces files(JavaSparkContext spark, List<String> paths) throws IOException {
        var fileSystems = new FileSystems(spark.hadoopConfiguration());
        return new Traces(
                spark,
                fileSystems,
                list(fileSystems, paths).stream()
                        .map(file -> new FleetTrace(FileSystems.name(file.path()), List.of(file.path()), file.bytes()))
                        .sorted(Comparator.comparing(FleetTrace::name))
                        .toList());
    }

    private static Set<FileSystems.Listed> list(FileSystems fileSystems, List<String> paths) throws IOException {
        var files = new LinkedHashSet<FileSystems.Listed>();
        for (String path : paths) {
            files.addAll(fileSystems.list(path));
        }
        return files;
    }

    FileSystems fileSystems() {
        return fileSystems;
    }

    /// The traces in tasks: in the order of their names for a search, by size for totals.
    JavaRDD<FleetTrace> inOrder() {
        return spark.parallelize(traces, Math.max(1, tasks()));
    }

    private int tasks() {
        long bytes = traces.stream().mapToLong(FleetTrace::bytes).sum();
        return (int) Math.min(
                traces.size(), Math.max(spark.defaultParallelism() * 4L, Math.min(bytes / BYTES_PER_TASK, 100_000)));
    }

    /// Lets tasks make partial results, and adds them up.
    <P extends PartialResult<P>> P total(P zero, FlatMapFunction<Iterator<FleetTrace>, P> task) {
        if (traces.isEmpty()) {
            return zero;
        }
        return zero.plus(
                spark.parallelize(balanced(), tasks()).mapPartitions(task).treeReduce(PartialResult::plus, TREE_DEPTH));
    }

    /// Deals the traces out by size, so that every task gets long and short ones.
    private List<FleetTrace> balanced() {
        var bySize = traces.stream()
                .sorted(Comparator.comparingLong(FleetTrace::bytes).reversed().thenComparing(FleetTrace::name))
                .toList();
        var dealt = new ArrayList<FleetTrace>();
        for (int task = 0; task < tasks(); task++) {
            for (int i = task; i < bySize.size(); i += tasks()) {
                dealt.add(bySize.get(i));
            }
        }
        return dealt;
    }
}
