package dev.puce.trace.apduplay;

import dev.puce.trace.source.LineFormat;
import java.util.regex.Pattern;

/// The log of APDUPlay, a winscard.dll in front of the one of Windows. It has codes and durations but no times.
public final class ApduPlayFormat extends LineFormat {
    private static final Pattern MARK =
            Pattern.compile("^SCardTransmit \\(handle 0x|^apduCounter:\\d+#|^totalBytesINCounter:\\d+#"
                    + "|^responseTime:\\d+#|^SCardTransmit result:0x|^SCard[A-Z]\\w+ called$");

    /// The format; it has no state.
    public ApduPlayFormat() {
        super(
                "apduplay",
                "winscard_log.txt and winscard_rules_log.txt of APDUPlay (Windows)",
                MARK,
                ApduPlayParser::new);
    }
}
