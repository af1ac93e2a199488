package dev.puce.trace.apdu4j;

import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.redaction.Redaction;
import dev.puce.trace.source.Beginning;
import dev.puce.trace.source.LineSource;
import dev.puce.trace.source.SourceInput;
import dev.puce.trace.source.TraceFormat;
import dev.puce.trace.source.TraceSource;
import java.util.Optional;
import java.util.regex.Pattern;

/// The APDUs of a program as apdu4j prints them or writes them to a dump file. It has durations but no times.
public final class Apdu4jFormat implements TraceFormat {
    private static final Pattern MARK = Pattern.compile(
            "^[AB](?:#\\d+)?(?:>>|<<) |^(?:# )?SCardConnect\\(\"|^# (?:Sent|Received in .*)$|^# Generated on .* by apdu4j");

    /// The format; it has no state.
    public Apdu4jFormat() {}

    @Override
    public String name() {
        return "apdu4j";
    }

    @Override
    public String description() {
        return "output of GlobalPlatformPro (gp -d) and other programs on apdu4j";
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
                calls -> new Apdu4jParser(calls, input.problems()));
    }
}
