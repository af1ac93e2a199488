package dev.puce.trace.apduplay;

import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.redaction.Redaction;
import dev.puce.trace.source.Beginning;
import dev.puce.trace.source.LineSource;
import dev.puce.trace.source.SourceInput;
import dev.puce.trace.source.TraceFormat;
import dev.puce.trace.source.TraceSource;
import java.util.Optional;
import java.util.regex.Pattern;

/// The log of APDUPlay, a winscard.dll in front of the one of Windows. It has codes and durations but no times.
public final class ApduPlayFormat implements TraceFormat {
    private static final Pattern MARK = Pattern.compile(
            "^SCardTransmit \\(handle 0x|^apduCounter:\\d+#|^totalBytesINCounter:\\d+#|^(?:transmitted|received):[0-9a-fA-F ]*$"
                    + "|^responseTime:\\d+#|^SCardTransmit result:0x");

    /// The format; it has no state.
    public ApduPlayFormat() {}

    @Override
    public String name() {
        return "apduplay";
    }

    @Override
    public String description() {
        return "winscard_log.txt of APDUPlay (Windows)";
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
                calls -> new ApduPlayParser(calls, input.problems()));
    }
}
