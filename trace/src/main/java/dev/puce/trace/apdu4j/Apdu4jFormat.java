package dev.puce.trace.apdu4j;

import dev.puce.trace.source.LineFormat;
import java.util.regex.Pattern;

/// The APDUs of a program as apdu4j prints them or writes them to a dump file. It has durations but no times.
public final class Apdu4jFormat extends LineFormat {
    private static final Pattern MARK = Pattern.compile(
            "^[AB](?:#\\d+)?(?:>>|<<) |^(?:# )?SCardConnect\\(\"|^# (?:Sent|Received in .*)$|^# Generated on .* by apdu4j");

    /// The format; it has no state.
    public Apdu4jFormat() {
        super("apdu4j", "output of GlobalPlatformPro (gp -d) and other programs on apdu4j", MARK, Apdu4jParser::new);
    }
}
