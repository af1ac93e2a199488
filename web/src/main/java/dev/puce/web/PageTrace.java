package dev.puce.web;

import dev.puce.iso7816.Printable;
import dev.puce.spy.TraceEvent;
import dev.puce.spy.live.WaitText;
import dev.puce.trace.filter.Filter;
import dev.puce.trace.filter.FilterSyntaxException;
import dev.puce.trace.recording.RecordingHeader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.core.JsonGenerator;

/// A trace on the page: its calls, its comments, and how far it is.
final class PageTrace {
    private static final int MOST_FILTERS = 4;
    private static final int MOST_PROBLEMS = 20;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    /// The progress of a trace.
    enum State {
        /// A file is being read.
        LOADING,
        /// The file has been read, or the program has ended.
        COMPLETE,
        /// Calls arrive.
        LIVE,
        /// The user has stopped the page. Calls still go to the recording.
        PAUSED
    }

    private final int number;
    private final String name;
    private final String format;
    private final RecordingHeader header;
    private volatile TraceIndex index = new TraceIndex();
    private volatile State state;
    private final List<String> problems = new CopyOnWriteArrayList<>();
    private final SortedMap<Long, String> comments = new TreeMap<>();
    private final Map<String, FilteredRows> filters = new LinkedHashMap<>();
    private volatile TraceEvent.Waiting waiting = new TraceEvent.Waiting(List.of(), 0);
    private volatile long missed;

    PageTrace(int number, String name, String format, RecordingHeader header, State state) {
        this.number = number;
        this.name = name;
        this.format = format;
        this.header = header;
        this.state = state;
    }

    /// Shows the calls that have not returned for at least a second, in place of those before.
    void show(TraceEvent.Waiting calls) {
        waiting = calls;
    }

    String name() {
        return name;
    }

    RecordingHeader header() {
        return header;
    }

    TraceIndex index() {
        return index;
    }

    State state() {
        return state;
    }

    void become(State next) {
        state = next;
    }

    /// Reports a problem of the trace: a malformed line, a lost connection.
    void problem(String text) {
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(Printable.of(text));
        }
    }

    /// Counts calls that the page did not take, because they came too fast.
    void miss(long count) {
        missed = count;
    }

    /// Forgets all calls.
    synchronized void clear() {
        index = new TraceIndex();
        filters.values().forEach(FilteredRows::cancel);
        filters.clear();
        comments.clear();
    }

    /// The rows that match a filter; starts a search if it is new.
    ///
    /// @throws FilterSyntaxException if the filter cannot be understood
    synchronized FilteredRows filtered(String text) throws FilterSyntaxException {
        var known = filters.get(text);
        if (known != null) {
            return known;
        }
        var rows = FilteredRows.start(Filter.parse(text), index);
        filters.put(text, rows);
        if (filters.size() > MOST_FILTERS) {
            var oldest = filters.entrySet().iterator();
            oldest.next().getValue().cancel();
            oldest.remove();
        }
        return rows;
    }

    /// Sets the comment of a call; an empty one removes it.
    synchronized void comment(long call, String text) {
        if (text.isBlank()) {
            comments.remove(call);
        } else {
            comments.put(call, text.strip());
        }
    }

    /// The comments by call.
    synchronized SortedMap<Long, String> comments() {
        return new TreeMap<>(comments);
    }

    /// Writes the properties of the current object.
    ///
    /// @param rows the rows of the list
    void write(JsonGenerator json, RowStore rows) {
        json.writeNumberProperty("trace", number);
        json.writeStringProperty("name", Printable.of(name));
        json.writeStringProperty("format", format);
        json.writeStringProperty("state", state.name().toLowerCase(Locale.ROOT));
        json.writeNumberProperty("calls", index.calls().size());
        json.writeNumberProperty("rows", rows.size());
        json.writeNumberProperty("missed", missed + index.dropped());
        json.writeStringProperty("redaction", header.redaction().label());
        header.start().ifPresent(start -> json.writeStringProperty("start", start.toString()));
        header.host().ifPresent(host -> Json.text(json, "host", Printable.of(host)));
        Json.text(json, "producer", Printable.of(header.producer()));
        Json.text(json, "command", Printable.of(String.join(" ", header.command())));
        json.writeArrayPropertyStart("problems");
        problems.forEach(json::writeString);
        json.writeEndArray();
        running(json);
        json.writeObjectPropertyStart("comments");
        comments().forEach((call, text) -> json.writeStringProperty(Long.toString(call), Printable.of(text)));
        json.writeEndObject();
        commentRows(json, rows);
    }

    /// The rows with comments: for each call the first number of its row.
    private void commentRows(JsonGenerator json, RowStore rows) {
        json.writeObjectPropertyStart("commentRows");
        for (long call : comments().keySet()) {
            int row = index.rowOf(call, rows);
            if (row != RowsOfCalls.NONE) {
                json.writeNumberProperty(Long.toString(call), rows.first(row));
            }
        }
        json.writeEndObject();
    }

    /// Seconds are whole, so that the state changes once a second.
    private void running(JsonGenerator json) {
        var now = waiting;
        json.writeArrayPropertyStart("running");
        for (var call : now.calls()) {
            json.writeStartObject();
            json.writeNumberProperty("start", call.startNanos());
            json.writeNumberProperty("seconds", (now.nanos() - call.startNanos()) / NANOS_PER_SECOND);
            Json.text(json, "program", Printable.of(call.caller().program()));
            call.caller().pid().ifPresent(pid -> json.writeNumberProperty("pid", pid));
            json.writeStringProperty("words", WaitText.line(call));
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
