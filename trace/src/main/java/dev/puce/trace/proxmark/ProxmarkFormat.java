package dev.puce.trace.proxmark;

import dev.puce.trace.source.LineFormat;
import java.util.regex.Pattern;

/// The frames between a contactless reader and a card, as a Proxmark3 lists them. puce takes the transmission
/// protocol of ISO/IEC 14443-4 off.
public final class ProxmarkFormat extends LineFormat {
    private static final Pattern MARK = Pattern.compile("^ *\\d+ \\| *\\d+ \\| (?:Rdr|Tag) ?\\|");

    /// The format; it has no state.
    public ProxmarkFormat() {
        super("proxmark3", "list of radio frames, Proxmark3 hf 14a list", MARK, ProxmarkParser::new);
    }
}
