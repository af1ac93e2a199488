package dev.puce.trace.freerdp;

import dev.puce.trace.source.LineFormat;

/// The debug log of the FreeRDP client: the PC/SC calls of the remote computer, with arguments and codes.
public final class FreeRdpFormat extends LineFormat {
    /// The format; it has no state.
    public FreeRdpFormat() {
        super(
                "freerdp",
                "log of FreeRDP 2 and 3 with /smartcard (/log-level:DEBUG)",
                line -> FreeRdpLine.of(line).isPresent(),
                FreeRdpParser::new);
    }
}
