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
import java.util.OptionalLong;
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
        var reader = new MacosEntries();
        var earliest = OptionalLong.empty();
        for (String line : beginning.lines()) {
            reader.line(line);
            var entry = reader.next();
            if (entry.isPresent() && entry.get().isAbsolute()) {
                long nanos = entry.get().nanos();
                earliest = OptionalLong.of(Math.min(nanos, earliest.orElse(nanos)));
            }
        }
        var last = reader.end();
        if (last.isPresent() && last.get().isAbsolute()) {
            long nanos = last.get().nanos();
            earliest = OptionalLong.of(Math.min(nanos, earliest.orElse(nanos)));
        }
        return earliest.isPresent() ? Optional.of(Instant.ofEpochSecond(0, earliest.getAsLong())) : Optional.empty();
    }
}
