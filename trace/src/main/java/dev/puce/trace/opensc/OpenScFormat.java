package dev.puce.trace.opensc;

import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.redaction.Redaction;
import dev.puce.trace.source.Beginning;
import dev.puce.trace.source.LineSource;
import dev.puce.trace.source.SourceInput;
import dev.puce.trace.source.TraceFormat;
import dev.puce.trace.source.TraceSource;
import java.util.Optional;
import java.util.regex.Pattern;

/// The debug log of OpenSC, on a terminal or in a file.
///
/// It has the APDUs, their readers, and program, process and thread. Of other calls it has failures alone.
public final class OpenScFormat implements TraceFormat {
    private static final Pattern MARK =
            Pattern.compile("^(?:Outgoing|Incoming) APDU (?:\\(\\d+ bytes?\\):|data \\[ *\\d+ bytes?] =+)"
                    + "|^(?:P:\\d+; T:|0x[0-9a-f]+ \\d\\d:\\d\\d:\\d\\d\\.).*(?:\\.[cm]:\\d{1,6}:|APDU)");

    /// The format; it has no state.
    public OpenScFormat() {}

    @Override
    public String name() {
        return "opensc";
    }

    @Override
    public String description() {
        return "debug log of OpenSC 0.12 and newer (OPENSC_DEBUG=9)";
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
                calls -> new OpenScParser(calls, input.problems()));
    }
}
