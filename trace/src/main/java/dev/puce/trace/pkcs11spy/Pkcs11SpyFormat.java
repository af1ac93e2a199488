package dev.puce.trace.pkcs11spy;

import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.redaction.Redaction;
import dev.puce.trace.source.Beginning;
import dev.puce.trace.source.LineSource;
import dev.puce.trace.source.SourceInput;
import dev.puce.trace.source.TraceFormat;
import dev.puce.trace.source.TraceSource;
import java.util.Optional;
import java.util.regex.Pattern;

/// The log of pkcs11-spy, a PKCS#11 module in front of another. It has no PC/SC calls: the functions become marks,
/// which
/// explain the calls of another log of the same time. Arguments are left out, because they contain PINs.
public final class Pkcs11SpyFormat implements TraceFormat {
    private static final Pattern MARK = Pattern.compile("^\\*+ OpenSC PKCS#11 spy \\*+$|^\\d+: C_\\w+$");

    /// The format; it has no state.
    public Pkcs11SpyFormat() {}

    @Override
    public String name() {
        return "pkcs11-spy";
    }

    @Override
    public String description() {
        return "log of pkcs11-spy: PKCS#11 calls, as marks";
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
                calls -> new Pkcs11SpyParser(calls));
    }
}
