package dev.puce.it.macos;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Composes entries of the unified log in the style ndjson. Their fields are those of published logs.
final class LogEntries {
    static final String FIRST_LINE =
            "Filtering the log data using \"subsystem BEGINSWITH \"com.apple.CryptoTokenKit\"\"";

    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd HH:mm:ss.SSSSSSXX", Locale.ROOT)
            .withZone(ZoneOffset.ofHours(2));

    private final Instant start = Instant.now();

    private String entry(int millis, String pid, String program, long activity, String category, String message) {
        return """
                {"timestamp":"%s","processID":%s,"userID":501,"threadID":21,"activityIdentifier":%d,\
                "subsystem":"com.apple.CryptoTokenKit","category":"%s","messageType":"Default",\
                "processImagePath":"\\/Applications\\/%s","eventMessage":"%s"}""".formatted(TIMESTAMP.format(start.plusMillis(millis)), pid, activity, category, program, message);
    }

    /// A program calls a function.
    String call(int millis, String pid, String program, long activity, String function) {
        return entry(millis, pid, program, activity, "pcscapi", "-> " + function + "()");
    }

    /// The reader's process logs a command or an answer.
    String apdu(int millis, long activity, String text) {
        return entry(millis, "77", "usbsmartcardreaderd", activity, "APDULog", "APDU " + text);
    }
}
