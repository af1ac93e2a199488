package dev.puce.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.puce.atr.statistics.CountingRule;
import dev.puce.cli.Puce;
import dev.puce.cli.fleet.FleetGrouping;
import dev.puce.cli.fleet.FleetJob;
import dev.puce.cli.fleet.FleetOutput;
import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.TracedCall;
import dev.puce.testkit.CallList;
import dev.puce.testkit.Calls;
import dev.puce.testkit.CanaryExchange;
import dev.puce.trace.file.TraceFile;
import dev.puce.trace.filter.Filter;
import dev.puce.trace.filter.FilterSink;
import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.redaction.Redaction;
import dev.puce.trace.redaction.Redactor;
import dev.puce.trace.render.Palette;
import dev.puce.trace.summary.Summary;
import dev.puce.trace.summary.SummaryJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Results for many recordings against those of the commands for one.
class SparkFleetTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final FleetOutput TEXT = new FleetOutput.Text(Palette.NONE, Integer.MAX_VALUE);
    private static final double PERCENTILE_ERROR = 0.008;

    private static SparkSession spark;

    private final long seed = RandomGenerator.getDefault().nextLong();
    private final RandomTraces random = new RandomTraces(new SplittableRandom(seed));

    @TempDir
    private Path folder;

    private record Answer(int status, String out, String err) {
        List<JsonNode> json() throws IOException {
            var nodes = new ArrayList<JsonNode>();
            for (String line : out.lines().toList()) {
                nodes.add(JSON.readTree(line));
            }
            return nodes;
        }
    }

    @BeforeAll
    static void start() {
        spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", false)
                .config("spark.driver.host", "localhost")
                .config("spark.sql.shuffle.partitions", 2)
                .getOrCreate();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private static Answer fleet(FleetJob job, FleetOutput output) throws IOException {
        var out = new StringWriter();
        var err = new StringWriter();
        int status = SparkFleet.run(spark, job, output, new PrintWriter(out), new PrintWriter(err));
        return new Answer(status, out.toString(), err.toString());
    }

    private static Answer puce(String... words) {
        var out = new StringWriter();
        var err = new StringWriter();
        int status = Puce.run(new PrintWriter(out), new PrintWriter(err), words);
        return new Answer(status, out.toString(), err.toString());
    }

    private List<String> paths() {
        return List.of(folder.resolve("rotated").toString());
    }

    /// Writes random recordings twice: whole, and rotated for the fleet.
    ///
    /// @return the calls of each, by name
    private Map<String, List<TracedCall>> recordings() throws IOException {
        Files.createDirectory(folder.resolve("whole"));
        Files.createDirectory(folder.resolve("rotated"));
        var recordings = new TreeMap<String, List<TracedCall>>();
        for (int i = 0; i < 8; i++) {
            String name = "trace" + i + ".jsonl";
            var calls = random.calls();
            recordings.put(name, calls);
            RandomTraces.write(folder.resolve("whole").resolve(name), random.header(i), calls);
            random.writeRotated(folder.resolve("rotated").resolve(name), random.header(i), calls);
        }
        return recordings;
    }

    /// The object that `puce summary --json` prints.
    private JsonNode summary(String name, Optional<Filter> filter) throws IOException {
        var summary = new Summary();
        read(name, filter.isPresent() ? new FilterSink(filter.get(), summary) : summary);
        var json = new ByteArrayOutputStream();
        SummaryJson.write(summary, json);
        return JSON.readTree(json.toByteArray());
    }

    private void read(String name, CallSink sink) throws IOException {
        var options = TraceFile.Options.redacting(Redaction.FULL);
        try (var trace = TraceFile.open(folder.resolve("whole").resolve(name), options, (_, problem) -> {
            throw new AssertionError(problem);
        })) {
            trace.read(sink);
        }
    }

    @Test
    void the_summary_of_each_trace_is_that_of_puce_summary() throws IOException {
        var recordings = recordings();
        var lines = fleet(new FleetJob.Summary(paths(), FleetGrouping.TRACE, Optional.empty()), new FleetOutput.Json())
                .json();
        assertThat(lines).hasSameSizeAs(recordings.keySet());
        for (JsonNode line : lines) {
            String name = Path.of(line.get("trace").asText()).getFileName().toString();
            var expected = summary(name, Optional.empty());
            for (var property : expected.properties()) {
                assertThat(line.get(property.getKey()))
                        .as("seed %d, %s", seed, name)
                        .isEqualTo(property.getValue());
            }
        }
    }

    @Test
    void the_summary_of_all_traces_adds_up() throws IOException {
        var recordings = recordings();
        var sum = fleet(new FleetJob.Summary(paths(), FleetGrouping.NONE, Optional.empty()), new FleetOutput.Json())
                .json()
                .getFirst();
        var alone = new ArrayList<JsonNode>();
        for (String name : recordings.keySet()) {
            alone.add(summary(name, Optional.empty()));
        }
        assertThat(sum.get("unfinished").asLong())
                .as("seed %d", seed)
                .isEqualTo(alone.stream()
                        .mapToLong(one -> one.get("unfinished").asLong())
                        .sum());
        for (JsonNode function : sum.get("functions")) {
            String name = function.get("name").asText();
            var durations = durations(recordings, name);
            assertThat(function.get("calls").asLong())
                    .as("seed %d, %s", seed, name)
                    .isEqualTo(durations.length);
            assertThat(function.get("total_us").asLong())
                    .isEqualTo(Arrays.stream(durations).sum() / 1000);
            assertThat(function.get("max_us").asLong()).isEqualTo(durations[durations.length - 1] / 1000);
            assertPercentile(function.get("median_us").asLong(), durations, 0.5);
            assertPercentile(function.get("p99_us").asLong(), durations, 0.99);
            assertThat(errors(List.of(sum), name)).isEqualTo(errors(alone, name));
        }
    }

    private static long[] durations(Map<String, List<TracedCall>> recordings, String function) {
        return recordings.values().stream()
                .flatMap(List::stream)
                .filter(call -> call.call().name().equals(function))
                .flatMap(call -> call.outcome().stream())
                // a recording has microseconds with three decimals
                .mapToLong(TracedCall.Outcome::durationNanos)
                .sorted()
                .toArray();
    }

    private void assertPercentile(long actualMicros, long[] sorted, double share) {
        double exact = sorted[(int) Math.ceil(share * sorted.length) - 1] / 1000.0;
        assertThat((double) actualMicros).as("seed %d", seed).isCloseTo(exact, within(exact * PERCENTILE_ERROR + 1));
    }

    private static Map<String, Long> errors(List<JsonNode> summaries, String function) {
        return summaries.stream()
                .flatMap(summary -> summary.get("functions").valueStream())
                .filter(row -> row.get("name").asText().equals(function))
                .flatMap(row -> row.get("errors").properties().stream())
                .collect(Collectors.toMap(
                        Map.Entry::getKey, error -> error.getValue().asLong(), Long::sum));
    }

    @Test
    void groups_add_up_to_all_calls() throws IOException {
        long calls = recordings().values().stream()
                .flatMap(List::stream)
                .filter(call -> call.outcome().isPresent())
                .count();
        for (var grouping : FleetGrouping.values()) {
            var groups = fleet(new FleetJob.Summary(paths(), grouping, Optional.empty()), new FleetOutput.Json())
                    .json();
            assertThat(groups.stream()
                            .mapToLong(group -> group.get("all").get("calls").asLong())
                            .sum())
                    .as("seed %d, %s", seed, grouping)
                    .isEqualTo(calls);
        }
        var hosts = fleet(new FleetJob.Summary(paths(), FleetGrouping.HOST, Optional.empty()), TEXT);
        assertThat(hosts.out().lines().map(line -> line.split(" ", 2)[0])).contains("host", "desk0", "desk1", "desk2");
    }

    @Test
    void a_filter_counts_what_the_filter_of_summary_counts() throws Exception {
        for (String name : recordings().keySet()) {
            String filter = "reader ~ Gemalto and function = transmit";
            var expected = summary(name, Optional.of(Filter.parse(filter)));
            var path = List.of(folder.resolve("rotated") + "/" + name + "*");
            var actual = fleet(
                            new FleetJob.Summary(path, FleetGrouping.NONE, Optional.of(filter)), new FleetOutput.Json())
                    .json()
                    .getFirst();
            assertThat(actual).as("seed %d, %s", seed, name).isEqualTo(expected);
        }
    }

    @Test
    void the_diagnosis_of_each_trace_is_that_of_puce_diagnose() throws IOException {
        var recordings = recordings();
        var each = fleet(new FleetJob.Diagnose(paths(), true), new FleetOutput.Json());
        assertThat(each.json()).hasSameSizeAs(recordings.keySet());
        long problems = 0;
        for (JsonNode line : each.json()) {
            String name = Path.of(line.get("file").asText()).getFileName().toString();
            var expected = puce(
                            "diagnose",
                            "--json",
                            folder.resolve("whole").resolve(name).toString())
                    .json()
                    .getFirst();
            problems += expected.has("verdict") ? 1 : 0;
            for (var property : expected.properties()) {
                if (!property.getKey().equals("file")) {
                    assertThat(line.get(property.getKey()))
                            .as("seed %d, %s", seed, name)
                            .isEqualTo(property.getValue());
                }
            }
        }
        var totals = fleet(new FleetJob.Diagnose(paths(), false), TEXT);
        assertThat(totals.out()).startsWith(problems + " of " + recordings.size() + " traces have a problem\n");
        assertThat(totals.status()).isEqualTo(problems > 0 ? 1 : 0).isEqualTo(each.status());
    }

    @Test
    void a_search_finds_the_calls_that_show_finds() throws Exception {
        String filter = "error";
        var expected = new CallList();
        for (String name : recordings().keySet()) {
            read(name, new FilterSink(Filter.parse(filter), expected));
        }
        var found = fleet(new FleetJob.Search(paths(), filter), new FleetOutput.Json())
                .json();
        assertThat(found).as("seed %d", seed).hasSameSizeAs(expected.calls());
        assertThat(found).allSatisfy(line -> {
            assertThat(line.get("host").asText()).startsWith("desk");
            assertThat(line.get("call").get("seq").asLong()).isPositive();
        });
        assertThat(fleet(new FleetJob.Search(paths(), filter), TEXT).out().lines())
                .hasSameSizeAs(found);
    }

    @Test
    void statistics_of_lists_are_those_of_atr_stats() throws IOException {
        Path lists = Files.createDirectory(folder.resolve("lists"));
        var random = new SplittableRandom(seed);
        var words = new ArrayList<>(List.of("atr", "stats", "--json"));
        for (int i = 0; i < 5; i++) {
            var lines = new ArrayList<String>();
            for (int line = random.nextInt(100); line > 0; line--) {
                var historical = new byte[random.nextInt(16)];
                random.nextBytes(historical);
                lines.add(
                        random.nextInt(20) == 0
                                ? "not an ATR " + line
                                : "3B%02X%s"
                                        .formatted(
                                                historical.length,
                                                Bytes.of(historical).toHex()));
            }
            words.add(Files.write(lists.resolve("list" + i), lines).toString());
        }
        var expected = puce(words.toArray(String[]::new));
        var actual = fleet(new FleetJob.Atr(List.of(lists.toString()), CountingRule.DEFAULT), new FleetOutput.Json());
        assertThat(actual.out()).as("seed %d", seed).isEqualTo(expected.out());
    }

    @Test
    void damaged_lines_and_foreign_files_are_counted() throws IOException {
        recordings();
        Path rotated = folder.resolve("rotated");
        var before = fleet(new FleetJob.Summary(paths(), FleetGrouping.NONE, Optional.empty()), TEXT);
        assertThat(before.err()).isEmpty();
        Files.writeString(rotated.resolve("trace1.jsonl"), "{\"type\":\"call\",\n", StandardOpenOption.APPEND);
        Files.writeString(rotated.resolve("notes.txt"), "nothing of interest\n");
        Files.write(rotated.resolve("zeros"), new byte[10_000]);
        var after = fleet(new FleetJob.Summary(paths(), FleetGrouping.NONE, Optional.empty()), TEXT);
        assertThat(after.out()).isEqualTo(before.out());
        assertThat(after.err()).contains("damaged lines: 1 in 1 trace.", "cannot be read: 2", "notes.txt", "zeros");
    }

    @Test
    void parquet_files_have_the_rows_of_each_result() throws IOException {
        recordings();
        fleet(new FleetJob.Summary(paths(), FleetGrouping.DAY, Optional.empty()), parquet("days"));
        assertThat(spark.read()
                        .parquet(folder.resolve("days").toString())
                        .filter("`table` = 'all'")
                        .count())
                .isEqualTo(4);
        fleet(new FleetJob.Diagnose(paths(), true), parquet("diagnoses"));
        assertThat(spark.read().parquet(folder.resolve("diagnoses").toString()).count())
                .isEqualTo(8);
        fleet(new FleetJob.Diagnose(paths(), false), parquet("faults"));
        int faults = fleet(new FleetJob.Diagnose(paths(), false), new FleetOutput.Json())
                .json()
                .size();
        assertThat(spark.read().parquet(folder.resolve("faults").toString()).count())
                .isEqualTo(faults);
        fleet(new FleetJob.Search(paths(), "function = connect"), parquet("calls"));
        assertThat(spark.read()
                        .parquet(folder.resolve("calls").toString())
                        .filter("reader like '%ACR%'")
                        .count())
                .isPositive();
        fleet(new FleetJob.Atr(paths(), CountingRule.DEFAULT), parquet("atrs"));
        assertThat(spark.read().parquet(folder.resolve("atrs").toString()).columns())
                .containsExactly("table", "value", "count");
    }

    private FleetOutput parquet(String name) {
        return new FleetOutput.Parquet(folder.resolve(name).toString());
    }

    @Test
    void a_missing_path_is_an_error() {
        var job = new FleetJob.Diagnose(List.of(folder.resolve("nowhere").toString()), false);
        assertThatThrownBy(() -> fleet(job, TEXT))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nowhere does not exist");
    }

    @Test
    void no_result_shows_a_secret_of_a_recording() throws IOException {
        var bytes = new SplittableRandom(7816);
        var exchanges = new ArrayList<CanaryExchange>();
        var calls = new ArrayList<>(List.of(Calls.connect(1, "Reader 00 00")));
        for (var row : CanaryExchange.rows(Redactor.class.getResourceAsStream("secrets.tsv"))) {
            var canary = new byte[CanaryExchange.CANARY_LENGTH];
            bytes.nextBytes(canary);
            exchanges.add(CanaryExchange.of(row, Bytes.of(canary)));
        }
        exchanges.sort((one, other) -> Boolean.compare(
                !one.before().isEmpty(), !other.before().isEmpty())); // rows of unknown cards: nothing is selected yet
        for (var exchange : exchanges) {
            exchange.before().forEach(before -> calls.add(transmit(calls, before, Bytes.hex("9000"))));
            calls.add(transmit(calls, exchange.command(), exchange.response()));
        }
        Path file = folder.resolve("secrets.jsonl");
        RandomTraces.write(file, RecordingHeader.of("test", Instant.EPOCH, Redaction.OFF), calls);
        var path = List.of(file.toString());
        for (var job : List.of(
                new FleetJob.Search(path, "seq > 0"),
                new FleetJob.Diagnose(path, true),
                new FleetJob.Diagnose(path, false),
                new FleetJob.Summary(path, FleetGrouping.INSTRUCTION, Optional.empty()))) {
            for (var output : List.of(TEXT, new FleetOutput.Json())) {
                String text = fleet(job, output).out();
                assertThat(text).hasSizeGreaterThan(20);
                String hex = text.replace(" ", "");
                assertThat(exchanges)
                        .allSatisfy(exchange -> assertThat(
                                        hex.contains(exchange.canary().toHex()))
                                .as("%s in %s", exchange.row(), job)
                                .isFalse());
            }
        }
    }

    private static TracedCall transmit(List<TracedCall> calls, Bytes command, Bytes response) {
        return Calls.transmit(calls.size() + 1L, command.toHex(), response.toHex());
    }

    @Test
    void a_model_of_a_reader_has_neither_index_nor_serial_number() {
        assertThat(GroupedCalls.model("ACS ACR39U ICC Reader (5A4F) 00 00")).isEqualTo("ACS ACR39U ICC Reader");
        assertThat(GroupedCalls.model("ACS ACR39U ICC Reader 01 00")).isEqualTo("ACS ACR39U ICC Reader");
        assertThat(GroupedCalls.model("Microsoft UICC ISO Reader 0")).isEqualTo("Microsoft UICC ISO Reader");
        assertThat(GroupedCalls.model("")).isEqualTo("none");
    }
}
