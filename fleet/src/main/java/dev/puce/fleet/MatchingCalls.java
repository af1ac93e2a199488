package dev.puce.fleet;

import dev.puce.pcsc.TracedCall;
import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.recording.RecordingWriter;
import dev.puce.trace.render.CallsRenderer;
import dev.puce.trace.render.Palette;
import dev.puce.trace.session.Observation;
import dev.puce.trace.session.ObservedSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Describes the calls of one trace that pass a filter in front of it.
final class MatchingCalls implements ObservedSink {
    private final String trace;
    private final String host;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final RecordingWriter json;
    private final CallsRenderer text;
    private final List<FoundCall> found = new ArrayList<>();

    MatchingCalls(FleetTrace trace, RecordingHeader header) throws IOException {
        this.trace = trace.name();
        host = header.host().orElse("");
        json = new RecordingWriter(bytes, header, true);
        text = new CallsRenderer(bytes, new CallsRenderer.Options(Palette.NONE, false, false, true));
    }

    List<FoundCall> found() {
        return found;
    }

    @Override
    public void accept(TracedCall traced) {
        throw new IllegalStateException("the filter in front knows the context of each call");
    }

    @Override
    public void accept(TracedCall traced, Observation seen) throws IOException {
        bytes.reset();
        json.accept(traced, seen);
        String line = line();
        text.accept(traced);
        found.add(new FoundCall(
                host,
                trace,
                traced.sequence(),
                traced.caller().program(),
                seen.reader(),
                traced.call().name(),
                traced.outcome().map(outcome -> outcome.code().symbol()).orElse(""),
                traced.outcome()
                        .filter(TracedCall.Outcome::hasDuration)
                        .map(TracedCall.Outcome::durationNanos)
                        .orElse(-1L),
                line,
                line()));
    }

    private String line() {
        String written = bytes.toString(StandardCharsets.UTF_8).strip();
        bytes.reset();
        return written;
    }

    @Override
    public void close() {}
}
