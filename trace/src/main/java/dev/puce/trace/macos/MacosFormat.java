package dev.puce.trace.macos;

import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.redaction.Redaction;
import dev.puce.trace.source.Beginning;
import dev.puce.trace.source.LineSource;
import dev.puce.trace.source.SourceInput;
import dev.puce.trace.source.TraceFormat;
import dev.puce.trace.source.TraceSource;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/// The logs of macOS:
///
/// - the unified log of macOS 10.12 and newer, in the styles default, compact, syslog, json and ndjson
/// - copies from Console
/// - `system.log` of OS X 10.10 and 10.11
public final class MacosFormat implements TraceFormat {
    private static final Pattern SUBJECT =
            Pattern.compile("CryptoTokenKit|\\bAPDU (?:->|<-) |com\\.apple\\.ifd|SecurityServer|-> SCard|: card ");
    private static final Pattern JSON =
            Pattern.compile("^(?: {0,2}|\\t)\"(?:subsystem|senderImagePath)\" ?: \".*CryptoTokenKit");

    /// The format; it has no state.
    public MacosFormat() {}

    @Override
    public String name() {
        return "macos";
    }

    @Override
    public String description() {
        return "unified log of macOS (log show, log stream, Console)";
    }

    @Override
    public int detect(Beginning beginning) {
        return beginning.count(MacosFormat::isAboutCards);
    }

    private static boolean isAboutCards(String line) {
        if (!SUBJECT.matcher(line).find()) {
            return false;
        }
        return MacosText.startsEntry(line)
                || (MacosJson.isObject(line) && line.contains("\"eventMessage\""))
                || JSON.matcher(line).find();
    }

    @Override
    public TraceSource open(SourceInput input) {
        return new LineSource(
                input,
                RecordingHeader.of(name(), start(input.beginning()), Redaction.OFF),
                calls -> new MacosParser(input.problems(), new MacosJoin(calls)));
    }

    /// The earliest time among the first entries, if the log states dates and time zones.
    private static Optional<Instant> start(Beginning beginning) {
        var start = new LogStart();
        beginning.lines().forEach(start::line);
        return start.earliest();
    }
}
