package dev.puce.spy.recording;

import dev.puce.pcsc.Caller;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.TracedCall;
import dev.puce.spy.CallSink;
import dev.puce.spy.LineReader;
import dev.puce.spy.ProblemListener;
import dev.puce.spy.redaction.Redaction;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;

/// Reads a recording, line by line, with memory that does not grow with it.
///
/// A line that cannot be read is reported and left out; of the last line of a recorder that was killed nothing
/// else is to be expected. Lines of a type that is not known, from a newer puce, are left out silently.
public final class RecordingReader {
    /// What tells one caller from another in the lines after its first.
    private static final List<String> IDENTITY = List.of("program", "pid", "uid", "connection", "thread");

    private static final Object[] NOBODY = {};

    private static final JsonFactory JSON = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.threadLocalPool())
            .build();

    private final LineReader lines;
    private final ProblemListener problems;
    private final CallReader calls = new CallReader();
    private final Map<Integer, Caller> processes = new HashMap<>();
    private final RecordingHeader header;
    private Caller latest = Caller.UNKNOWN;
    private Object[] latestIdentity = NOBODY;

    /// Reads the header.
    ///
    /// @throws IOException if the stream cannot be read, or is no recording, or one of a newer format
    public RecordingReader(InputStream in, ProblemListener problems) throws IOException {
        lines = new LineReader(in);
        this.problems = problems;
        header = readHeader();
    }

    /// The circumstances of the calls.
    public RecordingHeader header() {
        return header;
    }

    private RecordingHeader readHeader() throws IOException {
        if (!lines.next()) {
            throw new IOException("the recording is empty");
        }
        try {
            var fields = fields();
            if (!fields.optionalText("format").orElse("").equals(RecordingHeader.FORMAT)) {
                throw new IOException("no recording of puce: the first line has no \"format\":\"puce-recording\"");
            }
            long version = fields.optionalLong("version").orElse(0);
            if (version > RecordingHeader.VERSION) {
                throw new IOException("the recording has format version " + version + ", and this puce reads up to "
                        + RecordingHeader.VERSION + ": use a newer puce");
            }
            return new RecordingHeader(
                    fields.optionalText("start").map(Instant::parse).orElse(Instant.EPOCH),
                    fields.optionalText("host"),
                    fields.optionalText("producer").orElse(""),
                    fields.optionalText("source").orElse(""),
                    fields.optionalText("daemon"),
                    fields.optionalText("protocol_version"),
                    fields.has("command") ? fields.strings("command") : List.of(),
                    redaction(fields.optionalText("redaction").orElse("")));
        } catch (JacksonException | JsonFields.MissingFieldException | IllegalArgumentException | DateTimeException e) {
            throw new IOException("the first line is no header of a recording", e);
        }
    }

    private static Redaction redaction(String label) {
        for (Redaction redaction : Redaction.values()) {
            if (redaction.label().equals(label)) {
                return redaction;
            }
        }
        return Redaction.OFF;
    }

    /// Hands all calls to the sink.
    ///
    /// @throws IOException if the stream cannot be read, or from the sink
    public void read(CallSink sink) throws IOException {
        while (lines.next()) {
            var call = call();
            if (call != null) {
                sink.accept(call);
            }
        }
    }

    /// The call on the line; null if there is none.
    private TracedCall call() {
        if (lines.start() == lines.end()) {
            return null;
        }
        try {
            var fields = fields();
            return fields.text("type").equals("call") ? call(fields) : null;
        } catch (JacksonException e) {
            problems.problem(
                    lines.number(),
                    lines.isComplete()
                            ? "the line is no JSON object; left out"
                            : "the recording ends in the middle of a line, as when its writer is killed; left out");
        } catch (JsonFields.MissingFieldException e) {
            problems.problem(lines.number(), e.getMessage() + "; the call is left out");
        } catch (IllegalArgumentException e) {
            // The message of the exception would quote the value, which may be secret.
            problems.problem(lines.number(), "a value is malformed; the call is left out");
        }
        return null;
    }

    private JsonFields fields() {
        int length = lines.end() - lines.start();
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), lines.buffer(), lines.start(), length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new JsonFields.MissingFieldException("type");
            }
            return JsonFields.read(parser);
        }
    }

    private TracedCall call(JsonFields fields) {
        String name = fields.text("call");
        var call = calls.call(name, fields.object("args"));
        Optional<TracedCall.Outcome> outcome = fields.optionalText("code").map(code -> {
            var function = calls.function(name);
            var result = fields.optionalObject("results")
                    .map(results -> calls.result(function, results))
                    .orElse(Result.NONE);
            long duration = Micros.parse(fields.optionalText("duration_us").orElse("0"));
            return new TracedCall.Outcome(calls.symbols().code(code), duration, result);
        });
        return new TracedCall(
                fields.optionalLong("seq").orElse(0),
                caller(fields),
                Micros.parse(fields.text("start_us")),
                call,
                outcome);
    }

    /// The caller; the same object as of the call before if it is the same.
    private Caller caller(JsonFields fields) {
        boolean tellsMore = fields.has("command_line") || fields.has("container");
        Object[] identity = tellsMore ? NOBODY : fields.values(IDENTITY);
        if (tellsMore || !Arrays.equals(identity, latestIdentity)) {
            latest = caller(fields, tellsMore);
            latestIdentity = identity;
        }
        return latest;
    }

    private Caller caller(JsonFields fields, boolean tellsMore) {
        var pid = fields.optionalInt("pid");
        var process = pid.isPresent() ? processes.getOrDefault(pid.getAsInt(), Caller.UNKNOWN) : Caller.UNKNOWN;
        var caller = new Caller(
                fields.optionalText("program").orElse(""),
                pid,
                fields.optionalInt("uid"),
                fields.has("command_line") ? fields.strings("command_line") : process.commandLine(),
                tellsMore ? fields.optionalText("container") : process.container(),
                fields.optionalInt("connection").orElse(0),
                fields.optionalText("thread"));
        if (tellsMore && pid.isPresent()) {
            processes.put(pid.getAsInt(), caller);
        }
        return caller;
    }
}
