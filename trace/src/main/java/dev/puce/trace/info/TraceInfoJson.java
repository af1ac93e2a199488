package dev.puce.trace.info;

import dev.puce.decode.Application;
import dev.puce.iso7816.Bytes;
import dev.puce.trace.recording.RecordingHeader;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;

/// The facts of a trace as JSON. Scripts depend on the names.
public final class TraceInfoJson {
    private TraceInfoJson() {}

    /// Writes the properties into the current object.
    ///
    ///     "format":"recording","start":"…","host":"…","producer":"…","source":"relay","redaction":"full",
    ///     "seconds":1.5,"calls":70,"commands":20,"unfinished":0,"hidden":1,
    ///     "programs":[{"program":"opensc-tool","pids":[12]}],"readers":["…"],
    ///     "atrs":[{"atr":"3B…","card":"…"}],"applications":[{"aid":"A0…","name":"PIV"}]
    ///
    /// @param format name of the trace's format
    /// @param card   names the card of an ATR; the empty string if it is not known
    public static void write(
            JsonGenerator json, String format, RecordingHeader header, TraceInfo info, Function<Bytes, String> card) {
        json.writeStringProperty("format", format);
        header.start().ifPresent(start -> json.writeStringProperty("start", start.toString()));
        header.host().ifPresent(host -> json.writeStringProperty("host", host));
        if (!header.producer().isEmpty()) {
            json.writeStringProperty("producer", header.producer());
        }
        json.writeStringProperty("source", header.source());
        json.writeStringProperty("redaction", header.redaction().label());
        info.span().ifPresent(span -> json.writeNumberProperty("seconds", span.toNanos() / 1e9));
        json.writeNumberProperty("calls", info.calls());
        json.writeNumberProperty("commands", info.exchanges());
        json.writeNumberProperty("unfinished", info.unfinished());
        json.writeNumberProperty("hidden", info.hidden());
        programs(json, info);
        json.writeArrayPropertyStart("readers");
        info.readers().forEach(json::writeString);
        json.writeEndArray();
        cards(json, info, card);
        json.writeArrayPropertyStart("applications");
        for (Bytes aid : info.aids()) {
            json.writeStartObject();
            json.writeStringProperty("aid", aid.toHex());
            Application.ofAid(aid).ifPresent(known -> json.writeStringProperty("name", known.name()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void programs(JsonGenerator json, TraceInfo info) {
        json.writeArrayPropertyStart("programs");
        info.programs().forEach((name, pids) -> {
            json.writeStartObject();
            json.writeStringProperty("program", name);
            json.writeArrayPropertyStart("pids");
            pids.forEach(json::writeNumber);
            json.writeEndArray();
            json.writeEndObject();
        });
        json.writeEndArray();
    }

    private static void cards(JsonGenerator json, TraceInfo info, Function<Bytes, String> card) {
        json.writeArrayPropertyStart("atrs");
        for (Bytes atr : info.atrs()) {
            json.writeStartObject();
            json.writeStringProperty("atr", atr.toHex());
            String name = card.apply(atr);
            if (!name.isEmpty()) {
                json.writeStringProperty("card", name);
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
