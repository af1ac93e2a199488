package dev.puce.diagnose.trace.rule;

import dev.puce.diagnose.finding.Evidence;
import dev.puce.diagnose.finding.FaultConfidence;
import dev.puce.diagnose.finding.Layer;
import dev.puce.diagnose.finding.Severity;
import dev.puce.diagnose.finding.TraceFinding;
import dev.puce.diagnose.trace.situation.Situation;
import dev.puce.iso7816.Printable;
import dev.puce.pcsc.Call;
import dev.puce.trace.session.Step;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// Readers and drivers with known problems, from `devices.tsv`.
public final class KnownDevices implements TraceRule {
    private static final int MAX_READERS = 1 << 6;

    private final Map<String, Evidence> readers = new LinkedHashMap<>();

    private record Device(Pattern name, String problem, String source) {}

    /// Holds the table, which is read when the first trace ends.
    private static final class Table {
        static final List<Device> DEVICES = load();

        private static List<Device> load() {
            try (var in = new BufferedReader(new InputStreamReader(
                    KnownDevices.class.getResourceAsStream("devices.tsv"), StandardCharsets.UTF_8))) {
                return in.lines()
                        .filter(line -> !line.startsWith("#"))
                        .map(line -> line.split("\t", 3))
                        .map(row -> new Device(pattern(row[0]), row[1], row[2]))
                        .toList();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static Pattern pattern(String glob) {
            return Pattern.compile(
                    Pattern.quote(glob).replace("*", "\\E.*\\Q"), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
        }
    }

    @Override
    public void accept(Step step, Situation situation) {
        if (step.call().call() instanceof Call.Connect connect
                && !connect.reader().isEmpty()
                && !readers.containsKey(connect.reader())
                && readers.size() < MAX_READERS) {
            readers.put(connect.reader(), situation.evidence(step));
        }
    }

    @Override
    public void end(Situation situation, Consumer<TraceFinding> out) {
        readers.forEach((reader, evidence) -> Table.DEVICES.stream()
                .filter(device -> device.name().matcher(reader).matches())
                .findFirst()
                .ifPresent(device -> out.accept(new TraceFinding(
                        "known-device",
                        Severity.NOTE,
                        Layer.READER,
                        FaultConfidence.POSSIBLE,
                        evidence.first(),
                        "",
                        "The reader " + Printable.of(reader) + " has a known problem: " + device.problem() + " ("
                                + device.source() + ").",
                        1,
                        List.of(evidence),
                        ""))));
    }
}
