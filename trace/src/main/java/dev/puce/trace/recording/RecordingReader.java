package dev.puce.trace.recording;

import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.LineReader;
import dev.puce.trace.ProblemListener;
import dev.puce.trace.redaction.Redaction;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Function;
import tools.jackson.core.JacksonException;

/// Reads a recording, line by line, with memory that does not grow with it.
///
/// A line that cannot be read is reported and left out; of the last line of a recorder that was killed nothing
/// else is to be expected. Lines of a type that is not known, from a newer puce, are left out silently.
public final class RecordingReader {
    private final LineReader lines;
    private final ProblemListener problems;
    private final CallReader calls = new CallReader();
    private final Function<Fields, TracedCall> readCall = calls::call;
    private final OrderedFields ordered = new OrderedFields();
    private final RecordingHeader header;

    /// Reads the header.
    ///
    /// @throws IOException if the stream cannot be read, is not a recording, or is one of a newer format
    public RecordingReader(InputStream in, ProblemListener problems) throws IOException {
        lines = new LineReader(in);
        this.problems = problems;
        header = readHeader();
    }

    /// The circumstances of the calls.
    public RecordingHeader header() {
        return header;
    }

    /// The comments of people on calls, by number of the call, as far as they have been read.
    public SortedMap<Long, String> comments() {
        return calls.comments();
    }

    private RecordingHeader readHeader() throws IOException {
        if (!lines.next()) {
            throw new IOException("the recording is empty");
        }
        try {
            return ordered.line(lines.buffer(), lines.start(), lines.end(), RecordingReader::header);
        } catch (OrderedFields.OutOfOrderException
                | IllegalArgumentException
                | DateTimeException
                | UncheckedIOException _) {
            return headerInAnyOrder();
        }
    }

    private RecordingHeader headerInAnyOrder() throws IOException {
        try {
            return header(JsonFields.of(lines.buffer(), lines.start(), lines.end()));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (JacksonException | Fields.MissingFieldException | IllegalArgumentException | DateTimeException e) {
            throw new IOException("the first line is not the header of a recording", e);
        }
    }

    private static RecordingHeader header(Fields fields) {
        fields.optionalText("type");
        if (!fields.optionalText("format").orElse("").equals(RecordingHeader.FORMAT)) {
            throw new UncheckedIOException(new IOException(
                    "JSON that is not a recording of puce. If another logger has put a log into JSON, pass"
                            + " its text alone, for example with `jq -r .MESSAGE FILE | puce show -`"));
        }
        long version = fields.optionalLong("version").orElse(0);
        if (version > RecordingHeader.VERSION) {
            throw new UncheckedIOException(new IOException("the recording has format version " + version
                    + ", and this puce reads up to " + RecordingHeader.VERSION + ": use a newer puce"));
        }
        return new RecordingHeader(
                fields.optionalText("start").map(Instant::parse),
                fields.optionalText("host"),
                fields.optionalText("producer").orElse(""),
                fields.optionalText("source").orElse(""),
                fields.optionalText("daemon"),
                fields.optionalText("protocol_version"),
                fields.has("command") ? fields.strings("command") : List.of(),
                redaction(fields.optionalText("redaction").orElse("")));
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
                calls.remember(call);
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
            return ordered.line(lines.buffer(), lines.start(), lines.end(), readCall);
        } catch (OrderedFields.OutOfOrderException | IllegalArgumentException _) {
            return callInAnyOrder();
        }
    }

    private String problem() {
        if (lines.isCut()) {
            return "the line is longer than 4 MB; the call is left out";
        }
        return lines.isComplete()
                ? "the line is not a JSON object; left out"
                : "the recording ends in the middle of a line, as when its writer is killed; left out";
    }

    private TracedCall callInAnyOrder() {
        try {
            return calls.call(JsonFields.of(lines.buffer(), lines.start(), lines.end()));
        } catch (JacksonException e) {
            problems.problem(lines.number(), problem());
        } catch (Fields.MissingFieldException e) {
            problems.problem(lines.number(), e.getMessage() + "; the call is left out");
        } catch (IllegalArgumentException e) {
            // The message of the exception would quote the value, which may be secret.
            problems.problem(lines.number(), "a value is malformed; the call is left out");
        }
        return null;
    }
}
