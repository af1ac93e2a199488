package dev.puce.atr.report;

import dev.puce.atr.list.CardListEntry;
import dev.puce.atr.list.NearMiss;
import dev.puce.iso7816.Printable;
import dev.puce.iso7816.atr.Atr;
import dev.puce.iso7816.atr.Convention;
import dev.puce.iso7816.atr.Finding;
import dev.puce.iso7816.atr.InterfaceByte;
import dev.puce.iso7816.atr.InterfaceByte.Kind;
import dev.puce.iso7816.atr.Tck;
import dev.puce.iso7816.atr.TransmissionFactors;
import dev.puce.iso7816.atr.TransmissionProtocol;
import java.io.StringWriter;
import java.util.OptionalInt;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Writes an ATR as one JSON object on one line. docs/reference/json-output.md describes its names and types, which
/// are a contract.
public final class AtrJson {
    private static final JsonFactory JSON = new JsonFactory();

    private AtrJson() {}

    /// Returns the object, without a newline. Reserved, absent and truncated values are null; byte strings are
    /// upper-case hex.
    public static String line(IdentifiedAtr identified) {
        var text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            write(identified, json);
        }
        return Printable.json(text.toString());
    }

    private static void write(IdentifiedAtr identified, JsonGenerator json) {
        Atr atr = identified.atr();
        json.writeStartObject();
        json.writeStringProperty("atr", atr.bytes().toHex());
        json.writeStringProperty(
                "convention", atr.convention().map(Convention::toString).orElse(null));
        writeFactors(atr, json);
        writeNumber(
                "extraGuardTime",
                atr.isCutBefore(Kind.TC, 1) ? OptionalInt.empty() : OptionalInt.of(atr.extraGuardTime()),
                json);
        json.writeArrayPropertyStart("protocols");
        for (TransmissionProtocol protocol : atr.protocols()) {
            json.writeString(protocol.toString());
        }
        json.writeEndArray();
        json.writeObjectPropertyStart("interfaceBytes");
        for (InterfaceByte b : atr.interfaceBytes()) {
            json.writeStringProperty(b.name(), hex(b.value()));
        }
        json.writeEndObject();
        json.writeStringProperty("historicalBytes", atr.historicalBytes().toHex());
        writeTck(atr.tck(), json);
        writeFindings(atr, json);
        writeMatches(identified, json);
        json.writeEndObject();
    }

    private static void writeFactors(Atr atr, JsonGenerator json) {
        int ta1 = atr.interfaceByte(Kind.TA, 1).map(InterfaceByte::value).orElse(0x11);
        boolean isCut = atr.isCutBefore(Kind.TA, 1);
        writeNumber("fi", isCut ? OptionalInt.empty() : TransmissionFactors.f(ta1), json);
        writeNumber("di", isCut ? OptionalInt.empty() : TransmissionFactors.d(ta1), json);
        writeNumber("fMaxHz", isCut ? OptionalInt.empty() : TransmissionFactors.fMaxHz(ta1), json);
    }

    private static void writeNumber(String name, OptionalInt value, JsonGenerator json) {
        if (value.isPresent()) {
            json.writeNumberProperty(name, value.getAsInt());
        } else {
            json.writeNullProperty(name);
        }
    }

    private static void writeTck(Tck tck, JsonGenerator json) {
        json.writeObjectPropertyStart("tck");
        json.writeStringProperty(
                "value", tck.value().isPresent() ? hex(tck.value().getAsInt()) : null);
        json.writeStringProperty("status", tck.status().toString());
        json.writeEndObject();
    }

    private static void writeFindings(Atr atr, JsonGenerator json) {
        json.writeArrayPropertyStart("findings");
        for (Finding finding : atr.findings()) {
            json.writeStartObject();
            json.writeStringProperty("severity", finding.severity().toString());
            json.writeNumberProperty("offset", finding.offset());
            json.writeStringProperty("message", finding.message());
            json.writeStringProperty("clause", finding.clause());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeMatches(IdentifiedAtr identified, JsonGenerator json) {
        json.writeArrayPropertyStart("matches");
        for (CardListEntry entry : identified.matches()) {
            json.writeStartObject();
            writeEntry(entry, json);
            json.writeEndObject();
        }
        json.writeEndArray();
        if (!identified.nearMisses().isEmpty()) {
            json.writeArrayPropertyStart("nearMisses");
            for (NearMiss miss : identified.nearMisses()) {
                json.writeStartObject();
                writeEntry(miss.entry(), json);
                json.writeArrayPropertyStart("differences");
                miss.differences().forEach(json::writeNumber);
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndArray();
        }
    }

    /// Writes pattern and descriptions as properties of the current object.
    static void writeEntry(CardListEntry entry, JsonGenerator json) {
        json.writeStringProperty("pattern", entry.pattern());
        json.writeArrayPropertyStart("descriptions");
        entry.descriptions().forEach(json::writeString);
        json.writeEndArray();
    }

    /// Returns an entry of a card list as one JSON object on one line: `pattern`, `descriptions`.
    public static String line(CardListEntry entry) {
        var text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            writeEntry(entry, json);
            json.writeEndObject();
        }
        return Printable.json(text.toString());
    }

    private static String hex(int value) {
        return "%02X".formatted(value);
    }
}
