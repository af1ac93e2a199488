package dev.puce.trace.pcscspy;

import dev.puce.pcsc.Function;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Where a thread of a log stands within its call.
final class ThreadState {
    /// Number in the order in which threads began a call, -1 before the first.
    int number = -1;

    final String id;
    final byte[] idBytes;

    /// The call's function; null between calls.
    Function function;

    /// Whether lines are skipped silently because the trouble has been reported.
    boolean skipping;

    /// The number on the latest line that held one, -1 for a pointer that was not given.
    long latestNumber;

    private List<LogItem> items = List.of();
    private int next;
    private long readers;
    private long round;
    private long stringBytes;

    ThreadState(String id) {
        this.id = id;
        idBytes = id.getBytes(StandardCharsets.UTF_8);
    }

    void begin(Function newFunction) {
        function = newFunction;
        items = LogItem.of(newFunction);
        next = 0;
        readers = 0;
        round = 0;
        stringBytes = 0;
        skipping = false;
    }

    /// The item that the next line is.
    LogItem item() {
        return items.get(next);
    }

    /// Goes to the item that the text can be: the next, or one after it if lines are missing.
    ///
    /// @return how many items were passed over, -1 if the text fits none
    int seek(LogText text, LogHandler handler) {
        int found = next;
        while (found < items.size() && !fits(items.get(found), text)) {
            found++;
        }
        if (found == items.size()) {
            return -1;
        }
        int skipped = found - next;
        for (int i = next; i < found; i++) {
            handler.missing(number, items.get(i));
        }
        next = found;
        return skipped;
    }

    private static boolean fits(LogItem item, LogText text) {
        return switch (item.kind()) {
            case STRING, STRINGS -> true;
            case NUMBER -> text.isNumber() || text.is("NULL") || text.is("(nil)");
            case BYTES -> text.length() == 0 || text.hexLength() > 0 || text.is("NULL");
        };
    }

    /// Steps over the item whose text has been handed over.
    ///
    /// @param length length of the text with the white space at its end
    void advance(LogText text, int length) {
        var item = items.get(next);
        if (item.kind() == LogItem.Kind.NUMBER) {
            latestNumber = text.isNumber() ? text.number() : -1;
            if (item == LogItem.READER_COUNT) {
                readers = Math.max(latestNumber, 0);
            } else if (item == LogItem.ATR_LENGTH && latestNumber < 0 && text.is("NULL")) {
                next++;
            }
        } else if (item.kind() == LogItem.Kind.STRINGS) {
            stringBytes += length + 1L;
            if (stringBytes < latestNumber && !text.is("NULL")) {
                return;
            }
        }
        next++;
        if (function == Function.GET_STATUS_CHANGE) {
            advanceReaderStates(item);
        }
    }

    /// Repeats the five lines of a reader state as often as there are readers, or passes over them.
    private void advanceReaderStates(LogItem item) {
        int states = LogItem.of(Function.GET_STATUS_CHANGE).indexOf(LogItem.QUERY_READER);
        switch (item) {
            case READER_COUNT -> next = readers == 0 ? items.size() : next;
            case QUERY_ATR -> next = ++round < readers ? states : next;
            case FOUND_ATR -> next = ++round < 2 * readers ? states + 5 : next;
            default -> {
                // within the structure
            }
        }
    }

    /// Tells which items of the call have not come.
    ///
    /// @return how many
    int missing(LogHandler handler) {
        int count = items.size() - next;
        for (int i = next; i < items.size(); i++) {
            handler.missing(number, items.get(i));
        }
        next = items.size();
        return count;
    }
}
