package dev.puce.trace.scdaemon;

import dev.puce.trace.source.LineFormat;
import java.util.regex.Pattern;

/// The log of scdaemon, the smart-card part of GnuPG. Its times have seconds alone.
public final class ScdaemonFormat extends LineFormat {
    private static final Pattern MARK = Pattern.compile(
            "\\bscdaemon\\[\\d+(?:\\.\\d+)?]:? .{0,40}?(?:PCSC_data|raw apdu|send apdu: c=|response: sw=)");

    /// The format; it has no state.
    public ScdaemonFormat() {
        super("scdaemon", "log of scdaemon, GnuPG 2.2 and newer (debug cardio)", MARK, ScdaemonParser::new);
    }
}
