package dev.puce.fleet;

import dev.puce.cli.terminal.JsonLine;
import dev.puce.diagnose.trace.Diagnosis;
import dev.puce.diagnose.trace.DiagnosisJson;
import dev.puce.diagnose.trace.TraceDiagnosis;
import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Attribute;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.session.TracedConnections;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The diagnosis of a trace.
///
/// @param trace     its name
/// @param host      the machine
/// @param start     the time of its start, if it is known
/// @param readers   models of its readers, with their versions if a program asked for them
/// @param diagnosis the result of the rules
record DiagnosedTrace(String trace, String host, Optional<Instant> start, List<String> readers, Diagnosis diagnosis) {
    private static final int VERSION_LENGTH = 4;
    private static final int MAX_READERS = 50;

    /// Follows the calls of a trace.
    static final class Rules implements dev.puce.pcsc.CallSink {
        private final String trace;
        private final RecordingHeader header;
        private final TraceDiagnosis diagnosis = new TraceDiagnosis();
        private final TracedConnections connections = new TracedConnections();
        private final Map<String, String> versions = new HashMap<>();

        Rules(FleetTrace trace, RecordingHeader header) {
            this.trace = trace.name();
            this.header = header;
        }

        @Override
        public void accept(TracedCall traced) throws IOException {
            diagnosis.accept(traced);
            String reader = connections.reader(traced);
            if (!reader.isEmpty() && (versions.size() < MAX_READERS || versions.containsKey(reader))) {
                String version = version(traced);
                versions.merge(reader, version, (known, found) -> found.isEmpty() ? known : found);
            }
        }

        @Override
        public void close() {}

        DiagnosedTrace result() {
            return new DiagnosedTrace(
                    trace,
                    header.host().orElse("unknown"),
                    header.start(),
                    versions.entrySet().stream()
                            .map(reader -> GroupedCalls.model(reader.getKey()) + reader.getValue())
                            .distinct()
                            .sorted()
                            .toList(),
                    diagnosis.result());
        }
    }

    /// The version of the reader, if a call returned it: ` 1.12.0` (0xMMmmbbbb, the lowest byte first).
    private static String version(TracedCall traced) {
        if (traced.call() instanceof Call.GetAttrib(var _, Attribute attribute)
                && attribute.equals(Attribute.VENDOR_IFD_VERSION)
                && traced.result() instanceof Result.GetAttrib(Bytes value)
                && value.length() == VERSION_LENGTH) {
            return " %d.%d.%d".formatted(value.get(3), value.get(2), value.get(1) << 8 | value.get(0));
        }
        return "";
    }

    /// The findings by fault.
    Map<String, FaultTotal> faults() {
        return Stream.concat(diagnosis.verdict().stream(), diagnosis.others().stream())
                .map(finding -> new FaultTotal(this, finding))
                .collect(Collectors.toMap(FaultTotal::key, total -> total, (one, other) -> one.plus(other, true)));
    }

    /// The line of `puce diagnose --json`.
    String json() {
        return JsonLine.object(json -> {
            json.writeStringProperty("file", trace);
            DiagnosisJson.write(json, diagnosis);
        });
    }

    /// The verdict in one line.
    String text() {
        return trace + ": "
                + diagnosis
                        .verdict()
                        .map(finding -> finding.rule() + ": " + finding.text())
                        .orElse("no problem");
    }

    static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
