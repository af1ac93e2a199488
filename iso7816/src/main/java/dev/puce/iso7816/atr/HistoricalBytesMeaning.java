package dev.puce.iso7816.atr;

import dev.puce.iso7816.Aid;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.atr.AtrExplanation.Part;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Explains historical bytes: one part for the whole, with nested parts for its components.
final class HistoricalBytesMeaning {
    private HistoricalBytesMeaning() {}

    static List<Part> of(Atr atr) {
        HistoricalBytes historical = atr.historical();
        if (historical instanceof HistoricalBytes.None) {
            return List.of();
        }
        int offset = atr.historicalBytesOffset();
        return List.of(new Part(
                offset, "historical bytes", historical.bytes(), summary(historical), parts(historical, offset)));
    }

    private static List<String> summary(HistoricalBytes historical) {
        return switch (historical) {
            case HistoricalBytes.None _ -> List.of();
            case HistoricalBytes.WithStatus _ -> List.of("category 00: COMPACT-TLV data objects and status");
            case HistoricalBytes.DirDataReference _ -> List.of("category 10: DIR data reference");
            case HistoricalBytes.DataObjects _ -> List.of("category 80: COMPACT-TLV data objects");
            case HistoricalBytes.Reserved data ->
                List.of("category %02X: reserved".formatted(data.bytes().get(0)));
            case HistoricalBytes.Proprietary data ->
                withText("category %02X: proprietary".formatted(data.bytes().get(0)), data.bytes());
            case HistoricalBytes.Storage _ -> List.of("storage card, described by the reader (PC/SC part 3)");
            case HistoricalBytes.TypeB _ ->
                List.of("contactless card of type B, recognised by its form (ISO/IEC 14443-4; PC/SC part 3)");
        };
    }

    private static List<Part> parts(HistoricalBytes historical, int offset) {
        return switch (historical) {
            case HistoricalBytes.WithStatus data -> {
                var parts = new ArrayList<>(objects(data.objects(), offset + 1));
                Bytes status = data.statusBytes();
                if (!status.isEmpty()) {
                    parts.add(new Part(
                            offset + data.bytes().length() - status.length(),
                            "status indicator",
                            status,
                            data.status().map(HistoricalBytesMeaning::status).orElse(List.of("truncated")),
                            List.of()));
                }
                yield parts;
            }
            case HistoricalBytes.DataObjects data -> objects(data.objects(), offset + 1);
            case HistoricalBytes.DirDataReference data ->
                data.reference().isPresent()
                        ? List.of(new Part(
                                offset + 1,
                                "DIR data reference",
                                data.bytes().slice(1, 2),
                                List.of("record of EF.DIR"),
                                List.of()))
                        : List.of();
            case HistoricalBytes.Storage data -> storage(data, offset);
            case HistoricalBytes.TypeB data ->
                List.of(
                        new Part(offset, "application data", data.applicationData(), List.of("of ATQB"), List.of()),
                        new Part(offset + 4, "protocol info", data.protocolInfo(), List.of("of ATQB"), List.of()),
                        new Part(
                                offset + 7,
                                "MBLI",
                                data.bytes().from(7),
                                List.of("maximum buffer length index %d of the answer to ATTRIB"
                                        .formatted(data.mbli())),
                                List.of()));
            case HistoricalBytes.None _, HistoricalBytes.Reserved _, HistoricalBytes.Proprietary _ -> List.of();
        };
    }

    private static List<Part> storage(HistoricalBytes.Storage data, int offset) {
        Bytes bytes = data.bytes();
        return List.of(
                new Part(offset + 3, "RID", bytes.slice(3, 8), List.of("PC/SC workgroup"), List.of()),
                new Part(
                        offset + 8,
                        "standard",
                        bytes.slice(8, 9),
                        List.of(data.card().standardMeaning()),
                        List.of()),
                new Part(
                        offset + 9,
                        "card name",
                        bytes.slice(9, 11),
                        List.of(data.card().nameMeaning()),
                        List.of()));
    }

    private static List<Part> objects(List<CompactTlv> objects, int start) {
        var parts = new ArrayList<Part>();
        int offset = start;
        for (CompactTlv object : objects) {
            Bytes header = Bytes.of(object.tag() << 4 | (object.value().length() + object.missing()));
            parts.add(new Part(
                    offset,
                    "%s (tag %X)".formatted(object.name(), object.tag()),
                    header.plus(object.value()),
                    meanings(object),
                    List.of()));
            offset += object.size();
        }
        return parts;
    }

    private static List<String> meanings(CompactTlv object) {
        Bytes value = object.value();
        if (object.missing() > 0) {
            return List.of("truncated: %s missing"
                    .formatted(Quantity.bytes(object.missing()) + Quantity.are(object.missing())));
        }
        if (!object.hasDefinedLength()) {
            return List.of("the standard does not define length %d".formatted(value.length()));
        }
        return switch (object.tag()) {
            case 1 -> countryCode(value);
            case 3 -> new CardServiceData(value.get(0)).meanings();
            case 4 -> initialAccessData(value);
            case 7 -> capabilities(new CardCapabilities(value));
            case 8 -> status(StatusIndicator.of(value));
            case 5, 6 -> withText(value.toSpacedHex(), value);
            case 15 -> List.of(value.length() < Aid.RID_LENGTH ? value.toSpacedHex() : new Aid(value).describe());
            default -> value.isEmpty() ? List.of("empty") : List.of(value.toSpacedHex());
        };
    }

    /// Three BCD digits of ISO 3166-1. The half-byte after them belongs to the national data.
    private static List<String> countryCode(Bytes value) {
        return value.length() < 2
                ? List.of(value.toSpacedHex())
                : List.of(
                        "ISO 3166-1: " + value.toHex().substring(0, 3),
                        "national data: " + value.toHex().substring(3));
    }

    private static List<String> initialAccessData(Bytes value) {
        return switch (value.length()) {
            case 1 -> List.of("READ BINARY or READ RECORD of " + expected(value.get(0)));
            case 2 ->
                List.of("%s of %s from the EF with short identifier %d"
                        .formatted(
                                (value.get(0) & 0x80) != 0 ? "READ BINARY" : "READ RECORD",
                                expected(value.get(1)),
                                value.get(0) & 0x1F));
            default -> List.of("command to perform: " + value.toSpacedHex());
        };
    }

    /// A one-byte Le; 00 means 256 (5.2).
    private static String expected(int le) {
        return Quantity.bytes(le == 0 ? 256 : le);
    }

    private static List<String> capabilities(CardCapabilities capabilities) {
        return Stream.of(capabilities.selection(), capabilities.dataCoding(), capabilities.commands())
                .flatMap(List::stream)
                .toList();
    }

    private static List<String> status(StatusIndicator status) {
        var meanings = new ArrayList<String>();
        status.lifeCycle()
                .ifPresent(lcs -> meanings.add("LCS %02X: %s".formatted(lcs, StatusIndicator.lifeCycleMeaning(lcs))));
        status.statusWord().ifPresent(sw -> meanings.add("SW %04X%s".formatted(sw, sw == 0 ? ": not indicated" : "")));
        return meanings;
    }

    private static List<String> withText(String first, Bytes bytes) {
        String text = bytes.text(StandardCharsets.ISO_8859_1);
        long printable = text.chars().filter(c -> c >= 0x20 && c < 0x7F).count();
        if (printable < 3 || 2 * printable < text.length()) {
            return List.of(first);
        }
        return List.of(first, "text \"" + text.replaceAll("[^ -~]", ".") + "\"");
    }
}
