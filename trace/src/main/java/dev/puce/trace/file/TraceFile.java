package dev.puce.trace.file;

import dev.puce.pcsc.CallSink;
import dev.puce.trace.ProblemListener;
import dev.puce.trace.arrows.PatternFormat;
import dev.puce.trace.pcscspy.LibpcscspyLog;
import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.redaction.RedactingSink;
import dev.puce.trace.redaction.Redaction;
import dev.puce.trace.session.CountedCalls;
import dev.puce.trace.session.MessagingKeys;
import dev.puce.trace.source.SourceInput;
import dev.puce.trace.source.TraceFormat;
import dev.puce.trace.source.TraceSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// A file, or standard input, from which calls are read once. Its content shows its format.
///
/// This is the one place that redacts what it reads: neither calls nor header leave it with more than
/// [Options#redaction] allows.
public final class TraceFile implements AutoCloseable {
    private final PeekedInput in;
    private final Options options;
    private final TraceFormat format;
    private final List<TraceFormat> others;
    private final TraceSource source;
    private final ProblemListener problems;

    /// How to read a file.
    ///
    /// @param redaction how much of the secrets to remove
    /// @param format    name of the format, if the user states it
    /// @param pattern   a pattern of the user that describes the lines, see [PatternFormat]
    /// @param keys      keys for secure messaging, which see the calls before redaction
    public record Options(Redaction redaction, Optional<String> format, Optional<Pattern> pattern, MessagingKeys keys) {
        /// Reads a file in the format of that name, or detects the format.
        public Options(Redaction redaction, Optional<String> format) {
            this(redaction, format, Optional.empty(), MessagingKeys.NONE);
        }

        /// The same with keys.
        public Options with(MessagingKeys given) {
            return new Options(redaction, format, pattern, given);
        }

        /// Detects the format.
        public static Options redacting(Redaction redaction) {
            return new Options(redaction, Optional.empty());
        }
    }

    private TraceFile(InputStream stream, String name, Options options, ProblemListener problems) throws IOException {
        this.options = options;
        this.problems = problems;
        in = PeekedInput.decoded(stream, problems);
        var detection = Detection.of(in);
        var formats =
                detection.formats().stream().map(TraceFormats.Found::format).toList();
        if (formats.isEmpty()) {
            BinaryFile.check(name, detection.beginning().bytes());
        }
        if (options.pattern.isPresent()) {
            format = new PatternFormat(options.pattern.get());
        } else if (options.format.isPresent()) {
            String wanted = options.format.get();
            format = TraceFormats.named(wanted)
                    .orElseThrow(() ->
                            new IOException("\"" + wanted + "\" is not a trace format; there are " + formatNames()));
        } else if (formats.isEmpty()) {
            throw new IOException(name
                    + (detection.beginning().lines().stream().allMatch(String::isBlank)
                            ? " is empty"
                            : " is not in a format that puce reads. `puce show --formats` lists them"));
        } else {
            format = formats.getFirst();
        }
        others = options.pattern.isPresent()
                ? List.of()
                : formats.stream().filter(other -> !other.equals(format)).toList();
        source = format.open(new SourceInput(in, detection.beginning(), problems));
    }

    private static String formatNames() {
        return String.join(
                ", ", TraceFormats.all().stream().map(TraceFormat::name).toList());
    }

    /// Opens a file.
    ///
    /// @throws IOException if it cannot be read, or no format fits
    public static TraceFile open(Path file, Options options, ProblemListener problems) throws IOException {
        return open(file, UnaryOperator.identity(), options, problems);
    }

    /// Opens a file.
    ///
    /// @param wrapping adds to the stream of the file, for example a count of the bytes that were read
    /// @throws IOException if it cannot be read, or no format fits
    public static TraceFile open(
            Path file, UnaryOperator<InputStream> wrapping, Options options, ProblemListener problems)
            throws IOException {
        if (file.toString().endsWith(".logarchive") && Files.isDirectory(file)) {
            throw new IOException(file + BinaryFile.UNIFIED_LOG.advice());
        }
        var in = wrapping.apply(Files.newInputStream(file));
        try {
            return new TraceFile(in, file.toString(), options, problems);
        } catch (IOException e) {
            in.close();
            throw new IOException(
                    e.getMessage() != null && e.getMessage().startsWith(file.toString())
                            ? e.getMessage()
                            : file + ": " + e.getMessage(),
                    e);
        }
    }

    /// Reads from a stream. Closing the trace file closes it.
    ///
    /// @param name the stream's name in messages
    /// @throws IOException if it cannot be read, or no format fits
    public static TraceFile of(InputStream in, String name, Options options, ProblemListener problems)
            throws IOException {
        return new TraceFile(in, name, options, problems);
    }

    /// The format of the file.
    public TraceFormat format() {
        return format;
    }

    /// Other formats of which the file has lines too. Those lines are left out.
    public List<TraceFormat> otherFormats() {
        return others;
    }

    /// The circumstances of the calls, as far as the file states them.
    public RecordingHeader header() {
        return source.header().redacted(options.redaction);
    }

    /// Time of day of time 0, for a log that has times of day and no dates. Known once a call with a start was read.
    Optional<LocalTime> timeOfDay() {
        return source.timeOfDay();
    }

    /// The raw log of libpcscspy that this is. Its values are not redacted.
    public Optional<LibpcscspyLog> libpcscspyLog() {
        return source instanceof LibpcscspyLog log ? Optional.of(log) : Optional.empty();
    }

    /// Passes all calls to the sink, which stays open.
    ///
    /// @throws IOException if the file cannot be read, or from the sink
    public void read(CallSink sink) throws IOException {
        readTo(redacting(sink));
    }

    /// Passes all calls of a rotated recording to the sink, which stays open.
    ///
    /// Secrets depend on earlier calls, such as the selection of an application. So the parts have one
    /// redaction in common.
    ///
    /// @param parts the files of the recording, opened with the same options, the oldest first
    /// @throws IOException if a file cannot be read, or from the sink
    public static void read(List<TraceFile> parts, CallSink sink) throws IOException {
        var redacted = parts.getFirst().redacting(sink);
        for (TraceFile part : parts) {
            part.readTo(redacted);
        }
    }

    private CallSink redacting(CallSink sink) {
        return options.redaction == Redaction.OFF && options.keys.isEmpty()
                ? sink
                : new RedactingSink(options.redaction, options.keys::watch, sink);
    }

    private void readTo(CallSink redacted) throws IOException {
        var counted = new CountedCalls(redacted);
        source.read(counted);
        if (counted.isEmpty()) {
            reportNothing();
        }
    }

    private void reportNothing() {
        if (options.pattern.isPresent()) {
            problems.file("no line matches --pattern");
        } else if (options.format.isPresent()) {
            problems.file("no line is in the format " + format.name());
        } else if (!(format instanceof RecordingFormat)) { // a program may make no call
            problems.file("read as " + format.name()
                    + ", but it shows no call. docs/reference/formats.md tells how to make a log that does");
        }
    }

    /// The comments of people on calls, by number of the call. They are complete after [#read].
    public SortedMap<Long, String> comments() {
        return source.comments();
    }

    @Override
    public void close() throws IOException {
        in.close();
        problems.end();
    }
}
