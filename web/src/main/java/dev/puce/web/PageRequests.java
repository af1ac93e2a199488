package dev.puce.web;

import com.sun.net.httpserver.HttpExchange;
import dev.puce.iso7816.Printable;
import dev.puce.trace.diff.CallDiff;
import dev.puce.trace.diff.CallSequence;
import dev.puce.trace.filter.BytesField;
import dev.puce.trace.filter.FilterSyntaxException;
import dev.puce.trace.filter.Flag;
import dev.puce.trace.filter.NumberField;
import dev.puce.trace.filter.TextField;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.core.JsonGenerator;

/// Answers the requests of the page. The documentation of each is in docs/internals/web-page.md.
final class PageRequests {
    private static final String JSON = "application/json; charset=utf-8";
    private static final int MOST_ROWS = 1000;
    private static final int MOST_SPANS = 4000;
    private static final int MOST_COMMENT_BYTES = 1 << 16;

    /// The longest difference that the page computes. The comparison of very different traces takes quadratic time.
    private static final int MOST_COMPARED = 200_000;

    /// The most values of a field that completion offers.
    private static final int MOST_VALUES = 200;

    private static final long EVENT_MILLIS = 200;

    private final WebPage page;
    private volatile boolean ended;

    PageRequests(WebPage page) {
        this.page = page;
    }

    /// Ends the streams of events.
    void end() {
        ended = true;
    }

    void answer(HttpExchange exchange, Query query) throws IOException {
        String path = exchange.getRequestURI().getPath();
        switch (exchange.getRequestMethod() + " " + path) {
            case "GET /" -> asset(exchange, "page.html");
            case "GET /api/state" -> json(exchange, state());
            case "GET /api/events" -> events(exchange);
            case "GET /api/rows" -> json(exchange, rows(query));
            case "GET /api/filter" -> json(exchange, filter(query));
            case "GET /api/failure" -> json(exchange, failure(query));
            case "GET /api/position" -> json(exchange, position(query));
            case "GET /api/details" -> json(exchange, details(query));
            case "GET /api/timeline" -> json(exchange, timeline(query));
            case "GET /api/summary" ->
                json(exchange, SummaryPanel.json(trace(query).index()));
            case "GET /api/diagnosis" ->
                json(exchange, DiagnosisPanel.json(trace(query).index()));
            case "GET /api/diff" -> json(exchange, diff(query));
            case "GET /api/fields" -> json(exchange, fields());
            case "GET /api/values" -> json(exchange, values(query));
            case "GET /api/save" -> SavedTrace.send(exchange, trace(query), query.text("to"));
            case "POST /api/open" -> {
                upload(query.text("name"), exchange);
                json(exchange, state());
            }
            case "POST /api/pause" -> {
                change(trace(query), PageTrace.State.LIVE, PageTrace.State.PAUSED);
                json(exchange, state());
            }
            case "POST /api/resume" -> {
                change(trace(query), PageTrace.State.PAUSED, PageTrace.State.LIVE);
                json(exchange, state());
            }
            case "POST /api/clear" -> {
                trace(query).clear();
                json(exchange, state());
            }
            case "POST /api/comment" -> {
                var body = exchange.getRequestBody().readNBytes(MOST_COMMENT_BYTES);
                trace(query).comment(query.number("call"), new String(body, StandardCharsets.UTF_8));
                json(exchange, state());
            }
            default -> {
                if (!exchange.getRequestMethod().equals("GET")
                        || Assets.find(path.substring(1)).isEmpty()) {
                    WebServer.send(exchange, 404, "text/plain", "Not found.\n".getBytes(StandardCharsets.UTF_8));
                } else {
                    asset(exchange, path.substring(1));
                }
            }
        }
    }

    private static void change(PageTrace trace, PageTrace.State from, PageTrace.State to) {
        if (trace.state() == from) {
            trace.become(to);
        }
    }

    private static void asset(HttpExchange exchange, String name) throws IOException {
        WebServer.send(exchange, 200, Assets.type(name), Assets.read(name));
    }

    private static void json(HttpExchange exchange, String content) throws IOException {
        WebServer.send(exchange, 200, JSON, content.getBytes(StandardCharsets.UTF_8));
    }

    private PageTrace trace(Query query) {
        return page.trace((int) query.number("trace"))
                .orElseThrow(() -> new BadRequestException("There is no such trace."));
    }

    private void upload(String name, HttpExchange exchange) throws IOException {
        try {
            page.upload(name.isEmpty() ? "trace" : name, exchange.getRequestBody());
        } catch (IOException unreadable) {
            throw new BadRequestException(unreadable.getMessage());
        }
    }

    private String state() {
        return Json.object(json -> {
            json.writeArrayPropertyStart("traces");
            for (var trace : page.traces()) {
                json.writeStartObject();
                trace.write(json, trace.index().rows());
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    /// Sends the state whenever it changes, as server-sent events (HTML Living Standard, 9.2).
    private void events(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        try (var out = exchange.getResponseBody()) {
            String sent = "";
            int idle = 0;
            while (!ended) {
                String now = state();
                idle++;
                if (!now.equals(sent) || idle > 50) { // the repetition finds out that the browser has gone
                    out.write(("data: " + now + "\n\n").getBytes(StandardCharsets.UTF_8));
                    out.flush();
                    sent = now;
                    idle = 0;
                }
                Thread.sleep(EVENT_MILLIS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private String rows(Query query) {
        var trace = trace(query);
        int from = (int) Math.max(0, query.number("from", 0));
        int count = Math.clamp(query.number("count", 100), 0, MOST_ROWS);
        var rows = rows(trace, query);
        boolean isDone = query.text("unfolded").isEmpty() || trace.index().unfolds(); // before the rows are counted
        String filter = query.text("filter");
        int[] positions;
        int total;
        if (filter.isEmpty()) {
            total = rows.size();
            positions = IntStream.range(Math.min(from, total), Math.min(total, from + count))
                    .toArray();
        } else {
            int[] all = filtered(trace, filter).rows(rows);
            total = all.length;
            positions = Arrays.copyOfRange(all, Math.min(from, total), Math.min(total, from + count));
        }
        return Json.object(json -> {
            json.writeNumberProperty("total", total);
            json.writeNumberProperty("from", from);
            json.writeBooleanProperty("done", isDone);
            Json.raw(json, "rows", "[" + String.join(",", rows.rows(positions)) + "]");
        });
    }

    /// The rows of the list: folded, or one for each call.
    private static RowStore rows(PageTrace trace, Query query) {
        return query.text("unfolded").isEmpty()
                ? trace.index().rows()
                : trace.index().singleRows();
    }

    private static FilteredRows filtered(PageTrace trace, String text) {
        try {
            return trace.filtered(text);
        } catch (FilterSyntaxException wrong) {
            throw new BadRequestException(wrong.getMessage());
        }
    }

    private String filter(Query query) {
        var trace = trace(query);
        try {
            var found = trace.filtered(query.text("filter"));
            boolean isDone = found.isDone(); // before the rows, which may become more until then
            int rows = found.rows(rows(trace, query)).length;
            return Json.object(json -> {
                json.writeNumberProperty("calls", found.matchingCalls());
                json.writeNumberProperty("rows", rows);
                json.writeNumberProperty("progress", found.progress());
                json.writeBooleanProperty("done", isDone);
            });
        } catch (FilterSyntaxException wrong) {
            return Json.object(json -> {
                json.writeStringProperty(
                        "error", wrong.getMessage().lines().findFirst().orElse(""));
                json.writeNumberProperty("column", wrong.column());
            });
        }
    }

    private String failure(Query query) {
        var trace = trace(query);
        int from = (int) query.number("from");
        int direction = query.number("direction", 1) < 0 ? -1 : 1;
        String filter = query.text("filter");
        int found = -1;
        var rows = rows(trace, query);
        if (filter.isEmpty()) {
            found = rows.nextFailure(from, direction);
        } else {
            int[] shown = filtered(trace, filter).rows(rows);
            for (int i = from + direction; i >= 0 && i < shown.length && found < 0; i += direction) {
                found = rows.isFailure(shown[i]) ? i : -1;
            }
        }
        return position(found);
    }

    private static String position(int position) {
        return Json.object(json -> json.writeNumberProperty("position", position));
    }

    /// The position of a call, or of a time, in the list.
    private String position(Query query) {
        var trace = trace(query);
        var rows = rows(trace, query);
        boolean isTime = query.text("call").isEmpty();
        int row = isTime ? rows.at(query.number("nanos")) : trace.index().rowOf(query.number("call"), rows);
        String filter = query.text("filter");
        if (row < 0 || filter.isEmpty()) {
            return position(row);
        }
        int found = Arrays.binarySearch(filtered(trace, filter).rows(rows), row);
        return position(found >= 0 ? found : isTime ? -found - 1 : -1);
    }

    private String details(Query query) {
        long first = query.number("first");
        var trace = trace(query);
        var calls = trace.index().callsOfRow(first, query.number("last", first), rows(trace, query));
        return calls.isEmpty()
                ? Json.object(json -> json.writeStringProperty("error", "The trace has no such call."))
                : new DetailsJson().of(calls);
    }

    private String timeline(Query query) {
        int spans = Math.clamp(query.number("spans", 200), 1, MOST_SPANS);
        var timeline = trace(query)
                .index()
                .rows()
                .timeline(query.number("from", Long.MIN_VALUE + 1), query.number("to", Long.MAX_VALUE), spans);
        return TimelineJson.of(timeline);
    }

    private String diff(Query query) throws IOException {
        var diff = new CallDiff(sequence(query, "left"), sequence(query, "right"));
        var out = new ByteArrayOutputStream();
        diff.writeJson(out);
        String pieces =
                String.join(",", out.toString(StandardCharsets.UTF_8).lines().toList());
        return Json.object(json -> Json.raw(json, "pieces", "[" + pieces + "]"));
    }

    private CallSequence sequence(Query query, String side) throws IOException {
        var trace = page.trace((int) query.number(side))
                .orElseThrow(() -> new BadRequestException("There is no such trace."));
        if (trace.index().calls().size() > MOST_COMPARED) {
            throw new BadRequestException(
                    "The page compares traces of up to " + MOST_COMPARED + " calls. Use: puce diff");
        }
        var sequence = new CallSequence();
        trace.index().calls().readAll(sequence);
        return sequence;
    }

    /// The words of the filter language, for completion.
    private static String fields() {
        return Json.object(json -> {
            words(json, "texts", Arrays.stream(TextField.values()).map(TextField::word));
            words(json, "numbers", Arrays.stream(NumberField.values()).map(NumberField::word));
            words(json, "bytes", Arrays.stream(BytesField.values()).map(BytesField::word));
            words(json, "flags", Arrays.stream(Flag.values()).map(Flag::word));
        });
    }

    /// The values that a field of words has in a trace, for completion.
    private String values(Query query) {
        var field = Arrays.stream(TextField.values())
                .filter(text -> text.word().equals(query.text("field")))
                .findFirst()
                .orElseThrow(() -> new BadRequestException("There is no such field of words."));
        var values = trace(query).index().calls().values(field);
        return Json.object(
                json -> words(json, "values", values.stream().map(Printable::of).limit(MOST_VALUES)));
    }

    private static void words(JsonGenerator json, String name, Stream<String> words) {
        json.writeArrayPropertyStart(name);
        words.sorted().forEach(json::writeString);
        json.writeEndArray();
    }
}
