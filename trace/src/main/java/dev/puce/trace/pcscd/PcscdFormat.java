package dev.puce.trace.pcscd;

import dev.puce.trace.source.LineFormat;

/// The debug log of pcscd: plain, coloured, from journald or syslog, or with APDUs alone.
///
/// It has the calls with their codes, readers, ATRs, and times since its first line. It lacks programs and dates.
public final class PcscdFormat extends LineFormat {
    /// The format; it has no state.
    public PcscdFormat() {
        super(
                "pcscd",
                "log of pcscd --debug --apdu, pcsc-lite 1.8 and newer; journalctl -u pcscd",
                line -> PcscdLine.of(line).isPresent(),
                PcscdParser::new);
    }
}
