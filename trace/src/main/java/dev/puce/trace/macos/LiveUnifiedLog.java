package dev.puce.trace.macos;

import dev.puce.pcsc.CallSink;
import dev.puce.trace.ProblemListener;
import dev.puce.trace.source.ExchangeAssembler;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The unified log while it is written. One thread at a time may use it.
///
/// Entries arrive out of order. Each waits until one arrives that is younger by [#WINDOW], or until [#pause].
public final class LiveUnifiedLog {
    /// How long an entry waits for older ones.
    public static final Duration WINDOW = Duration.ofNanos(MacosParser.WINDOW_NANOS);

    private final ExchangeAssembler calls;
    private final MacosParser parser;
    private long number;

    /// @param sink     receives the calls, not redacted; stays open
    /// @param start    time 0 of the calls; empty for the time of the first entry
    /// @param problems receives the numbers of lines that cannot be read
    public LiveUnifiedLog(CallSink sink, Optional<Instant> start, ProblemListener problems) {
        calls = new ExchangeAssembler(sink, start);
        parser = new MacosParser(problems, new MacosJoin(calls));
    }

    /// Takes the next line. A line that is not an entry, such as the first one of `log stream`, is skipped.
    ///
    /// @throws IOException from the sink
    public void line(String text) throws IOException {
        parser.line(text, ++number);
    }

    /// No line has arrived for [#WINDOW]: nothing older will come.
    ///
    /// @throws IOException from the sink
    public void pause() throws IOException {
        parser.passWaiting();
    }

    /// The log ends.
    ///
    /// @throws IOException from the sink
    public void end() throws IOException {
        parser.end();
        calls.finish();
    }
}
