package dev.puce.trace.freerdp;

import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.redaction.Redaction;
import dev.puce.trace.source.Beginning;
import dev.puce.trace.source.LineSource;
import dev.puce.trace.source.SourceInput;
import dev.puce.trace.source.TraceFormat;
import dev.puce.trace.source.TraceSource;
import java.util.Optional;
import java.util.regex.Pattern;

/// The debug log of the FreeRDP client: the PC/SC calls of the remote computer, with arguments and codes.
public final class FreeRdpFormat implements TraceFormat {
    private static final Pattern MARK =
            Pattern.compile("\\[com\\.freerdp\\.(?:channels\\.smartcard|scard|utils\\.smartcard)");

    /// The format; it has no state.
    public FreeRdpFormat() {}

    @Override
    public String name() {
        return "freerdp";
    }

    @Override
    public String description() {
        return "log of FreeRDP 2 and 3 with /smartcard (/log-level:DEBUG)";
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
                calls -> new FreeRdpParser(calls, input.problems()));
    }
}
