package dev.puce.trace.macos;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Set;

/// Makes entries of lines, in any style. An entry is complete when the next one starts.
final class MacosEntries {
    private static final int MOST_CHARACTERS = 1 << 20;

    private static final Set<String> OBJECT_STARTS = Set.of("[{", "{", "},{", "}{", "}, {");

    private final MacosText text = new MacosText();
    private final ArrayDeque<MacosEntry> ready = new ArrayDeque<>();
    private Optional<MacosEntry> latest = Optional.empty();
    private final StringBuilder more = new StringBuilder();
    private final StringBuilder object = new StringBuilder();
    private boolean inObject;

    /// Takes a line.
    ///
    /// @return whether the line fits; `false` for an object that is not JSON
    boolean line(String line) {
        if (MacosJson.isObject(line)) {
            return object(MacosJson.bytes(line));
        }
        boolean fits = true;
        if (inObject && (line.startsWith("}") || line.startsWith("{"))) {
            fits = endObject();
        }
        if (OBJECT_STARTS.contains(line)) {
            inObject = true;
            object.setLength(0);
            object.append('{');
        } else if (inObject && object.length() + line.length() < MOST_CHARACTERS) {
            object.append(line).append('\n');
        } else if (!inObject) {
            textLine(line);
        }
        return fits;
    }

    /// Takes JSON.
    ///
    /// @return whether it has an entry
    boolean object(byte[] json) {
        var entries = MacosJson.entries(json);
        ready.addAll(entries);
        return !entries.isEmpty();
    }

    private boolean endObject() {
        inObject = false;
        return object(MacosJson.bytes(object.append('}').toString()));
    }

    private void textLine(String line) {
        var entry = text.entry(line);
        if (entry.isPresent()) {
            endText();
            latest = entry;
        } else if (isFooter(line)) {
            endText();
        } else if (line.isEmpty() || line.startsWith("```")) { // the log has ended
            endText();
        } else if (latest.isPresent() && more.length() + line.length() < MOST_CHARACTERS) {
            more.append('\n').append(line);
        }
    }

    private static boolean isFooter(String line) {
        return line.startsWith(" ----") || line.startsWith("Log      - ") || line.startsWith("Timestamp  ");
    }

    private void endText() {
        latest.ifPresent(entry -> ready.add(more.isEmpty() ? entry : entry.with(entry.message() + more)));
        latest = Optional.empty();
        more.setLength(0);
    }

    /// The next complete entry.
    Optional<MacosEntry> next() {
        return Optional.ofNullable(ready.poll());
    }

    /// The last entry, when no line follows.
    Optional<MacosEntry> end() {
        endText();
        return next();
    }
}
