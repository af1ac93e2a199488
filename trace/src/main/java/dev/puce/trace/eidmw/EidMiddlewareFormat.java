package dev.puce.trace.eidmw;

import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.redaction.Redaction;
import dev.puce.trace.source.Beginning;
import dev.puce.trace.source.LineSource;
import dev.puce.trace.source.SourceInput;
import dev.puce.trace.source.TraceFormat;
import dev.puce.trace.source.TraceSource;
import java.util.Optional;
import java.util.regex.Pattern;

/// The log of the Belgian eID middleware. Of answers it has the status word alone.
public final class EidMiddlewareFormat implements TraceFormat {
    private static final Pattern MARK =
            Pattern.compile("^\\d{4}-\\d\\d-\\d\\d [\\d:]{8} - \\d+\\|\\d+ - \\w+ - \\w+: +SCard\\w+\\(");

    /// The format; it has no state.
    public EidMiddlewareFormat() {}

    @Override
    public String name() {
        return "eid-mw";
    }

    @Override
    public String description() {
        return "log of the Belgian eID middleware";
    }

    @Override
    public int detect(Beginning beginning) {
        return beginning.count(MARK);
    }

    @Override
    public TraceSource open(SourceInput input) {
        return new LineSource(
                input,
                RecordingHeader.of(name(), Optional.empty(), Redaction.OFF),
                calls -> new EidMiddlewareParser(calls, input.problems()));
    }
}
