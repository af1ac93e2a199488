package dev.puce.web;

import dev.puce.decode.Exchange;
import dev.puce.iso7816.Printable;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.render.Row;
import dev.puce.trace.session.Step;
import java.util.Locale;

/// A row as a JSON object. Empty and unknown values are absent. Times are in nanoseconds.
final class RowJson {
    private RowJson() {}

    static String of(Row row, Step step) {
        return Json.object(json -> {
            json.writeNumberProperty("first", row.first());
            json.writeNumberProperty("last", row.last());
            json.writeStringProperty("numbers", row.numbers());
            if (row.startNanos() != TracedCall.UNKNOWN_NANOS) {
                json.writeNumberProperty("start", row.startNanos());
            }
            if (row.tookNanos() != TracedCall.UNKNOWN_NANOS) {
                json.writeNumberProperty("took", row.tookNanos());
            }
            Json.text(json, "mark", String.valueOf(row.symbol()).strip());
            json.writeStringProperty("words", row.words());
            Json.text(json, "values", row.values());
            Json.text(json, "status", row.status());
            if (row.level() != Row.Level.NORMAL) {
                json.writeStringProperty("level", row.level().name().toLowerCase(Locale.ROOT));
            }
            var caller = step.call().caller();
            Json.text(json, "program", Printable.of(caller.program()));
            caller.pid().ifPresent(pid -> json.writeNumberProperty("pid", pid));
            Json.text(json, "reader", Printable.of(step.seen().reader()));
            step.seen()
                    .exchange()
                    .map(Exchange::application)
                    .filter(application -> application.isKnown())
                    .ifPresent(application -> Json.text(json, "app", application.name()));
        });
    }
}
