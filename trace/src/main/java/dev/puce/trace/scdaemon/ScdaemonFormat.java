package dev.puce.trace.scdaemon;

import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.redaction.Redaction;
import dev.puce.trace.source.Beginning;
import dev.puce.trace.source.LineSource;
import dev.puce.trace.source.SourceInput;
import dev.puce.trace.source.TraceFormat;
import dev.puce.trace.source.TraceSource;
import java.util.Optional;
import java.util.regex.Pattern;

/// The log of scdaemon, the smart-card part of GnuPG. Its times have seconds alone.
public final class ScdaemonFormat implements TraceFormat {
    private static final Pattern MARK = Pattern.compile(
            "\\bscdaemon\\[\\d+(?:\\.\\d+)?]:? .{0,40}?(?:PCSC_data|raw apdu|send apdu: c=|response: sw=)");

    /// The format; it has no state.
    public ScdaemonFormat() {}

    @Override
    public String name() {
        return "scdaemon";
    }

    @Override
    public String description() {
        return "log of scdaemon, GnuPG 2.2 and newer (debug cardio)";
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
                calls -> new ScdaemonParser(calls, input.problems()));
    }
}
