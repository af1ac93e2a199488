package dev.puce.trace.pcscspy;

import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.redaction.Redaction;
import dev.puce.trace.source.Beginning;
import dev.puce.trace.source.LineSource;
import dev.puce.trace.source.SourceInput;
import dev.puce.trace.source.TraceFormat;
import dev.puce.trace.source.TraceSource;
import java.util.Optional;
import java.util.regex.Pattern;

/// The text that pcsc-spy prints, of both generations, with or without colours. puce's own view in that layout is
/// read too.
///
/// It has durations but no times.
public final class PcscSpyTextFormat implements TraceFormat {
    /// The last line of a call: ` => SCARD_S_SUCCESS [0x00000000]  [0.001038]`, in pcsc-lite up to 2.0 with the
    /// code's meaning in front and parentheses.
    static final Pattern END = Pattern.compile("=> .*\\[(0x[0-9A-Fa-f?]{8,16})]\\)? +\\[([0-9.?]+)]$");

    /// The format; it has no state.
    public PcscSpyTextFormat() {}

    @Override
    public String name() {
        return "pcsc-spy";
    }

    @Override
    public String description() {
        return "text output of pcsc-spy, pcsc-lite 1.9 and newer";
    }

    @Override
    public int detect(Beginning beginning) {
        return beginning.count(
                line -> line.contains(" => SCARD_") || END.matcher(line).find());
    }

    @Override
    public TraceSource open(SourceInput input) {
        return new LineSource(
                input,
                RecordingHeader.of(name(), Optional.empty(), Redaction.OFF),
                calls -> new PcscSpyTextParser(calls, input.problems()));
    }
}
