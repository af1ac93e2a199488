package dev.puce.trace.libfido2;

import dev.puce.trace.source.LineFormat;
import java.util.regex.Pattern;

/// The debug log of libfido2 for a security key at a PC/SC reader. It has APDUs and codes, and no times. Messages to
/// USB keys (`fido_tx`, `fido_rx`) are not APDUs.
public final class LibFido2Format extends LineFormat {
    private static final Pattern MARK = Pattern.compile("^fido_pcsc_(?:write|read): ");

    /// The format; it has no state.
    public LibFido2Format() {
        super("libfido2", "log of libfido2 through PC/SC (FIDO_DEBUG=1)", MARK, LibFido2Parser::new);
    }
}
