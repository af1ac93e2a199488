package dev.puce.trace.opensc;

import dev.puce.trace.source.LineFormat;
import java.util.regex.Pattern;

/// The debug log of OpenSC, on a terminal or in a file.
///
/// It has the APDUs, their readers, and program, process and thread. Of other calls it has failures alone.
public final class OpenScFormat extends LineFormat {
    private static final Pattern MARK =
            Pattern.compile("^(?:Outgoing|Incoming) APDU (?:\\(\\d+ bytes?\\):|data \\[ *\\d+ bytes?](?: =+)?$)"
                    + "|^(?:P:\\d+; T:|0x[0-9a-f]+ \\d\\d:\\d\\d:\\d\\d\\.).*(?:\\.[cm]:\\d{1,6}:|APDU)");

    /// The format; it has no state.
    public OpenScFormat() {
        super("opensc", "debug log of OpenSC 0.12 and newer (OPENSC_DEBUG=9)", MARK, OpenScParser::new);
    }
}
