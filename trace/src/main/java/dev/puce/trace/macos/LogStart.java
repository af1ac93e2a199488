package dev.puce.trace.macos;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// Finds out when a log begins, from its first lines: entries may be out of order, so the earliest counts.
public final class LogStart {
    private final MacosEntries entries = new MacosEntries();
    private boolean hasEntry;
    private OptionalLong earliest = OptionalLong.empty();

    /// No line has been read yet.
    public LogStart() {}

    /// Takes the next line.
    public void line(String text) {
        entries.line(text);
        for (var entry = next(); entry.isPresent(); entry = next()) {
            hasEntry = true;
            if (entry.get().isAbsolute()) {
                long nanos = entry.get().nanos();
                earliest = OptionalLong.of(Math.min(nanos, earliest.orElse(nanos)));
            }
        }
    }

    /// An entry of text counts at once, although further lines may belong to it: its time is on the first one.
    private Optional<MacosEntry> next() {
        return entries.next().or(entries::end);
    }

    /// Whether an entry was found.
    public boolean hasEntry() {
        return hasEntry;
    }

    /// The earliest time; empty if no entry has date and time zone.
    public Optional<Instant> earliest() {
        return earliest.isPresent() ? Optional.of(Instant.ofEpochSecond(0, earliest.getAsLong())) : Optional.empty();
    }
}
