package dev.puce.trace.pcscspy;

import dev.puce.pcsc.CallSink;
import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.redaction.Redaction;
import dev.puce.trace.source.SourceInput;
import dev.puce.trace.source.TraceSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;

/// A raw log of libpcscspy. Only the start of its calls is known.
public final class LibpcscspyLog implements TraceSource {
    private final SourceInput input;
    private final RecordingHeader header;

    LibpcscspyLog(SourceInput input) {
        this.input = input;
        header = RecordingHeader.of("libpcscspy", start(input), Redaction.OFF);
    }

    private static Optional<Instant> start(SourceInput input) {
        for (String line : input.beginning().lines()) {
            var call = LibpcscspyFormat.LINE.matcher(line);
            if (call.find()) {
                return Optional.of(Instant.ofEpochSecond(Long.parseLong(call.group(1)))
                        .plusNanos(Long.parseLong(call.group(2)) * 1000));
            }
        }
        return Optional.empty();
    }

    @Override
    public RecordingHeader header() {
        return header;
    }

    @Override
    public void read(CallSink sink) throws IOException {
        parse(new LogCalls(sink));
    }

    /// Passes the lines of the log to the handler, so that a view shows values that calls do not keep. The handler
    /// redacts them itself.
    ///
    /// @throws IOException if the log cannot be read, or from the handler
    public void parse(LogHandler handler) throws IOException {
        try {
            new LogParser(handler, input.problems()).parse(input.stream());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
