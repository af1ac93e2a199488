package dev.puce.web;

import dev.puce.decode.Exchange;
import dev.puce.decode.Part;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.Printable;
import dev.puce.iso7816.atr.Atr;
import dev.puce.iso7816.atr.AtrExplanation;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Inference;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.recording.CallLine;
import dev.puce.trace.recording.DecodedJson;
import dev.puce.trace.render.Description;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;

/// The details of a row as a JSON object: its calls, the decoded exchange, and the card.
final class DetailsJson {
    private static final double CLOCK_HZ = 4e6;

    private final Description description = Description.complete();

    /// The calls of a row.
    String of(List<SeenCall> calls) {
        return Json.object(json -> write(json, calls));
    }

    private void write(JsonGenerator json, List<SeenCall> calls) {
        json.writeArrayPropertyStart("calls");
        for (var seen : calls) {
            write(json, seen);
        }
        json.writeEndArray();
        var last = calls.getLast();
        Json.text(json, "reader", Printable.of(last.context().reader()));
        boolean isOneExchange = calls.stream()
                .allMatch(seen -> seen.context().exchange().isPresent()
                        && seen.context().exchange().get().number()
                                == last.context().exchange().orElseThrow().number());
        if (isOneExchange && last.context().exchange().isPresent()) {
            exchange(json, last.context().exchange().get());
        }
        calls.stream()
                .map(seen -> seen.context().atr())
                .filter(atr -> !atr.isEmpty())
                .findFirst()
                .ifPresent(atr -> atr(json, atr));
    }

    private void write(JsonGenerator json, SeenCall seen) {
        var traced = seen.call();
        json.writeStartObject();
        json.writeNumberProperty("seq", traced.sequence());
        if (traced.hasStart()) {
            json.writeNumberProperty("start", traced.startNanos());
        }
        traced.outcome().ifPresent(outcome -> {
            if (outcome.hasDuration()) {
                json.writeNumberProperty("took", outcome.durationNanos());
            }
        });
        json.writeStringProperty("function", Printable.of(traced.call().name()));
        json.writeStringProperty("text", text(seen));
        json.writeStringProperty(
                "code",
                traced.outcome()
                        .map(outcome ->
                                outcome.code().isKnown() ? outcome.code().symbol() : "")
                        .orElse("never returned"));
        json.writeBooleanProperty(
                "failed",
                traced.outcome().map(outcome -> outcome.code().isFailure()).orElse(true));
        Json.raw(json, "values", CallLine.of(traced));
        caller(json, traced);
        var inferred = traced.provenance().inferred();
        if (!inferred.isEmpty()) {
            json.writeStringProperty(
                    "inferred", inferred.stream().sorted().map(Inference::label).collect(Collectors.joining(", ")));
        }
        json.writeEndObject();
    }

    /// The call in words. An exchange has its own, which know the card application.
    private String text(SeenCall seen) {
        var traced = seen.call();
        return traced.call() instanceof Call.Transmit transmit
                        && seen.context().exchange().isPresent()
                ? description.bytesOf(transmit, traced.result())
                : description.of(traced);
    }

    private static void caller(JsonGenerator json, TracedCall traced) {
        var caller = traced.caller();
        Json.text(json, "program", Printable.of(caller.program()));
        caller.pid().ifPresent(pid -> json.writeNumberProperty("pid", pid));
        caller.uid().ifPresent(uid -> json.writeNumberProperty("uid", uid));
        Json.text(json, "command", Printable.of(String.join(" ", caller.commandLine())));
        caller.container().ifPresent(container -> Json.text(json, "container", Printable.of(container)));
        caller.thread().ifPresent(thread -> Json.text(json, "thread", Printable.of(thread)));
        if (caller.connection() != 0) {
            json.writeNumberProperty("connection", caller.connection());
        }
    }

    private static void exchange(JsonGenerator json, Exchange exchange) {
        json.writeObjectPropertyStart("exchange");
        DecodedJson.write(json, exchange, exchange.tree());
        json.writeStringProperty("name", exchange.application().name());
        json.writeStringProperty("confidence", exchange.context().confidence().words());
        bytes(json, "sent", exchange.command(), exchange.parts().stream().anyMatch(Part::commandHidden));
        exchange.response()
                .ifPresent(bytes ->
                        bytes(json, "received", bytes, exchange.parts().stream().anyMatch(Part::responseHidden)));
        json.writeArrayPropertyStart("parts");
        for (var part : exchange.parts()) {
            json.writeStartObject();
            json.writeStringProperty("role", part.role().name().toLowerCase(Locale.ROOT));
            bytes(json, "sent", part.command(), part.commandHidden());
            part.response().ifPresent(bytes -> bytes(json, "received", bytes, part.responseHidden()));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void bytes(JsonGenerator json, String name, Bytes bytes, boolean isHidden) {
        json.writeObjectPropertyStart(name);
        json.writeStringProperty("hex", bytes.toHex());
        if (isHidden) {
            json.writeBooleanProperty("hidden", true);
        }
        json.writeEndObject();
    }

    private static void atr(JsonGenerator json, Bytes bytes) {
        var explanation = AtrExplanation.of(Atr.parse(bytes), CLOCK_HZ);
        json.writeObjectPropertyStart("atr");
        json.writeStringProperty("hex", bytes.toSpacedHex());
        json.writeArrayPropertyStart("parts");
        for (var part : explanation.parts()) {
            json.writeStartObject();
            json.writeStringProperty("name", part.name());
            json.writeStringProperty("hex", part.bytes().toSpacedHex());
            json.writeStringProperty("meaning", String.join("; ", part.meanings()));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayPropertyStart("derived");
        for (var derived : explanation.derived()) {
            json.writeStartObject();
            json.writeStringProperty("name", derived.name());
            json.writeStringProperty("value", derived.value());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
