package dev.puce.trace.proxmark;

import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.redaction.Redaction;
import dev.puce.trace.source.Beginning;
import dev.puce.trace.source.LineSource;
import dev.puce.trace.source.SourceInput;
import dev.puce.trace.source.TraceFormat;
import dev.puce.trace.source.TraceSource;
import java.util.Optional;
import java.util.regex.Pattern;

/// The frames between a contactless reader and a card, as a Proxmark3 lists them. puce takes the transmission
/// protocol of ISO/IEC 14443-4 off.
public final class ProxmarkFormat implements TraceFormat {
    private static final Pattern MARK = Pattern.compile("^ *\\d+ \\| *\\d+ \\| (?:Rdr|Tag) ?\\|");

    /// The format; it has no state.
    public ProxmarkFormat() {}

    @Override
    public String name() {
        return "proxmark3";
    }

    @Override
    public String description() {
        return "list of radio frames, Proxmark3 hf 14a list";
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
                calls -> new ProxmarkParser(calls, input.problems()));
    }
}
