package dev.puce.trace.pcscd;

import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.redaction.Redaction;
import dev.puce.trace.source.Beginning;
import dev.puce.trace.source.LineSource;
import dev.puce.trace.source.SourceInput;
import dev.puce.trace.source.TraceFormat;
import dev.puce.trace.source.TraceSource;
import java.util.Optional;

/// The debug log of pcscd: plain, coloured, from journald or syslog, or with APDUs alone.
///
/// It has the calls with their codes, readers, ATRs, and times since its first line. It lacks programs and dates.
public final class PcscdFormat implements TraceFormat {
    /// The format; it has no state.
    public PcscdFormat() {}

    @Override
    public String name() {
        return "pcscd";
    }

    @Override
    public String description() {
        return "log of pcscd --debug --apdu, pcsc-lite 1.8 and newer; journalctl -u pcscd";
    }

    @Override
    public int detect(Beginning beginning) {
        return beginning.count(line -> PcscdLine.of(line).isPresent());
    }

    @Override
    public TraceSource open(SourceInput input) {
        return new LineSource(
                input,
                RecordingHeader.of(name(), Optional.empty(), Redaction.OFF),
                calls -> new PcscdParser(calls, input.problems()));
    }
}
