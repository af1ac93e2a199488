package dev.puce.cli.reader;

import dev.puce.cards.event.ReaderEvent;
import dev.puce.cli.terminal.JsonLine;
import dev.puce.diagnose.machine.DaemonClients;
import dev.puce.diagnose.machine.NamedProcess;
import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.EventState;
import dev.puce.pcsc.ReaderState;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.core.JsonGenerator;

/// Readers and their events as JSON, an object a line, for `puce scan --json`. Scripts depend on the names.
final class EventJson {
    private EventJson() {}

    /// `{"reader":"…","card":true,"mute":false,"inUse":false,"exclusive":false,"atr":"3B…"}`. A card in use
    /// has `"clients":[{"pid":12,"program":"firefox"}]` too: the programs that are connected to the daemon.
    static String of(ReaderState state, Function<Bytes, Optional<String>> names, Supplier<DaemonClients> clients) {
        return JsonLine.object(json -> {
            EventState flags = state.eventState();
            json.writeStringProperty("reader", state.reader());
            json.writeBooleanProperty("card", flags.has(EventState.PRESENT));
            json.writeBooleanProperty("mute", flags.has(EventState.MUTE));
            json.writeBooleanProperty("inUse", flags.has(EventState.INUSE));
            json.writeBooleanProperty("exclusive", flags.has(EventState.EXCLUSIVE));
            json.writeStringProperty("atr", state.atr().toHex());
            writeName(json, names.apply(state.atr()));
            if (flags.has(EventState.INUSE) || flags.has(EventState.EXCLUSIVE)) {
                json.writeArrayPropertyStart("clients");
                clients.get().programs().forEach(program -> write(json, program));
                json.writeEndArray();
            }
        });
    }

    private static void write(JsonGenerator json, NamedProcess program) {
        json.writeStartObject();
        json.writeNumberProperty("pid", program.pid());
        json.writeStringProperty("program", program.name());
        json.writeEndObject();
    }

    /// `{"time":"…","event":"CardInserted","initial":true,"reader":"…","atr":"3B…"}`; other events have what
    /// they tell.
    static String of(ReaderEvent event, Function<Bytes, Optional<String>> names) {
        return JsonLine.object(json -> {
            json.writeStringProperty("time", Instant.now().toString());
            json.writeStringProperty("event", event.getClass().getSimpleName());
            json.writeBooleanProperty("initial", event.initial());
            switch (event) {
                case ReaderEvent.ReaderArrived arrived -> json.writeStringProperty("reader", arrived.reader());
                case ReaderEvent.ReaderLeft left -> json.writeStringProperty("reader", left.reader());
                case ReaderEvent.CardInserted inserted -> {
                    json.writeStringProperty("reader", inserted.reader());
                    json.writeStringProperty("atr", inserted.atr().toHex());
                    writeName(json, names.apply(inserted.atr()));
                }
                case ReaderEvent.CardRemoved removed -> {
                    json.writeStringProperty("reader", removed.reader());
                    json.writeStringProperty("atr", removed.atr().toHex());
                }
                case ReaderEvent.StateChanged changed -> {
                    json.writeStringProperty("reader", changed.reader());
                    json.writeStringProperty("state", changed.now().toString());
                }
                case ReaderEvent.ServiceLost lost ->
                    json.writeStringProperty("code", lost.code().symbol());
                case ReaderEvent.ServiceFound _ -> {}
                case ReaderEvent.EventsSkipped skipped -> json.writeNumberProperty("count", skipped.count());
            }
        });
    }

    private static void writeName(JsonGenerator json, Optional<String> name) {
        name.ifPresent(known -> json.writeStringProperty("name", known));
    }
}
