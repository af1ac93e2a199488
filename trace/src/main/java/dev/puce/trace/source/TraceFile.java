package dev.puce.trace.source;

import dev.puce.pcsc.CallSink;
import dev.puce.trace.ProblemListener;
import dev.puce.trace.pcscspy.LogCalls;
import dev.puce.trace.pcscspy.LogHandler;
import dev.puce.trace.pcscspy.LogParser;
import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.recording.RecordingReader;
import dev.puce.trace.redaction.Redaction;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.regex.Pattern;

/// A file, or standard input, that calls are read from once. What it is shows in its content.
public final class TraceFile implements AutoCloseable {
    private static final int LOOKED_AT = 1 << 16;
    private static final Pattern LOG_LINE = Pattern.compile("(?m)^\\s*[0-9A-Fa-f]+@[<>]\\|(\\d{1,12})\\|(\\d{1,6})\\|");

    private final InputStream in;
    private final ProblemListener problems;
    private final RecordingReader recording; // null: a log
    private final RecordingHeader header;

    private TraceFile(InputStream in, String name, ProblemListener problems) throws IOException {
        this.in = in;
        this.problems = problems;
        in.mark(LOOKED_AT);
        String begin = new String(in.readNBytes(LOOKED_AT), StandardCharsets.ISO_8859_1);
        in.reset();
        var logLine = LOG_LINE.matcher(begin);
        if (begin.stripLeading().startsWith("{")) {
            recording = new RecordingReader(in, problems);
            header = recording.header();
        } else if (logLine.find()) {
            recording = null;
            var start = Instant.ofEpochSecond(Long.parseLong(logLine.group(1)))
                    .plusNanos(Long.parseLong(logLine.group(2)) * 1000);
            header = RecordingHeader.of("libpcscspy", start, Redaction.OFF);
        } else {
            throw new IOException(
                    name + (begin.isBlank() ? " is empty" : " is neither a recording of puce nor a log of libpcscspy"));
        }
    }

    /// Opens a file.
    ///
    /// @throws IOException if it cannot be read, or is none of what is known
    public static TraceFile open(Path file, ProblemListener problems) throws IOException {
        var in = new BufferedInputStream(Files.newInputStream(file), LOOKED_AT);
        try {
            return new TraceFile(in, file.toString(), problems);
        } catch (IOException e) {
            in.close();
            throw new IOException(
                    e.getMessage() != null && e.getMessage().startsWith(file.toString())
                            ? e.getMessage()
                            : file + ": " + e.getMessage(),
                    e);
        }
    }

    /// Reads from a stream, which closing this closes too.
    ///
    /// @param name what to call it in messages
    /// @throws IOException if it cannot be read, or is none of what is known
    public static TraceFile of(InputStream in, String name, ProblemListener problems) throws IOException {
        return new TraceFile(new BufferedInputStream(in, LOOKED_AT), name, problems);
    }

    /// The circumstances of the calls. Of a log only the start is known.
    public RecordingHeader header() {
        return header;
    }

    /// Whether this is a raw log of libpcscspy.
    public boolean isLog() {
        return recording == null;
    }

    /// Hands all calls to the sink, which stays open.
    ///
    /// @throws IOException if the file cannot be read, or from the sink
    public void read(CallSink sink) throws IOException {
        if (recording == null) {
            parse(new LogCalls(sink));
        } else {
            recording.read(sink);
        }
    }

    /// Hands over the lines of a log.
    ///
    /// @throws IOException           if the file cannot be read
    /// @throws IllegalStateException if this is no log
    public void parse(LogHandler handler) throws IOException {
        if (!isLog()) {
            throw new IllegalStateException("no log");
        }
        try {
            new LogParser(handler, problems).parse(in);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
